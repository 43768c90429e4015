import { describe, expect } from "vitest";
import type { Document, Line } from "../../shared/records/document.ts";
import { promise } from "../../test/promise.ts";
import { httpWorld, type HttpWorld, later } from "../../test/sim/httpWorld.ts";

const inXero = (of: HttpWorld, xeroId: string) => of.sandbox.organisations[0]!.books.invoices.get(xeroId)!;

const INVOICE = { date: "2026-11-20", dueDate: "2026-12-20", lines: [{ description: "Design", quantityE4: 20_000, unitAmountE4: 1_500_000, accountCode: "200", taxType: "OUTPUT" }] };

/** A client, a project and an invoice made by a project tool, pushed to Xero. */
async function invoiced(status: "draft" | "authorised") {
  const all = await httpWorld({ rules: { createStatus: { invoice: status, bill: "draft", credit_note: "draft" } } });
  const client = (await all.call("key", "POST", "/v1/contacts", { name: "Harbour Films", isCustomer: true })).json;
  const project = (await all.call("key", "POST", "/v1/projects", { name: "Launch film", clientId: client.id, budgetMinor: 1_000_000 })).json;
  const input = { ...INVOICE, contactId: client.id, status, lines: INVOICE.lines.map((line) => ({ ...line, projectId: project.id })) };
  const made = await all.call("key", "POST", "/v1/invoices", input, { "Request-Id": "invoice-0001" });
  expect([made.status, made.json.sync.state]).toEqual([201, "pending"]);
  await all.settle();
  return { all, project, input, id: made.json.id as string };
}
const read = async (all: HttpWorld, id: string) => (await all.call("key", "GET", `/v1/invoices/${id}`)).json;

