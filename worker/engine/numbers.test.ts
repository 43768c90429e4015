import { describe, expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { httpWorld, type HttpWorld, later } from "../../test/sim/httpWorld.ts";
import { defaultRules } from "../../shared/planning/rules.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const post = async (all: HttpWorld, path: string, body: object) => {
  const { status, json } = await all.call("key", "POST", `/v1/${path}`, body);
  expect([status, json]).toEqual([201, expect.anything()]);
  return json;
};
const read = async (all: HttpWorld, path: string) => (await all.call("viewer", "GET", `/v1/${path}`)).json;
const act = async (all: HttpWorld, id: string, what: string) => await all.call("bookkeeper", "POST", `/v1/records/${id}/${what}`);
const invoices = (all: HttpWorld) => [...all.sandbox.organisations[0]!.books.invoices.values()];

/** A firm with one contact, and three invoices of another person's in Xero: INV-0042 voided, INV-0043 and INV-0045 approved. */
async function firm() {
  const all = await httpWorld();
  await all.call("admin", "PUT", "/v1/rules", { ...defaultRules(), createStatus: { invoice: "authorised", bill: "authorised", credit_note: "authorised" } });
  const contact = await post(all, "contacts", { name: "Gear Hire", isCustomer: true, isSupplier: true });
  await all.settle();
  const xeroId = (await read(all, `contacts/${contact.id}`)).sync.xeroId as string;
  const theirs = ["INV-0042", "INV-0043", "INV-0045"].map((InvoiceNumber) =>
    all.sandbox.bookkeeper.createInvoice({ tenantId: all.tenantId, invoice: { InvoiceNumber, Status: "AUTHORISED", Contact: { ContactID: xeroId }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [{ Description: "Theirs", Quantity: 1, UnitAmount: 5, AccountCode: "200" }] } as never }),
  );
  all.sandbox.bookkeeper.void({ tenantId: all.tenantId, invoiceId: theirs[0]!.id });
  await later(all, 31);
  return { all, contactId: contact.id as string, xeroId };
}
const sale = (contactId: string, number: string) => ({ contactId, number, date: "2026-11-20", dueDate: "2026-12-20", status: "authorised", lines: [{ description: "Design", unitAmountE4: 1_000_000, accountCode: "200", taxType: "OUTPUT" }] });
const bill = (contactId: string, number: string) => ({ contactId, number, date: "2026-11-20", dueDate: "2026-12-20", status: "authorised", lines: [{ description: "Hire", unitAmountE4: 1_000_000, accountCode: "429", taxType: "INPUT" }] });

describe("a sales invoice whose number is taken", () => {
  promise(["D1"], "the stand-in's books and the API's answers", "by a voided invoice: ours is refused, told the next number that nobody has, and one step sends it with that; the stranger's is left as it is", async () => {
    const { all, contactId } = await firm();
    const { id } = await post(all, "invoices", sale(contactId, "INV-0042"));
    await all.settle();
    expect((await read(all, `invoices/${id}`)).sync).toMatchObject({
      state: "refused", xeroId: null,
      reason: {
        code: "number_taken", number: "INV-0044", sentence: "INV-0042 is the number of a voided invoice already; INV-0044 is the next that is free. Xero says: Invoice # must be unique.",
        remedy: "The other document was left as it is. Send this one as INV-0044, or save another number.",
      },
    });
    expect((await read(all, "held-up")).items).toMatchObject([{ id, title: "Invoice INV-0042", contactName: "Gear Hire", state: "refused", reason: { number: "INV-0044" }, href: null, totalMinor: 11_000 }]);
    expect(await act(all, id, "next-number")).toMatchObject({ status: 200, json: { outcome: "written" } });
    expect(await read(all, `invoices/${id}`)).toMatchObject({ sync: { state: "in_step" }, body: { number: "INV-0044" } });
    expect(invoices(all).map(({ number, status, totalMinor }) => [number, status, totalMinor])).toEqual([["INV-0042", "VOIDED", 550], ["INV-0043", "AUTHORISED", 550], ["INV-0045", "AUTHORISED", 550], ["INV-0044", "AUTHORISED", 11_000]]);
    expect((await read(all, "held-up")).items).toEqual([]);
  });

  test("of two that are told the same number each gets its own, and a click more takes none", async () => {
    const { all, contactId } = await firm();
    const made = [await post(all, "invoices", sale(contactId, "INV-0042")), await post(all, "invoices", sale(contactId, "INV-0043"))];
    await all.settle();
    for (const { id } of made) expect((await act(all, id, "next-number")).json.outcome).toBe("written");
    expect([(await read(all, `invoices/${made[0].id}`)).body.number, (await read(all, `invoices/${made[1].id}`)).body.number]).toEqual(["INV-0044", "INV-0046"]);
    expect(await act(all, made[0].id, "next-number")).toMatchObject({ status: 409, json: { code: "not_possible_now" } });
    expect(invoices(all)).toHaveLength(5);
  });

  test("taken meanwhile by somebody whom nobody here has met: refused again, with the one after", async () => {
    const { all, contactId, xeroId } = await firm();
    const { id } = await post(all, "invoices", sale(contactId, "INV-0042"));
    await all.settle();
    all.sandbox.bookkeeper.createInvoice({ tenantId: all.tenantId, invoice: { InvoiceNumber: "INV-0044", Contact: { ContactID: xeroId }, Date: "2026-11-20", LineItems: [{ Description: "Theirs", Quantity: 1, UnitAmount: 5 }] } as never });
    const { json } = await act(all, id, "next-number");
    expect(json).toMatchObject({ outcome: "refused", context: { reason: { code: "number_taken", number: "INV-0046" } } });
    expect((await act(all, id, "next-number")).json.outcome).toBe("written");
    expect(invoices(all).map(({ number }) => number)).toEqual(["INV-0042", "INV-0043", "INV-0045", "INV-0044", "INV-0046"]);
  });
});

