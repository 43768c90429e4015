import { describe, expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { httpWorld, type HttpWorld, later } from "../../test/sim/httpWorld.ts";
import type { Line } from "../../shared/records/document.ts";
import { defaultRules } from "../../shared/planning/rules.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const books = (all: HttpWorld) => all.sandbox.organisations[0]!.books;
const post = async (all: HttpWorld, path: string, body: object = {}) => (await all.call("key", "POST", `/v1/${path}`, body)).json;
const read = async (all: HttpWorld, path: string) => (await all.call("viewer", "GET", `/v1/${path}`)).json;
const account = (all: HttpWorld, code: string) => [...books(all).accounts.values()].find((one) => one.code === code)!;
const bank = (all: HttpWorld) => [...books(all).accounts.values()].find((one) => one.type === "BANK")!;
const rules = (all: HttpWorld, change: object) => all.call("admin", "PUT", "/v1/rules", { ...defaultRules(), ...change });
const LINE = { description: "Film", quantityE4: 20_000, unitAmountE4: 1_000_000 };

async function firm(rulesOf: Parameters<typeof httpWorld>[0] = {}) {
  const all = await httpWorld(rulesOf);
  const client = await post(all, "contacts", { name: "Harbour Films", isCustomer: true });
  return { all, client };
}

describe("a quote", () => {
  promise(["AX-22"], "the stand-in's books and the API", "accepted, it is an invoice with one click, with the mapped account and GST, in Xero within minutes; its payment comes back", async () => {
    const { all, client } = await firm();
    await rules(all, { createStatus: { invoice: "authorised", bill: "draft", credit_note: "draft" } });
    const service = await post(all, "services", { name: "Film", accountCode: "200", taxType: "OUTPUT" });
    const quote = await post(all, "quotes", { contactId: client.id, number: "QU-7", date: "2026-11-20", status: "sent", title: "Film", lines: [{ ...LINE, serviceId: service.id }] });
    await all.settle();
    expect((await all.call("key", "POST", `/v1/quotes/${quote.id}/invoice`, {})).json.code).toBe("not_possible_now");
    const sent = await read(all, `quotes/${quote.id}`);
    await all.call("key", "PUT", `/v1/quotes/${quote.id}`, { contactId: client.id, date: "2026-11-20", status: "accepted", lines: [{ ...LINE, id: sent.body.lines[0].id, serviceId: service.id }] }, { "If-Match": String(sent.revision) });
    await all.settle();
    const first = await all.call("key", "POST", `/v1/quotes/${quote.id}/invoice`, { dueDate: "2026-12-20" });
    const again = await all.call("key", "POST", `/v1/quotes/${quote.id}/invoice`, { dueDate: "2026-12-20" });
    expect([first.status, again.status, again.json.id]).toEqual([201, 200, first.json.id]);
    await later(all, 2);
    const [invoice] = [...books(all).invoices.values()];
    expect(books(all).invoices.size).toBe(1);
    expect(invoice).toMatchObject({ status: "AUTHORISED", reference: "QU-7", totalMinor: 22_000, taxMinor: 2_000, dueDate: "2026-12-20" });
    expect(invoice!.lines.map(({ accountId, taxType }) => [accountId, taxType])).toEqual([[account(all, "200").id, "OUTPUT"]]);
    expect([...books(all).quotes.values()].map(({ status }) => status)).toEqual(["INVOICED"]);
    all.sandbox.bookkeeper.payInvoice({ tenantId: all.tenantId, invoiceId: invoice!.id });
    await later(all, 6);
    expect((await read(all, `invoices/${first.json.id}`)).body).toMatchObject({ status: "paid", amountDueMinor: 0 });
  });

  test("clicked three times at once is one invoice; one that was cut off before the quote was marked is finished by the next click", async () => {
    const { all, client } = await firm();
    const quote = await post(all, "quotes", { contactId: client.id, date: "2026-11-20", status: "accepted", lines: [{ ...LINE, accountCode: "200", taxType: "OUTPUT" }] });
    const click = () => all.call("key", "POST", `/v1/quotes/${quote.id}/invoice`, {});
    const clicks = await Promise.all([click(), click(), click()]);
    expect(clicks.every(({ status }) => status < 300)).toBe(true);
    expect(new Set(clicks.map(({ json }) => json.id)).size).toBe(1);
    const marked = await read(all, `quotes/${quote.id}`);
    expect([marked.body.status, (await read(all, "invoices")).items.length]).toEqual(["invoiced", 1]);
    // As it stood between the two writes.
    await all.call("key", "PUT", `/v1/quotes/${quote.id}`, { contactId: client.id, date: "2026-11-20", status: "accepted", lines: marked.body.lines.map(({ id, unitAmountE4 }: Line) => ({ id, unitAmountE4 })) }, { "If-Match": String(marked.revision) });
    expect((await click()).json.id).toBe(clicks[0]!.json.id);
    expect((await read(all, `quotes/${quote.id}`)).body.status).toBe("invoiced");
  });

  test("whose price has more decimals than Xero keeps of a quote is refused, and says what to do; an invoice may have them", async () => {
    const { all, client } = await firm();
    const lines = [LINE, { ...LINE, unitAmountE4: 1_235 }];
    const refused = await all.call("key", "POST", "/v1/quotes", { contactId: client.id, date: "2026-11-20", lines });
    expect(refused).toMatchObject({ status: 422, json: { at: "lines.1.unitAmountE4" } });
    expect((await read(all, "quotes")).items).toEqual([]);
    expect((await all.call("key", "POST", "/v1/invoices", { contactId: client.id, date: "2026-11-20", dueDate: "2026-12-20", lines })).status).toBe(201);
  });

  test("made and accepted in Xero comes here with its status, and can be invoiced from here", async () => {
    const { all, client } = await firm();
    await all.settle();
    const { xeroId } = (await read(all, `contacts/${client.id}`)).sync;
    const made = all.sandbox.bookkeeper.createQuote({ tenantId: all.tenantId, quote: { Contact: { ContactID: xeroId }, Date: "2026-11-20", Status: "ACCEPTED", LineItems: [{ Description: "Film", Quantity: 1, UnitAmount: 100, AccountCode: "200", TaxType: "OUTPUT" }] } as never });
    await later(all, 61);
    const [quote] = (await read(all, "quotes")).items;
    expect(quote.body.status).toBe("accepted");
    await post(all, `quotes/${quote.id}/invoice`);
    await later(all, 2);
    expect([books(all).quotes.get(made.id)!.status, [...books(all).invoices.values()].map(({ totalMinor }) => totalMinor)]).toEqual(["INVOICED", [11_000]]);
  });
});

describe("what is paid", () => {
  async function paid() {
    const { all, client } = await firm();
    await rules(all, { createStatus: { invoice: "authorised", bill: "draft", credit_note: "draft" } });
    const invoice = await post(all, "invoices", { contactId: client.id, date: "2026-11-20", dueDate: "2026-12-20", lines: [{ ...LINE, accountCode: "200", taxType: "OUTPUT" }] });
    await all.settle();
    const { xeroId } = (await read(all, `invoices/${invoice.id}`)).sync;
    all.sandbox.bookkeeper.payInvoice({ tenantId: all.tenantId, invoiceId: xeroId });
    await later(all, 6);
    const now = await read(all, `invoices/${invoice.id}`);
    const lines = [{ ...LINE, id: now.body.lines[0].id, accountCode: "260", taxType: "OUTPUT" }];
    await all.call("key", "PUT", `/v1/invoices/${invoice.id}`, { contactId: client.id, date: "2026-11-20", lines }, { "If-Match": String(now.revision) });
    await all.settle();
    return { all, id: invoice.id as string, xeroId: xeroId as string };
  }

  test("a proposal on it says that Xero will refuse it, and what to do instead; applied all the same it waits, unsent", async () => {
    const { all, xeroId } = await paid();
    const { proposals } = await all.context("invoice", xeroId);
    expect(proposals).toMatchObject([{ fieldGroup: expect.stringMatching(/^coding:/), advice: { sentence: "Something is paid or credited on it, and Xero will most likely refuse this change." } }]);
    const writes = all.sandbox.log.changes({ by: "app" }).length;
    const applied = await all.call("bookkeeper", "POST", `/v1/proposals/${proposals[0].id}/decide`, { decision: "apply" });
    expect([applied.json.outcome, applied.json.context.reason.code]).toEqual(["queued", "paid_locked"]);
    expect(all.sandbox.log.changes({ by: "app" })).toHaveLength(writes);
  });

  test("its credit note is one step away: a draft over the same lines, in Xero", async () => {
    const { all, id } = await paid();
    const credit = await all.call("bookkeeper", "POST", `/v1/invoices/${id}/credit`, {}, { "Request-Id": "credit-0001" });
    expect((await all.call("bookkeeper", "POST", `/v1/invoices/${id}/credit`, {}, { "Request-Id": "credit-0001" })).json.id).toBe(credit.json.id);
    await all.settle();
    expect([...books(all).creditNotes.values()].map(({ status, totalMinor }) => [status, totalMinor])).toEqual([["DRAFT", 22_000]]);
    expect((await read(all, `credit-notes/${credit.json.id}`)).sync.state).toBe("in_step");
  });
});

test("an invoice credited by several clicks has one draft; once that is approved, the rest can be credited by another", async () => {
  const { all, client } = await firm();
  await rules(all, { createStatus: { invoice: "authorised", bill: "draft", credit_note: "draft" } });
  const invoice = await post(all, "invoices", { contactId: client.id, date: "2026-11-20", dueDate: "2026-12-20", lines: [{ ...LINE, accountCode: "200", taxType: "OUTPUT" }] });
  await all.settle();
  const click = (id: string) => all.call("bookkeeper", "POST", `/v1/invoices/${invoice.id}/credit`, {}, { "Request-Id": `credit-${id}` });
  const clicks = await Promise.all([click("one"), click("two"), click("three")]);
  expect(new Set(clicks.map(({ json }) => json.id)).size).toBe(1);
  await all.settle();
  expect(books(all).creditNotes.size).toBe(1);
  const { revision, body } = await read(all, `credit-notes/${clicks[0]!.json.id}`);
  const lines = body.lines.map(({ id, unitAmountE4 }: Line) => ({ id, unitAmountE4 }));
  await all.call("key", "PUT", `/v1/credit-notes/${clicks[0]!.json.id}`, { side: "sales", contactId: client.id, date: body.date, status: "authorised", lines }, { "If-Match": String(revision) });
  expect((await click("four")).json.id).not.toBe(clicks[0]!.json.id);
});

promise(["OP-20", "OP-21"], "D1", "time on an invoice that is voided, or whose line is taken out, in Xero is unbilled again, and can be billed anew", async () => {
  for (const act of ["void", "line"] as const) {
    const { all, client } = await firm();
    await rules(all, { createStatus: { invoice: act === "void" ? "authorised" : "draft", bill: "draft", credit_note: "draft" } });
    const project = await post(all, "projects", { name: "Launch film", clientId: client.id });
    const person = await post(all, "people", { name: "Ada", costRates: [{ from: "2026-01-01", perHourMinor: 6_000 }] });
    const service = await post(all, "services", { name: "Design", unitAmountE4: 1_500_000 });
    const time = await post(all, "time-entries", { projectId: project.id, personId: person.id, serviceId: service.id, date: "2026-11-19", minutes: 120, approved: true });
    const coded = { accountCode: "200", taxType: "OUTPUT", projectId: project.id };
    const billing = { contactId: client.id, date: "2026-11-20", dueDate: "2026-12-20", lines: [{ ...LINE, ...coded, timeEntryIds: [time.id] }, { ...LINE, ...coded, description: "Travel" }] };
    const invoice = await post(all, "invoices", billing);
    await all.settle();
    expect((await read(all, `projects/${project.id}/profit`)).unbilledMinor).toBe(0);
    const { sync, body } = await read(all, `invoices/${invoice.id}`);
    const left = body.lines.find((line: Line) => line.description === "Travel");
    if (act === "void") all.sandbox.bookkeeper.void({ tenantId: all.tenantId, invoiceId: sync.xeroId });
    else all.sandbox.bookkeeper.editInvoiceLines({ tenantId: all.tenantId, invoiceId: sync.xeroId, lines: [{ LineItemID: left.xeroLineId, Description: "Travel", Quantity: 2, UnitAmount: 100, AccountCode: "200", TaxType: "OUTPUT" }] as never });
    await later(all, 6);
    expect((await read(all, `time-entries/${time.id}`)).body.invoiceLineId).toBeNull();
    expect((await read(all, `projects/${project.id}/profit`)).unbilledMinor).toBe(30_000);
    const again = await all.call("key", "POST", "/v1/invoices", billing);
    expect(again.status).toBe(201);
  }
});

test("a project tool that sends sixteen invoices at one moment has sixteen", async () => {
  const { all, client } = await firm();
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, n) => all.call("key", "POST", "/v1/invoices", { contactId: client.id, date: "2026-11-20", reference: `R${n}`, lines: [LINE] }, { "Request-Id": `at-once-${n}` })),
  );
  // Whoever did not get through was told so, and sends the same request again.
  const late = answers.flatMap(({ status }, n) => (status === 201 ? [] : [{ status, n }]));
  expect(late.every(({ status }) => status === 503)).toBe(true);
  for (const { n } of late) await all.call("key", "POST", "/v1/invoices", { contactId: client.id, date: "2026-11-20", reference: `R${n}`, lines: [LINE] }, { "Request-Id": `at-once-${n}` });
  expect((await read(all, "invoices")).items.map(({ body }: { body: { reference: string } }) => body.reference).toSorted()).toEqual(Array.from({ length: 16 }, (_, n) => `R${n}`).toSorted());
});