describe("an invoice of a project tool", () => {
  promise(["SM-01", "SM-07", "SM-08", "OP-05"], "the stand-in's books", "is one invoice in Xero however often it is sent, and says where it is", async () => {
    const { all, input, id } = await invoiced("draft");
    expect((await all.call("key", "POST", "/v1/invoices", input, { "Request-Id": "invoice-0001" })).json.id).toBe(id);
    await all.settle();
    expect(all.sandbox.organisations[0]!.books.invoices.size).toBe(1);
    const { sync } = await read(all, id);
    expect(sync).toMatchObject({ state: "in_step", reason: null, href: `https://go.xero.com/app/${all.shortCode}/invoicing/view/${sync.xeroId}` });
    expect(inXero(all, sync.xeroId)).toMatchObject({ status: "DRAFT", totalMinor: 33_000 });
  });

  promise(["OP-07", "OP-08", "OP-09", "OP-10", "AX-16", "N29"], "D1 and the API's answers", "paid in Xero: chip, card, equation and profit say so without a click", async () => {
    const { all, project, id } = await invoiced("authorised");
    const { xeroId } = (await read(all, id)).sync;
    all.sandbox.bookkeeper.payInvoice({ tenantId: all.tenantId, invoiceId: xeroId, amountMinor: 11_000 });
    await later(all, 35);
    expect((await read(all, id)).body).toMatchObject({ amountPaidMinor: 11_000, amountDueMinor: 22_000 });
    const card = await all.context("invoice", xeroId);
    expect(card.state).toBe("in-step");
    expect(card.payment).toMatchObject({ totalMinor: 33_000, paidMinor: 11_000, creditedMinor: 0, dueMinor: 22_000 });
    expect(card.payment.parts.map(({ amountMinor }: { amountMinor: number }) => amountMinor)).toEqual([11_000]);
    // Net of GST: a third of 300.00.
    expect((await all.call("viewer", "GET", `/v1/projects/${project.id}/profit`)).json).toMatchObject({ invoicedMinor: 30_000, collectedMinor: 10_000, outstandingMinor: 20_000 });
    const { json } = await all.call("viewer", "POST", "/v1/marks", { shortCode: all.shortCode, records: [{ kind: "invoice", id: xeroId }] });
    expect(json.marks[xeroId]).toEqual({ state: "in-step", projectName: "Launch film", marginE2: 10_000, waitingCount: 0 });
    expect(card.history.map(({ who }: { who: string }) => who)).toEqual(expect.arrayContaining(["Time tool", "Xero"]));
  });

  promise(["OP-26", "AX-26", "N5"], "the stand-in's books", "changed on both sides: our quantity at Xero's price is what both have afterwards", async () => {
    const { all, id } = await invoiced("draft");
    const before = await read(all, id);
    const { xeroId } = before.sync;
    const [line] = before.body.lines as Line[];
    all.clock.advance(60_000);
    all.sandbox.bookkeeper.editInvoice({ tenantId: all.tenantId, invoiceId: xeroId, changes: { LineItems: [{ LineItemID: line!.xeroLineId, Description: "Design", Quantity: 3, UnitAmount: 160, AccountCode: "200", TaxType: "OUTPUT" }] } as never });
    const { contactId, date, dueDate } = before.body as Document;
    const changed = { contactId, date, dueDate, lines: [{ ...INVOICE.lines[0], id: line!.id, projectId: line!.projectId, quantityE4: 50_000 }] };
    expect((await all.call("key", "PUT", `/v1/invoices/${id}`, changed, { "If-Match": String(before.revision) })).status).toBe(200);
    await later(all, 35);
    const card = await all.context("invoice", xeroId);
    expect(card.state).toBe("conflict");
    const [conflict] = card.conflicts;
    expect(conflict.fields).toEqual([
      { field: `lines.${line!.id}.quantityE4`, label: "Quantity of line 1", base: "2", ours: "5", xero: "3" },
      { field: `lines.${line!.id}.unitAmountE4`, label: "Unit price of line 1", base: "150", ours: "150", xero: "160" },
    ]);
    const choice = { [`lines.${line!.id}.quantityE4`]: "ours", [`lines.${line!.id}.unitAmountE4`]: "xero" };
    const answer = await all.call("bookkeeper", "POST", `/v1/conflicts/${conflict.id}/resolve`, { choice });
    expect([answer.status, answer.json.outcome, answer.json.context.conflicts]).toEqual([200, "written", []]);
    await all.settle();
    expect(inXero(all, xeroId).totalMinor).toBe(88_000);
    expect(await read(all, id)).toMatchObject({ sync: { state: "in_step" }, body: { totalMinor: 88_000, lines: [{ quantityE4: 50_000, unitAmountE4: 1_600_000, projectId: line!.projectId }] } });
  });

  promise(["OP-25"], "the stand-in's books", "changed here once it is approved: a proposal on its Xero page, applied by a click", async () => {
    const { all, input, id } = await invoiced("authorised");
    const { revision, sync, body } = await read(all, id);
    const lines = input.lines.map((line, index) => ({ ...line, id: body.lines[index].id }));
    await all.call("key", "PUT", `/v1/invoices/${id}`, { ...input, lines, dueDate: "2027-01-31" }, { "If-Match": String(revision) });
    await all.settle();
    expect(inXero(all, sync.xeroId).dueDate).toBe("2026-12-20");
    const { proposals, state } = await all.context("invoice", sync.xeroId);
    expect(state).toBe("proposal");
    expect(proposals).toMatchObject([{ title: "Due date", by: "Time tool", fields: [{ before: "2026-12-20", after: "2027-01-31" }] }]);
    expect((await all.call("bookkeeper", "POST", `/v1/proposals/${proposals[0].id}/decide`, { decision: "apply" })).json.outcome).toBe("written");
    expect(inXero(all, sync.xeroId).dueDate).toBe("2027-01-31");
  });
});

promise(["OP-20", "OP-21"], "D1", "time that an invoice bills is no longer unbilled, cannot be billed twice, and is free again when the invoice is voided", async () => {
  const { all, project, input } = await invoiced("draft");
  const person = (await all.call("key", "POST", "/v1/people", { name: "Ada", costRates: [{ from: "2026-01-01", perHourMinor: 6_000 }] })).json;
  const service = (await all.call("key", "POST", "/v1/services", { name: "Design", unitAmountE4: 1_500_000 })).json;
  const entry = { projectId: project.id, personId: person.id, serviceId: service.id, date: "2026-11-19", minutes: 120, approved: true };
  const time = (await all.call("key", "POST", "/v1/time-entries", entry)).json;
  const unapproved = (await all.call("key", "POST", "/v1/time-entries", { ...entry, approved: false })).json;
  const profit = async () => (await all.call("viewer", "GET", `/v1/projects/${project.id}/profit`)).json;
  expect(await profit()).toMatchObject({ unbilledMinor: 30_000, labourMinor: 12_000, minutes: 120 });
  const billing = { ...input, lines: input.lines.map((line) => ({ ...line, timeEntryIds: [time.id] })) };
  const made = await all.call("key", "POST", "/v1/invoices", billing);
  expect(made.status).toBe(201);
  expect(await profit()).toMatchObject({ unbilledMinor: 0, labourMinor: 12_000 });
  expect((await all.call("key", "POST", "/v1/invoices", billing)).json).toMatchObject({ code: "not_possible_now", at: "lines.0.timeEntryIds.0" });
  expect((await all.call("key", "POST", "/v1/invoices", { ...input, lines: [{ ...input.lines[0], timeEntryIds: [unapproved.id] }] })).json.code).toBe("not_possible_now");
  const lines = billing.lines.map((line, index) => ({ ...line, id: made.json.body.lines[index].id }));
  const voided = await all.call("key", "PUT", `/v1/invoices/${made.json.id}`, { ...billing, lines, status: "deleted" }, { "If-Match": "1" });
  expect(voided.status).toBe(200);
  expect(await profit()).toMatchObject({ unbilledMinor: 30_000 });
});

