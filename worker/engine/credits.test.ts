import { describe, expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { httpWorld, type HttpWorld, later } from "../../test/sim/httpWorld.ts";
import { defaultRules } from "../../shared/planning/rules.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const books = (all: HttpWorld) => all.sandbox.organisations[0]!.books;
const post = async (all: HttpWorld, path: string, body: object) => (await all.call("key", "POST", `/v1/${path}`, body)).json;
const read = async (all: HttpWorld, path: string) => (await all.call("viewer", "GET", `/v1/${path}`)).json;
const lines = (unitAmountE4: number) => [{ description: "Design", unitAmountE4, accountCode: "200", taxType: "OUTPUT" }];
const theirs = (amount: number) => [{ Description: "Back", Quantity: 1, UnitAmount: amount, AccountCode: "200", TaxType: "OUTPUT" }];

/** Two approved invoices of 330.00 and 110.00 of one client, in Xero. */
async function invoiced() {
  const all = await httpWorld();
  await all.call("admin", "PUT", "/v1/rules", { ...defaultRules(), createStatus: { invoice: "authorised", bill: "authorised", credit_note: "authorised" } });
  const client = await post(all, "contacts", { name: "Harbour Films", isCustomer: true });
  const [big, small] = [await post(all, "invoices", { contactId: client.id, date: "2026-11-20", dueDate: "2026-12-20", lines: lines(3_000_000) }), await post(all, "invoices", { contactId: client.id, date: "2026-11-20", dueDate: "2026-12-20", lines: lines(1_000_000) })];
  await all.settle();
  const xero = async (path: string) => (await read(all, path)).sync.xeroId as string;
  return { all, client: { id: client.id, xeroId: await xero(`contacts/${client.id}`) }, big: { id: big.id, xeroId: await xero(`invoices/${big.id}`) }, small: { id: small.id, xeroId: await xero(`invoices/${small.id}`) } };
}
const due = async (all: HttpWorld, id: string) => (await read(all, `invoices/${id}`)).body.amountDueMinor;

describe("credit notes", () => {
  promise(["AX-17", "AX-01"], "D1 and the API's answers", "made and applied in Xero: a matching record here, and the invoice's balance adjusted", async () => {
    const { all, client, big } = await invoiced();
    const note = all.sandbox.bookkeeper.createCreditNote({ tenantId: all.tenantId, creditNote: { Type: "ACCRECCREDIT", Status: "AUTHORISED", Date: "2026-11-21", Contact: { ContactID: client.xeroId }, LineItems: theirs(50) } as never });
    all.sandbox.bookkeeper.allocate({ tenantId: all.tenantId, creditId: note.id, invoiceId: big.xeroId, amountMinor: 3_000 });
    await later(all, 31);
    const [here] = (await read(all, "credit-notes")).items;
    expect(here).toMatchObject({ sync: { state: "in_step", xeroId: note.id }, body: { totalMinor: 5_500, amountDueMinor: 2_500, allocations: [{ documentId: big.id, amountMinor: 3_000 }] } });
    expect((await read(all, `invoices/${big.id}`)).body).toMatchObject({ amountCreditedMinor: 3_000, amountDueMinor: 30_000 });
    // Taken off again there.
    all.sandbox.bookkeeper.removeAllocation({ tenantId: all.tenantId, allocationId: [...books(all).allocations.keys()][0]! });
    await later(all, 31);
    expect([(await read(all, "credit-notes")).items[0].body.allocations, await due(all, big.id)]).toEqual([[], 33_000]);
  });

  promise(["D12", "AX-09"], "the stand-in's books and the API's answers", "made here: applied in part and over several invoices, each as an allocation of its own; the rest stays as credit", async () => {
    const { all, client, big, small } = await invoiced();
    const note = await post(all, "credit-notes", { side: "sales", contactId: client.id, date: "2026-11-21", status: "authorised", lines: lines(2_000_000) });
    await all.settle();
    for (const [id, amountMinor] of [[big.id, 9_000], [small.id, 11_000]] as const) {
      expect((await all.call("key", "POST", `/v1/credits/${note.id}/allocate`, { documentId: id, amountMinor })).status).toBe(200);
      await later(all, 31);
    }
    await later(all, 31);
    expect([...books(all).allocations.values()].map(({ amountMinor }) => amountMinor).toSorted((a, b) => a - b)).toEqual([9_000, 11_000]);
    expect([await due(all, big.id), await due(all, small.id)]).toEqual([24_000, 0]);
    expect((await read(all, `credit-notes/${note.id}`)).sync.state).toBe("in_step");
    expect((await read(all, `contacts/${client.id}/credit`)).items).toMatchObject([{ id: note.id, kind: "credit_note", leftMinor: 2_000 }]);
  });

  promise(["D1", "SM-08"], "the stand-in's books", "a note whose answer was lost is in Xero once, also where Xero moved its tax and its key is forgotten", async () => {
    const { all, client } = await invoiced();
    all.sandbox.faults.arm({ kind: "answer-lost-after-commit", times: 1, match: { path: "/CreditNotes" } });
    const note = await post(all, "credit-notes", { side: "sales", contactId: client.id, date: "2026-11-21", status: "authorised", lines: lines(2_000_000) });
    await all.runOnce();
    const [made] = [...books(all).creditNotes.values()];
    const moved = made!.lines.map((line) => ({ ...line, taxMinor: line.taxMinor + 1 }));
    books(all).creditNotes.set(made!.id, { ...made!, lines: moved, taxMinor: made!.taxMinor + 1, totalMinor: made!.totalMinor + 1 });
    all.clock.advance(8 * 60_000);
    await all.settle();
    expect(books(all).creditNotes.size).toBe(1);
    expect(await read(all, `credit-notes/${note.id}`)).toMatchObject({ sync: { state: "in_step", xeroId: made!.id }, body: { totalMinor: 22_001 } });
  });

  promise(["D12"], "the stand-in's log and the API's answers", "more than is outstanding is never sent: it waits with both amounts", async () => {
    const { all, client, small } = await invoiced();
    const note = await post(all, "credit-notes", { side: "sales", contactId: client.id, date: "2026-11-21", status: "authorised", lines: lines(2_000_000) });
    await all.settle();
    await all.call("key", "POST", `/v1/credits/${note.id}/allocate`, { documentId: small.id, amountMinor: 12_000 });
    await later(all, 31);
    expect((await read(all, `credit-notes/${note.id}`)).sync).toMatchObject({ state: "waiting", reason: { code: "more_than_due", sentence: "120.00 is more than the 110.00 still due on the document." } });
    expect(books(all).allocations.size).toBe(0);
  });
});

describe("over- and prepayments", () => {
  promise(["D11", "AX-11"], "the stand-in's books and the API's answers", "are the client's credit: shown with what is left, applied from here through Xero, and refunded; never applied by themselves", async () => {
    const { all, client, big, small } = await invoiced();
    const { overpayment } = all.sandbox.bookkeeper.payInvoice({ tenantId: all.tenantId, invoiceId: small.xeroId, amountMinor: 15_000 });
    const bank = [...books(all).accounts.values()].find((account) => account.type === "BANK")!;
    all.sandbox.bookkeeper.createBankTransaction({ tenantId: all.tenantId, bankTransaction: { Type: "RECEIVE-PREPAYMENT", Contact: { ContactID: client.xeroId }, Date: "2026-11-21", BankAccount: { AccountID: bank.id }, LineAmountTypes: "Inclusive", LineItems: theirs(110) } as never });
    await later(all, 121);
    const credit = async () => (await read(all, `contacts/${client.id}/credit`)).items as { id: string; kind: string; leftMinor: number }[];
    expect((await credit()).map(({ kind, leftMinor }) => [kind, leftMinor]).toSorted()).toEqual([["overpayment", 4_000], ["prepayment", 11_000]]);
    expect(await due(all, big.id)).toBe(33_000);
    const [over] = (await credit()).filter(({ kind }) => kind === "overpayment");
    const [pre] = (await credit()).filter(({ kind }) => kind === "prepayment");
    await all.call("key", "POST", `/v1/credits/${over!.id}/allocate`, { documentId: big.id, amountMinor: 1_500 });
    await all.call("key", "POST", `/v1/credits/${pre!.id}/allocate`, { documentId: big.id, amountMinor: 11_000 });
    await later(all, 121);
    expect([...books(all).allocations.values()].map(({ amountMinor }) => amountMinor).toSorted((a, b) => a - b)).toEqual([1_500, 11_000]);
    expect(await due(all, big.id)).toBe(20_500);
    // What is left is refunded: money out of the bank, against the overpayment.
    await post(all, "payments", { documentId: over!.id, accountId: bank.id, date: "2026-11-22", amountMinor: 2_500 });
    await later(all, 121);
    expect(await credit()).toEqual([]);
    expect([...books(all).payments.values()].filter(({ targetId }) => targetId === overpayment!.id).map(({ amountMinor }) => amountMinor)).toEqual([2_500]);
  });
});

test("a credit of a stranger's invoice is refused by name", async () => {
  const { all, client } = await invoiced();
  const note = await post(all, "credit-notes", { side: "sales", contactId: client.id, date: "2026-11-21", status: "authorised", lines: lines(2_000_000) });
  expect((await all.call("key", "POST", `/v1/credits/${note.id}/allocate`, { documentId: client.id, amountMinor: 1 })).json).toMatchObject({ code: "unknown_reference", at: "documentId" });
});

test("a credit that can never be applied like this is refused at once, and the same click twice applies it once", async () => {
  const { all, client, big } = await invoiced();
  const other = await post(all, "contacts", { name: "Quay Sound", isCustomer: true });
  const others = await post(all, "invoices", { contactId: other.id, date: "2026-11-20", lines: lines(1_000_000) });
  const bill = await post(all, "bills", { contactId: client.id, date: "2026-11-20", lines: [{ description: "Hire", unitAmountE4: 1_000_000, accountCode: "429", taxType: "INPUT" }] });
  const gone = await post(all, "invoices", { contactId: client.id, date: "2026-11-20", status: "deleted", lines: lines(1_000_000) });
  const note = await post(all, "credit-notes", { side: "sales", contactId: client.id, date: "2026-11-21", status: "authorised", lines: lines(1_000_000) });
  await all.settle();
  const allocate = async (documentId: string, amountMinor: number) => {
    const { status, json } = await all.call("key", "POST", `/v1/credits/${note.id}/allocate`, { documentId, amountMinor });
    return [status, json.code, json.detail];
  };
  expect([await allocate(others.id, 100), await allocate(bill.id, 100), await allocate(gone.id, 100), await allocate(big.id, 11_001)]).toEqual([
    [422, "invalid_input", "documentId is a document of another contact than the credit's."],
    [422, "invalid_input", "documentId is a bill, and the credit is a client's."],
    [409, "not_possible_now", "The document is deleted."],
    [409, "not_possible_now", "110.01 is more than the 110.00 left of the credit."],
  ]);
  expect(await allocate(big.id, 4_000)).toEqual([200, undefined, undefined]);
  expect(await allocate(big.id, 4_000)).toEqual([409, "not_possible_now", "The same amount is on its way to this document already."]);
  expect(await allocate(big.id, 7_001)).toEqual([409, "not_possible_now", "70.01 is more than the 70.00 left of the credit."]);
  await later(all, 31);
  expect([...books(all).allocations.values()].map(({ amountMinor }) => amountMinor)).toEqual([4_000]);
});