describe("settings of Xero's", () => {
  promise(["AX-13", "SM-06", "D7"], "the API's answers", "accounts, tax rates and tracking are refreshed when they change; what a mapping still uses is flagged once it is archived", async () => {
    const all = await httpWorld({ firm: "agency" });
    const [category] = [...books(all).trackingCategories.values()];
    await all.call("key", "POST", "/v1/services", { name: "Design", accountCode: "260", taxType: "OUTPUT" });
    expect((await rules(all, { paymentAccounts: { card: bank(all).id }, projectTrackingCategoryId: category!.id })).status).toBe(200);
    expect((await read(all, "mapping-problems")).items).toEqual([]);
    all.sandbox.bookkeeper.renameAccount({ tenantId: all.tenantId, accountId: account(all, "200").id, name: "Sales of films" });
    all.sandbox.bookkeeper.archiveAccount({ tenantId: all.tenantId, accountId: account(all, "260").id });
    all.sandbox.bookkeeper.archiveTrackingOption({ tenantId: all.tenantId, categoryId: category!.id, optionId: category!.options[0]!.id });
    await later(all, 6 * 60 + 1);
    const references = await read(all, "references");
    const named = (code: string) => references.accounts.find((one: { code: string }) => one.code === code);
    expect([named("200").name, named("260").status]).toEqual(["Sales of films", "archived"]);
    expect(references.trackingCategories.find(({ id }: { id: string }) => id === category!.id).options.find(({ id }: { id: string }) => id === category!.options[0]!.id).status).toBe("archived");
    expect((await read(all, "mapping-problems")).items).toMatchObject([{ name: "Design", sentence: `In Xero account 260 (${account(all, "260").name}) is archived.` }]);
  }, 30_000);

  promise(["D7"], "the API's answers", "a refusal that names an account has the accounts read again at once, and says what to choose", async () => {
    const { all, client } = await firm();
    await all.settle();
    all.sandbox.bookkeeper.archiveAccount({ tenantId: all.tenantId, accountId: account(all, "260").id });
    const invoice = await post(all, "invoices", { contactId: client.id, date: "2026-11-20", lines: [{ ...LINE, accountCode: "260", taxType: "OUTPUT" }] });
    await all.settle();
    const { sync } = await read(all, `invoices/${invoice.id}`);
    expect(sync).toMatchObject({ state: "refused", reason: { sentence: expect.stringMatching(/260/) } });
    expect((await read(all, "references")).accounts.find(({ code }: { code: string }) => code === "260").status).toBe("archived");
    const retried = await all.call("bookkeeper", "POST", `/v1/records/${invoice.id}/retry`, {});
    expect(retried.json.context.reason).toMatchObject({ code: "account_unusable", remedy: "Choose another account." });
  });

  promise(["D7"], "the stand-in's books and the API", "projects stand for options of the category that an admin chose: made once, renamed by id, never a category of ours; an archived one holds its lines and says so", async () => {
    const all = await httpWorld({ firm: "agency" });
    const [category] = [...books(all).trackingCategories.values()];
    const categories = books(all).trackingCategories.size;
    const options = () => books(all).trackingCategories.get(category!.id)!.options;
    const before = options().length;
    const project = await post(all, "projects", { name: "Launch film" });
    const same = await post(all, "projects", { name: options()[0]!.name });
    await later(all, 5);
    expect(options()).toHaveLength(before);
    await rules(all, { projectTrackingCategoryId: category!.id, createStatus: { invoice: "authorised", bill: "draft", credit_note: "draft" } });
    await later(all, 5);
    await later(all, 5);
    const mine = (await read(all, `projects/${project.id}`)).body.trackingOptionId;
    expect((await read(all, `projects/${same.id}`)).body.trackingOptionId).toBe(options()[0]!.id);
    expect([options().length, options().find(({ id }) => id === mine)?.name, books(all).trackingCategories.size]).toEqual([before + 1, "Launch film", categories]);
    const [client] = (await read(all, "contacts?limit=1")).items;
    const invoice = await post(all, "invoices", { contactId: client.id, date: "2026-11-20", dueDate: "2026-12-20", lines: [{ ...LINE, accountCode: "200", taxType: "OUTPUT", projectId: project.id }] });
    await all.settle();
    const { sync } = await read(all, `invoices/${invoice.id}`);
    expect(books(all).invoices.get(sync.xeroId)!.lines[0]!.tracking).toEqual([{ categoryId: category!.id, optionId: mine }]);
    const { revision } = await read(all, `projects/${project.id}`);
    await all.call("key", "PUT", `/v1/projects/${project.id}`, { name: "Launch film 2" }, { "If-Match": String(revision) });
    await later(all, 5);
    expect([options().length, options().find(({ id }) => id === mine)?.name]).toEqual([before + 1, "Launch film 2"]);
    expect((await read(all, `projects/${project.id}`)).body).toMatchObject({ name: "Launch film 2", trackingOptionId: mine });
    all.sandbox.bookkeeper.archiveTrackingOption({ tenantId: all.tenantId, categoryId: category!.id, optionId: mine });
    await later(all, 6 * 60 + 1);
    const next = await post(all, "invoices", { contactId: client.id, date: "2026-11-20", dueDate: "2026-12-20", lines: [{ ...LINE, accountCode: "200", taxType: "OUTPUT", projectId: project.id }] });
    await all.settle();
    expect((await read(all, `invoices/${next.id}`)).sync).toMatchObject({ state: "waiting", reason: { code: "tracking_unusable" } });
    expect((await read(all, "mapping-problems")).items).toMatchObject([{ at: `projects.${project.id}.trackingOptionId`, name: "Launch film 2" }]);
  }, 30_000);
});