describe("a firm with a year of books", () => {
  promise(["OP-11", "OP-12", "OP-16", "OP-17", "N1"], "the stand-in's books and D1", "a new bill of a known supplier has a suggestion; Apply writes it to Xero and the cost is on the project once approved", async () => {
    const all = await httpWorld({ firm: "agency" });
    const bills = (await all.call("viewer", "GET", "/v1/bills?status=paid&limit=200")).json.items as { body: Document }[];
    const counts = new Map<string, number>();
    for (const { body } of bills) counts.set(body.contactId, (counts.get(body.contactId) ?? 0) + 1);
    const [supplierId] = [...counts].toSorted((a, b) => b[1] - a[1])[0]!;
    const earlier = bills.find(({ body }) => body.contactId === supplierId)!.body;
    const { sync } = (await all.call("viewer", "GET", `/v1/contacts/${supplierId}`)).json;
    const bill = all.sandbox.bookkeeper.createBill({ tenantId: all.tenantId, bill: { Contact: { ContactID: sync.xeroId }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [{ Description: earlier.lines[0]!.description, Quantity: 1, UnitAmount: 100 }] } as never });
    await later(all, 35);
    const card = await all.context("bill", bill.id);
    const [suggestion] = card.suggestions;
    expect(card.state).toBe("suggestion");
    expect(suggestion.evidence.length).toBeGreaterThan(0);
    expect(suggestion.evidence[0].href).toMatch(/^https:\/\/go\.xero\.com\/app\/!.+\/bills\/view\/bill\?id=[0-9a-f-]{36}$/);
    const project = (await all.call("key", "POST", "/v1/projects", { name: "Launch film" })).json;
    const lines = [{ lineId: suggestion.lineId, accountCode: suggestion.account.value, ...(suggestion.tax.value === null ? {} : { taxType: suggestion.tax.value }), projectId: project.id, feedback: "accepted" }];
    const applied = await all.call("bookkeeper", "POST", `/v1/bills/${card.record.id}/coding`, { shortCode: all.shortCode, lines });
    expect([applied.status, applied.json.outcome]).toEqual([200, "written"]);
    const { accounts } = all.sandbox.organisations[0]!.books;
    expect(inXero(all, bill.id).lines.map(({ accountId }) => accounts.get(accountId ?? "")?.code)).toEqual([suggestion.account.value]);
    expect(applied.json.context.lines[0].projectName).toBe("Launch film");
    all.sandbox.bookkeeper.editInvoice({ tenantId: all.tenantId, invoiceId: bill.id, changes: { Status: "AUTHORISED" } as never });
    await later(all, 35);
    expect((await all.call("viewer", "GET", `/v1/projects/${project.id}/profit`)).json.otherCostsMinor).toBe(10_000);
  }, 30_000);

  promise(["HP-20"], "D1 statements and the API's answers", "no request needs more than a handful of statements, and health counts what was imported", async () => {
    const all = await httpWorld({ firm: "agency" });
    const { json } = await all.call("viewer", "GET", "/v1/health");
    const books = all.sandbox.organisations[0]!.books;
    const done = Object.fromEntries(json.progress.types.map(({ kind, done: count, state }: { kind: string; done: number; state: string }) => [kind, [state, count]]));
    expect(json.progress.phase).toBe("live");
    expect(done["contact"]).toEqual(["done", books.contacts.size]);
    expect(done["invoice"]).toEqual(["done", books.invoices.size]);
    const ids = [...books.invoices.keys()].slice(0, 200);
    const marks = (await all.call("viewer", "POST", "/v1/marks", { shortCode: all.shortCode, records: ids.map((id) => ({ kind: "invoice", id })) })).json.marks;
    expect(Object.keys(marks)).toHaveLength(ids.length);
    expect(Object.values(marks).every((mark) => (mark as { state: string }).state !== "untracked")).toBe(true);
    await all.context("bill", ids[0]!);
    expect(Math.max(...all.statements)).toBeLessThan(100);
  }, 30_000);
});