describe("a bill that may be entered twice", () => {
  promise(["D1"], "the stand-in's books and the API's answers", "of the same supplier and number as one in Xero: it waits, the other one is named, and a person says whether it is the same", async () => {
    const { all, contactId, xeroId } = await firm();
    all.sandbox.bookkeeper.createBill({ tenantId: all.tenantId, bill: { InvoiceNumber: "S-1042", Status: "AUTHORISED", Contact: { ContactID: xeroId }, Date: "2026-11-18", DueDate: "2026-12-01", LineItems: [{ Description: "Hire", Quantity: 1, UnitAmount: 100, AccountCode: "429", TaxType: "INPUT" }] } as never });
    await later(all, 31);
    const [twice, other] = [await post(all, "bills", bill(contactId, "s-1042")), await post(all, "bills", bill(contactId, "S-1043"))];
    await all.settle();
    expect((await read(all, `bills/${twice.id}`)).sync).toMatchObject({
      state: "waiting", xeroId: null, reason: { code: "bill_twice", sentence: "This supplier's bill S-1042 is in Xero already: approved, of 2026-11-18, over AUD 110.00." },
    });
    expect((await read(all, `bills/${other.id}`)).sync.state).toBe("in_step");
    const bills = () => invoices(all).filter(({ type }) => type === "ACCPAY").map(({ number }) => number);
    expect(bills()).toEqual(["S-1042", "S-1043"]);
    expect(await act(all, twice.id, "another-bill")).toMatchObject({ status: 200, json: { outcome: "written" } });
    expect(bills()).toEqual(["S-1042", "S-1043", "s-1042"]);
    expect(await act(all, twice.id, "another-bill")).toMatchObject({ status: 409 });
    const third = await post(all, "bills", bill(contactId, "S-1042"));
    await all.settle();
    expect(await act(all, third.id, "give-up")).toMatchObject({ status: 200 });
    expect(await read(all, `bills/${third.id}`)).toMatchObject({ body: { status: "deleted" }, sync: { state: "ended" } });
    expect(bills()).toHaveLength(3);
  });

  test("sent twice by a tool, one after the other: the first goes, the second waits; once the first is voided in Xero the second goes", async () => {
    const { all, contactId } = await firm();
    const first = await post(all, "bills", bill(contactId, "S-7"));
    all.clock.advance(1);
    const second = await post(all, "bills", bill(contactId, "S-7"));
    await all.settle();
    const state = async (id: string) => (await read(all, `bills/${id}`)).sync.state;
    expect([await state(first.id), await state(second.id)]).toEqual(["in_step", "waiting"]);
    all.sandbox.bookkeeper.void({ tenantId: all.tenantId, invoiceId: (await read(all, `bills/${first.id}`)).sync.xeroId });
    await later(all, 31);
    expect([await state(first.id), await state(second.id)]).toEqual(["ended", "in_step"]);
  });

  test.each([["RE-Straße-9", "re-STRASSE-9"], ["FATURA-ışık", "fatura-IŞIK"], ["Caf\u00e9-1", "CAFE\u0301-1"]])("%s and %s are one number, however it is written", async (first, second) => {
    const { all, contactId } = await firm();
    await post(all, "bills", bill(contactId, first));
    await all.settle();
    const { id } = await post(all, "bills", bill(contactId, second));
    const { id: other } = await post(all, "bills", bill(contactId, `${second}0`));
    await all.settle();
    expect((await read(all, `bills/${id}`)).sync).toMatchObject({ state: "waiting", reason: { code: "bill_twice" } });
    expect(await read(all, `bills/${other}`)).toMatchObject({ sync: { state: "in_step" }, body: { number: `${second}0` } });
  });

  test("another supplier's bill of that number, one without a number, and a deleted one are no reason to wait", async () => {
    const { all, contactId } = await firm();
    const supplier = await post(all, "contacts", { name: "Quay Sound", isSupplier: true });
    const gone = await post(all, "bills", { ...bill(contactId, "S-8"), status: "draft" });
    await all.settle();
    await all.call("key", "PUT", `/v1/bills/${gone.id}`, { ...bill(contactId, "S-8"), lines: [{ ...bill("", "").lines[0], id: gone.body.lines[0].id }], status: "voided" }, { "If-Match": String((await read(all, `bills/${gone.id}`)).revision) });
    await later(all, 31);
    const { number: _, ...unnumbered } = bill(contactId, "");
    const made = [await post(all, "bills", bill(supplier.id, "S-7")), await post(all, "bills", bill(contactId, "S-7")), await post(all, "bills", unnumbered), await post(all, "bills", unnumbered)];
    await all.settle();
    for (const { id } of made) expect((await read(all, `bills/${id}`)).sync.state).toBe("in_step");
  });

  describe("once it is in Xero", () => {
    /** Two drafts of one supplier in Xero, of different numbers, and another supplier's with the first's number. */
    async function two() {
      const { all, contactId } = await firm();
      await all.call("admin", "PUT", "/v1/rules", { ...defaultRules(), createStatus: { invoice: "draft", bill: "draft", credit_note: "draft" } });
      const supplier = await post(all, "contacts", { name: "Quay Sound", isSupplier: true });
      const draft = (of: string, number: string) => post(all, "bills", { ...bill(of, number), status: "draft" });
      const [first, second, elsewhere] = [await draft(contactId, "S-1"), await draft(contactId, "S-2"), await draft(supplier.id, "S-1")];
      await all.settle();
      const view = async (id: string) => await read(all, `bills/${id}`);
      const change = async (id: string, changed: object) => {
        const { revision, body } = await view(id);
        const { status, json } = await all.call("key", "PUT", `/v1/bills/${id}`, { ...bill(body.contactId, body.number), status: "draft", lines: [{ ...bill("", "").lines[0], id: body.lines[0].id }], ...changed }, { "If-Match": String(revision) });
        expect([status, json]).toEqual([200, expect.anything()]);
        await all.settle();
      };
      const inXero = async (id: string) => all.sandbox.organisations[0]!.books.invoices.get((await view(id)).sync.xeroId)!;
      const xeroIdOf = async (path: string) => (await read(all, path)).sync.xeroId as string;
      return { all, contactId, supplierId: supplier.id as string, first: first.id as string, second: second.id as string, elsewhere: elsewhere.id as string, view, change, inXero, xeroIdOf };
    }

    promise(["D1"], "the stand-in's books and the API's answers", "given another's number here, it is asked about and its number waits, alone; given up it is as in Xero, said to be another it is sent", async () => {
      for (const act2 of ["give-up", "another-bill"]) {
        const { all, first, second, view, change, inXero } = await two();
        await change(second, { number: "s-1", dueDate: "2026-12-31" });
        expect((await view(second)).sync).toMatchObject({ state: "waiting", reason: { code: "bill_twice", sentence: "This supplier's bill S-1 is in Xero already: draft, of 2026-11-20, over AUD 110.00." } });
        // What else was changed is there; what Xero changes meanwhile comes.
        expect([(await inXero(second)).number, (await inXero(second)).dueDate]).toEqual(["S-2", "2026-12-31"]);
        expect((await view(first)).sync.state).toBe("in_step");
        expect((await read(all, "held-up")).items).toMatchObject([{ id: second, state: "waiting" }]);
        expect(await act(all, second, act2)).toMatchObject({ status: 200 });
        await all.settle();
        const number = act2 === "give-up" ? "S-2" : "s-1";
        expect([(await view(second)).sync.state, (await view(second)).body.number, (await inXero(second)).number]).toEqual(["in_step", number, number]);
      }
    });

    promise(["D1"], "the stand-in's books and the API's answers", "given another's number in Xero, that stands and nothing is held up; it is asked about until one ends, has another number, or a person says that it is another", async () => {
      for (const end of ["said", "renamed", "voided"] as const) {
        const { all, first, second, view, change, inXero } = await two();
        const changes = { InvoiceNumber: "S-1" } as never;
        all.sandbox.bookkeeper.editInvoice({ tenantId: all.tenantId, invoiceId: (await view(second)).sync.xeroId, changes });
        await later(all, 31);
        expect(await view(second)).toMatchObject({ body: { number: "S-1" }, sync: { state: "waiting", reason: { code: "bill_twice_in_xero", sentence: expect.stringMatching(/^This supplier's bill S-1 is in Xero already.*This one was changed to the same\.$/) } } });
        expect((await view(first)).sync.state).toBe("in_step");
        await change(second, { number: "S-1", dueDate: "2026-12-31" });
        expect([(await inXero(second)).dueDate, (await view(second)).sync.reason?.code]).toEqual(["2026-12-31", "bill_twice_in_xero"]);
        expect(await act(all, second, "give-up")).toMatchObject({ status: 409, json: { code: "not_possible_now" } });
        if (end === "said") expect(await act(all, second, "another-bill")).toMatchObject({ status: 200 });
        if (end === "renamed") all.sandbox.bookkeeper.editInvoice({ tenantId: all.tenantId, invoiceId: (await view(first)).sync.xeroId, changes: { InvoiceNumber: "S-9" } as never });
        if (end === "voided") {
          all.sandbox.bookkeeper.approve({ tenantId: all.tenantId, invoiceId: (await view(first)).sync.xeroId });
          all.sandbox.bookkeeper.void({ tenantId: all.tenantId, invoiceId: (await view(first)).sync.xeroId });
        }
        await later(all, 31);
        expect([end, (await view(second)).sync]).toMatchObject([end, { state: "in_step", reason: null }]);
        // It stays said, whatever else is changed in Xero.
        all.sandbox.bookkeeper.editInvoice({ tenantId: all.tenantId, invoiceId: (await view(second)).sync.xeroId, changes: { DueDate: "2027-01-31" } as never });
        await later(all, 31);
        expect((await view(second)).sync.state).toBe("in_step");
      }
    });

    test("approved ones: the change is a proposal as any other; applied, its number waits until a person says that it is another", async () => {
      const { all, contactId } = await firm();
      const [, second] = [await post(all, "bills", bill(contactId, "S-1")), await post(all, "bills", bill(contactId, "S-2"))];
      await all.settle();
      const view = async () => await read(all, `bills/${second.id}`);
      const { revision, body, sync } = await view();
      await all.call("key", "PUT", `/v1/bills/${second.id}`, { ...bill(contactId, "S-1"), lines: [{ ...bill("", "").lines[0], id: body.lines[0].id }] }, { "If-Match": String(revision) });
      await all.settle();
      expect((await view()).sync.state).toBe("proposal");
      const { proposals } = await all.context("bill", sync.xeroId);
      expect(await all.call("bookkeeper", "POST", `/v1/proposals/${proposals[0].id}/decide`, { decision: "apply" })).toMatchObject({ status: 200, json: { outcome: "queued" } });
      expect((await view()).sync).toMatchObject({ state: "waiting", reason: { code: "bill_twice" } });
      const inXero = () => invoices(all).filter(({ type }) => type === "ACCPAY").map(({ number }) => number);
      expect(inXero()).toEqual(["S-1", "S-2"]);
      expect(await act(all, second.id, "another-bill")).toMatchObject({ status: 200, json: { outcome: "written" } });
      await all.settle();
      expect([inXero(), (await view()).sync.state]).toEqual([["S-1", "S-1"], "in_step"]);
    });

    test("another supplier in the place of its own is found out too, here and in Xero; a number that is nobody's is no question", async () => {
      const { all, contactId, supplierId, second, elsewhere, view, change, xeroIdOf } = await two();
      await change(second, { number: "S-77" });
      expect((await view(second)).sync.state).toBe("in_step");
      await change(elsewhere, { contactId });
      expect((await view(elsewhere)).sync).toMatchObject({ state: "waiting", reason: { code: "bill_twice" } });
      await change(elsewhere, { contactId: supplierId });
      expect((await view(elsewhere)).sync.state).toBe("in_step");
      all.sandbox.bookkeeper.editInvoice({ tenantId: all.tenantId, invoiceId: (await view(elsewhere)).sync.xeroId, changes: { Contact: { ContactID: await xeroIdOf(`contacts/${contactId}`) } } as never });
      await later(all, 31);
      expect(await view(elsewhere)).toMatchObject({ body: { contactId }, sync: { state: "waiting", reason: { code: "bill_twice_in_xero" } } });
    });
  });
});