describe("the audit, over the API", () => {
  promise(["AX-28", "N22"], "the API's answers", "is exported whole, verifies, rebuilds a record as it was at any time, and still verifies after an erasure", async () => {
    const { all, client } = await firm();
    await all.settle();
    const at = all.clock.now();
    all.clock.advance(60_000);
    const { revision } = await read(all, `contacts/${client.id}`);
    await all.call("key", "PUT", `/v1/contacts/${client.id}`, { name: "Harbour Films", email: "new@harbour.example" }, { "If-Match": String(revision) });
    await all.settle();
    const admin = async (path: string) => (await all.call("admin", "GET", `/v1/${path}`)).json;
    const exported: { seq: number; recordId: string; changes: { after: { erased: boolean } | null }[] }[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: { items: typeof exported; nextAfter: number | null } = await admin(`audit?after=${after}&limit=2`);
      exported.push(...page.items);
      after = page.nextAfter;
    }
    expect(exported.map(({ seq }) => seq)).toEqual(exported.map((_, index) => index + 1));
    expect(await admin("audit/verify")).toEqual({ ok: true, rows: exported.length });
    expect((await read(all, `records/${client.id}/as-of?at=${at}`)).body.email).toBeNull();
    expect((await read(all, `records/${client.id}/as-of?at=${all.clock.now()}`)).body.email).toBe("new@harbour.example");
    expect((await all.call("bookkeeper", "POST", `/v1/records/${client.id}/erase`, {})).status).toBe(403);
    expect((await all.call("admin", "POST", `/v1/records/${client.id}/erase`, {})).json.erased).toBeGreaterThan(0);
    expect(await admin("audit/verify")).toEqual({ ok: true, rows: exported.length + 1 });
    const erased = (await admin("audit?limit=200")).items.filter(({ recordId }: { recordId: string }) => recordId === client.id);
    expect(JSON.stringify(erased)).not.toContain("new@harbour.example");
    expect((await read(all, `records/${client.id}/as-of?at=${at}`)).code).toBe("not_found");
  });
});

