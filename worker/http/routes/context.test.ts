import { beforeEach, describe, expect, test } from "vitest";
import type { LineSuggestion } from "../../../shared/suggest/predict.ts";
import type { FieldSuggestion, Target } from "../../../shared/suggest/types.ts";
import { auditChanges } from "../../engine/auditTrail.ts";
import { tables } from "../../store/schema/tables.ts";
import { createStore } from "../../store/engineStore.ts";
import { promise } from "../../../test/promise.ts";
import { aContact, aDocument, aLine, aProject, hashOf, httpHarness, NOW } from "../../../test/sim/httpHarness.ts";

const INVOICE = "11111111-1111-4111-8111-111111111111";
const BILL = "22222222-2222-4222-8222-222222222222";
const OLD_BILL = "33333333-3333-4333-8333-333333333333";
const ELSEWHERE = "44444444-4444-4444-8444-444444444444";
const UNKNOWN = "55555555-5555-4555-8555-555555555555";

let http: Awaited<ReturnType<typeof httpHarness>>;
beforeEach(async () => {
  http = await httpHarness();
  await http.put("contact", "contact-1", aContact("Bay Cafe"), { xeroId: "66666666-6666-4666-8666-666666666666" });
  await http.put("project", "project-1", aProject("Website", { clientId: "contact-1", budgetMinor: 1_000_000, targetMarginPercent: 90 }));
  await http.put("invoice", "invoice-1", aDocument("sales", [aLine("line-1", 500_000, { projectId: "project-1", accountCode: "200" }), aLine("line-2", 100_000)], { number: "INV-0042", status: "authorised", amountPaidMinor: 200_000, amountCreditedMinor: 50_000, amountDueMinor: 350_000 }), { xeroId: INVOICE });
  await http.put("bill", "bill-1", aDocument("purchases", [aLine("bill-line", 20_000)], { number: "NT-1" }), { xeroId: BILL });
  await http.put("bill", "bill-0", aDocument("purchases", [aLine("old-line", 18_000, { accountCode: "310", taxType: "INPUT", projectId: "project-1" })], { status: "paid" }), { xeroId: OLD_BILL });
  await http.put("invoice", "invoice-b", aDocument("sales", [aLine("x", 1)], { number: "SECRET-9" }), { organisationId: "b", xeroId: ELSEWHERE });
  const ledger = [["revenue", 500_000, null], ["collected", 200_000, null], ["labour", 150_000, 1_500], ["cost", 18_000, null]] as const;
  for (const [type, amountMinor, minutes] of ledger)
    await http.db.insert(tables.ledgerLine).values({ organisationId: "a", recordId: "r", lineKey: "l", projectId: "project-1", type, date: "2026-11-01", amountMinor, minutes });
});

const marks = (shortCode: string, ids: string[]) => http.call("POST", "/v1/marks", { as: "viewer", body: { shortCode, records: ids.map((id) => ({ kind: "invoice", id })) } });
const context = (xeroId: string, { shortCode = "!aAaA1", kind = "invoice" } = {}) => http.call("GET", `/v1/context?shortCode=${encodeURIComponent(shortCode)}&kind=${kind}&xeroId=${xeroId}`, { as: "viewer" });

async function openConflict(): Promise<void> {
  const side = (quantityE4: number) => JSON.stringify({ lines: [{ id: "line-1", quantityE4, unitAmountE4: 1 }] });
  await http.db.insert(tables.conflict).values({ organisationId: "a", id: "conflict-1", linkId: "link-invoice-1", recordId: "invoice-1", fieldGroup: "money", base: side(10_000), ours: side(20_000), xero: side(30_000), oursBy: { type: "member", id: "m", name: "Ada" }, oursAt: NOW - 5, xeroBy: "Sam", xeroAt: NOW - 3, openedAt: NOW });
}
async function openProposal(): Promise<void> {
  await http.db.insert(tables.proposal).values({ organisationId: "a", id: "proposal-1", linkId: "link-invoice-1", recordId: "invoice-1", fieldGroup: "dueDate", before: '"2026-11-16"', after: '"2026-11-30"', by: { type: "member", id: "m", name: "Ada" }, openedAt: NOW });
}

const field = (target: Target, value: string | null): FieldSuggestion => ({
  target, value, confidence: 0.914, band: value === null ? "none" : "high", bin: null, abstained: value === null ? "Nothing was bought from this supplier before." : null, alternatives: [{ value: "404", confidence: 0.05 }],
  reasons: [{ text: "Same supplier", count: 4, of: 5 }], evidence: ["old-line"], agree: { count: 4, of: 5 }, counterExample: null, wouldChange: "A different account.",
});
function suggesting(suggestion: Partial<LineSuggestion>): void {
  http.deps.suggest = async ({ documents }) => ({
    lines: new Map(documents.some(({ id }) => id === "bill-1") ? [["bill-line", { account: field("account", "310"), tax: field("tax", "INPUT"), project: field("project", "project-1"), ...suggestion }]] : []),
    earlier: new Map([["old-line", { document: { id: "bill-0", kind: "bill", body: aDocument("purchases", [aLine("old-line", 18_000)]) } as never, line: aLine("old-line", 18_000, { accountCode: "310", taxType: "INPUT", projectId: "project-1" }) }]]),
  });
}

describe("marks", () => {
  test("say project and margin of a document, and nothing of strangers", async () => {
    const { json } = await marks("!aAaA1", [INVOICE, UNKNOWN, ELSEWHERE]);
    expect(json.page).toBeNull();
    expect(json.organisation).toEqual({ id: "a", name: "Harbour Studio" });
    // 500,000 invoiced − 150,000 labour − 18,000 costs = 66.4 %.
    expect(json.marks[INVOICE]).toEqual({ state: "in-step", projectName: "Website", marginE2: 6_640, waitingCount: 0 });
    expect(json.marks[UNKNOWN]).toEqual({ state: "untracked", projectName: null, marginE2: null, waitingCount: 0 });
    expect(json.marks[ELSEWHERE]).toEqual({ state: "wrong-organisation", projectName: null, marginE2: null, waitingCount: 0 });
    expect(JSON.stringify(json)).not.toContain("Second");
  });

  promise(["N21"], "the API's answer", "another organisation's page shows nothing of the first", async () => {
    const { json } = await marks("!bBbB2", [INVOICE]);
    expect(json.organisation.id).toBe("b");
    expect(json.marks[INVOICE]).toEqual({ state: "wrong-organisation", projectName: null, marginE2: null, waitingCount: 0 });
    expect(JSON.stringify(json)).not.toMatch(/Website|Harbour|6640/);
  });

  test("an organisation that is not connected, or not any more", async () => {
    expect((await marks("!other", [INVOICE])).json).toEqual({ page: "not-connected", organisation: null, marks: {} });
    await http.db.update(tables.organisation).set({ state: "needs_sign_in" });
    expect((await marks("!aAaA1", [INVOICE])).json.page).toBe("needs-sign-in");
    await http.db.update(tables.organisation).set({ state: "disconnected" });
    expect((await marks("!aAaA1", [INVOICE])).json).toMatchObject({ page: "not-connected", marks: {} });
  });

  test("what waits for a person goes first", async () => {
    await openProposal();
    expect((await marks("!aAaA1", [INVOICE])).json.marks[INVOICE]).toMatchObject({ state: "proposal", waitingCount: 1 });
    await openConflict();
    expect((await marks("!aAaA1", [INVOICE])).json.marks[INVOICE]).toMatchObject({ state: "conflict", waitingCount: 2 });
  });

  test("a suggestion is announced only when there is one", async () => {
    expect((await marks("!aAaA1", [BILL])).json.marks[BILL].state).toBe("in-step");
    suggesting({});
    expect((await marks("!aAaA1", [BILL])).json.marks[BILL]).toMatchObject({ state: "suggestion", waitingCount: 1 });
    suggesting({ account: field("account", null), tax: field("tax", null), project: field("project", "") });
    expect((await marks("!aAaA1", [BILL])).json.marks[BILL].state).toBe("in-step");
  });

  test("200 ids at most, and ids only", async () => {
    expect((await marks("!aAaA1", Array.from({ length: 201 }, () => UNKNOWN))).json.at).toBe("records");
    expect((await http.call("POST", "/v1/marks", { as: "viewer", body: { shortCode: "!aAaA1", records: [{ kind: "invoice", id: UNKNOWN, text: "from the page" }] } })).json.code).toBe("unknown_field");
  });
});

describe("context", () => {
  test("of an invoice: project, lines, and the equation from total to due", async () => {
    await http.put("payment", "payment-1", { documentId: "invoice-1", accountId: null, method: null, date: "2026-11-10", amountMinor: 200_000, currency: "AUD", currencyRateE6: null, reference: "Transfer", status: "authorised", isReconciled: false });
    await http.put("payment", "payment-2", { documentId: "invoice-1", accountId: null, method: null, date: "2026-11-11", amountMinor: 999, currency: "AUD", currencyRateE6: null, reference: null, status: "deleted", isReconciled: false });
    await http.put("credit_note", "note-1", aDocument("sales", [aLine("n", 50_000)], { number: "CN-1", allocations: [{ xeroId: null, documentId: "invoice-1", amountMinor: 50_000, date: "2026-11-05" }] }));
    const { status, json } = await context(INVOICE);
    expect(status).toBe(200);
    expect(json.organisation).toEqual({ id: "a", name: "Harbour Studio", shortCode: "!aAaA1", currency: "AUD" });
    expect(json.record).toEqual({ id: "invoice-1", kind: "invoice", xeroId: INVOICE, title: "Invoice INV-0042", status: "authorised", posted: true, totalMinor: 600_000, currency: "AUD", homeTotalMinor: null });
    expect(json.lines[0]).toMatchObject({ id: "line-1", accountName: "Sales", projectName: "Website" });
    expect(json.payment).toEqual({
      totalMinor: 600_000, paidMinor: 200_000, creditedMinor: 50_000, dueMinor: 350_000,
      parts: [{ label: "Credit note CN-1", date: "2026-11-05", amountMinor: 50_000 }, { label: "Payment (Transfer)", date: "2026-11-10", amountMinor: 200_000 }],
    });
    expect(json.projects).toHaveLength(1);
    expect(json.projects[0]).toMatchObject({ name: "Website", clientName: "Bay Cafe", invoicedMinor: 500_000, collectedMinor: 200_000, outstandingMinor: 300_000, labourMinor: 150_000, otherCostsMinor: 18_000, marginMinor: 332_000, marginE2: 6_640, minutes: 1_500, budgetUsedE2: 1_680 });
    expect(json.projects[0].warnings).toEqual([{ code: "margin_below_target", sentence: "The margin is 66.4 %, below its target of 90 %." }]);
    expect(json.choices.accounts.map((one: { value: string }) => one.value)).toEqual(["200", "310", "404"]);
  });

  promise(["N5"], "the API's answer", "of a conflict: base, ours and Xero's as texts, with who and when", async () => {
    await openConflict();
    const { json } = await context(INVOICE);
    expect(json.state).toBe("conflict");
    expect(json.conflicts).toEqual([{
      id: "conflict-1", fieldGroup: "money", title: "Quantity of line 1", oursBy: "Ada", oursAt: NOW - 5, xeroBy: "Sam", xeroAt: NOW - 3, openedAt: NOW,
      fields: [{ field: "lines.line-1.quantityE4", label: "Quantity of line 1", base: "1", ours: "2", xero: "3" }],
    }]);
  });

  test("of a proposal: before, after and by whom", async () => {
    await openProposal();
    expect((await context(INVOICE)).json.proposals).toEqual([{ id: "proposal-1", fieldGroup: "dueDate", title: "Due date", by: "Ada", openedAt: NOW, advice: { sentence: expect.stringContaining("most likely refuse"), remedy: expect.stringContaining("credit note") }, fields: [{ field: "dueDate", label: "Due date", before: "2026-11-16", after: "2026-11-30" }] }]);
  });

  promise(["N1", "N6"], "the API's answer", "of a bill: the suggestion, the bill it rests on in Xero, and what it does to the margin", async () => {
    suggesting({});
    const { json } = await context(BILL, { kind: "bill" });
    expect(json.state).toBe("suggestion");
    const [one] = json.suggestions;
    expect(one.account).toMatchObject({ value: "310", label: "310 Cost of Goods Sold", confidenceE2: 9_140, band: "sure", abstained: null, reasons: [{ text: "Same supplier", count: 4, of: 5 }], agreeCount: 4, ofCount: 5 });
    expect(one.project).toMatchObject({ value: "project-1", label: "Website" });
    expect(one.evidence).toEqual([{ lineId: "old-line", currency: "AUD", date: "2026-11-02", supplier: "Bay Cafe", description: "Work", amountMinor: 18_000, account: "310 Cost of Goods Sold", tax: "GST on Expenses", project: "Website", href: `https://go.xero.com/app/!aAaA1/bills/view/bill?id=${OLD_BILL}` }]);
    // 332,000 − 20,000 of 500,000; (168,000 + 20,000) of 1,000,000.
    expect(one.impact).toEqual({ projectName: "Website", marginBeforeE2: 6_640, marginAfterE2: 6_240, budgetUsedE2: 1_880 });
  });

  promise(["AX-28", "N11"], "stored rows", "history says who changed what, from what to what", async () => {
    const { changes } = auditChanges("a", null, [{ at: NOW, actor: { type: "member", id: "m", name: "Ada" }, cause: "saved", rule: "only-ours-changed", recordId: "invoice-1", kind: "invoice", callId: null, changes: [{ group: "dueDate", before: "2026-11-16", after: "2026-11-30" }] }], hashOf);
    await createStore(http.db).commit([], changes);
    expect((await context(INVOICE)).json.history).toEqual([{ at: NOW, who: "Ada", what: "Saved here: Due date: 2026-11-16 → 2026-11-30", rule: "only-ours-changed" }]);
    expect((await http.call("GET", "/v1/records/invoice-1/history", { as: "viewer" })).json.items).toHaveLength(1);
    const activity = await http.call("GET", "/v1/activity", { as: "viewer" });
    expect(activity.json.items).toMatchObject([{ seq: 1, title: "Invoice INV-0042", who: "Ada" }]);
    await http.db.update(tables.auditValue).set({ value: null });
    expect((await context(INVOICE)).json.history[0].what).toBe("Saved here: Due date (erased)");
  });

  test("another organisation's document: wrong organisation, and nothing of it", async () => {
    const answer = await context(ELSEWHERE);
    expect([answer.status, answer.json.code]).toEqual([409, "wrong_organisation"]);
    expect(JSON.stringify(answer.json)).not.toMatch(/SECRET|Second/);
    expect((await context(INVOICE, { shortCode: "!bBbB2" })).json.code).toBe("wrong_organisation");
  });

  test.each([
    { what: "an unknown short code", options: { shortCode: "!nope" }, xeroId: INVOICE, status: 404 },
    { what: "an id nobody knows", options: {}, xeroId: UNKNOWN, status: 404 },
    { what: "no id of Xero", options: {}, xeroId: "1%27%20OR%201=1", status: 422 },
    { what: "an unknown kind", options: { kind: "cheese" }, xeroId: INVOICE, status: 422 },
  ])("$what → $status", async ({ options, xeroId, status }) => expect((await context(xeroId, options)).status).toBe(status));

  test("a connection that ended shows nothing", async () => {
    await http.db.update(tables.organisation).set({ state: "disconnected" });
    const answer = await context(INVOICE);
    expect(answer.status).toBe(404);
    expect(JSON.stringify(answer.json)).not.toMatch(/Website|INV-0042/);
  });

  test("a record that waits says why and what to do", async () => {
    const reason = { code: "locked_period", sentence: "The period is locked.", remedy: "Choose a later date." };
    await http.put("bill", "bill-w", aDocument("purchases", [aLine("w", 1)]), { xeroId: UNKNOWN, state: "waiting", reason });
    expect((await context(UNKNOWN, { kind: "bill" })).json).toMatchObject({ state: "waiting", reason });
  });
});

describe("acts of a person", () => {
  const apply = (body: object, id = "bill-1") => http.call("POST", `/v1/bills/${id}/coding`, { as: "bookkeeper", body: { shortCode: "!aAaA1", lines: [{ lineId: "bill-line", accountCode: "310", taxType: "INPUT", projectId: "project-1", feedback: "accepted" }], ...body } });

  test("applying a coding asks the engine and answers with the card's new state", async () => {
    const { status, json } = await apply({});
    expect([status, json.outcome, json.context.record.id]).toEqual([200, "written", "bill-1"]);
    expect(http.asked).toEqual([{ act: "applyCoding", request: { organisationId: "a", recordId: "bill-1", lines: [{ lineId: "bill-line", amountMinor: 20_000, accountCode: "310", taxType: "INPUT", projectId: "project-1", feedback: "accepted" }], actor: { type: "member", id: "member-bookkeeper", name: "The bookkeeper" }, cause: `coding:card:${json.undo}` } }]);
  });

  test.each([
    { what: "the page of another organisation", body: { shortCode: "!bBbB2" }, code: "not_found" },
    { what: "a page that is not connected", body: { shortCode: "!none" }, code: "wrong_organisation" },
    { what: "a line that is not there", body: { lines: [{ lineId: "gone", accountCode: "310" }] }, code: "unknown_reference" },
    { what: "a line twice", body: { lines: [{ lineId: "bill-line" }, { lineId: "bill-line" }] }, code: "invalid_input" },
    { what: "an archived account", body: { lines: [{ lineId: "bill-line", accountCode: "999" }] }, code: "unknown_reference" },
    { what: "an unknown project", body: { lines: [{ lineId: "bill-line", projectId: "contact-1" }] }, code: "unknown_reference" },
    { what: "no lines", body: { lines: [] }, code: "invalid_input" },
  ])("coding with $what is refused and asks nothing", async ({ body, code }) => {
    expect((await apply(body)).json.code).toBe(code);
    expect(http.asked).toEqual([]);
  });

  test("Xero's refusal reaches the person with what to do", async () => {
    http.answerActs({ ok: false, refusal: { code: "xero_refused", sentence: "Xero refused: the account is archived.", remedy: "Choose another account." } });
    expect((await apply({})).json).toMatchObject({ code: "xero_refused", detail: "Xero refused: the account is archived.", remedy: "Choose another account." });
  });

  test("the same click twice is one act", async () => {
    const body = { shortCode: "!aAaA1", lines: [{ lineId: "bill-line", accountCode: "310" }] };
    const click = () => http.call("POST", "/v1/bills/bill-1/coding", { as: "bookkeeper", body, headers: { "Request-Id": "click-0001" } });
    expect((await click()).json).toEqual((await click()).json);
    expect(http.asked).toHaveLength(1);
  });

  test("a conflict is listed, resolved whole or by field, and only once", async () => {
    await openConflict();
    const { json } = await http.call("GET", "/v1/conflicts", { as: "viewer" });
    expect(json.items).toMatchObject([{ id: "conflict-1", title: "Quantity of line 1", record: { id: "invoice-1", title: "Invoice INV-0042", href: `https://go.xero.com/app/!aAaA1/invoicing/view/${INVOICE}` } }]);
    const resolve = (choice: unknown, id = "conflict-1") => http.call("POST", `/v1/conflicts/${id}/resolve`, { as: "bookkeeper", body: { choice } });
    expect((await resolve("both")).status).toBe(422);
    expect((await resolve({ price: "ours" })).json.at).toBe("choice.price");
    expect((await resolve({})).json.code).toBe("invalid_input");
    expect((await resolve("ours", "nope")).json.code).toBe("not_found");
    expect(http.asked).toEqual([]);
    expect((await resolve({ "lines.line-1.quantityE4": "xero" })).json.outcome).toBe("written");
    expect((await resolve("ours")).json.outcome).toBe("written");
    expect(http.asked.map(({ request }) => (request as { choice: unknown }).choice)).toEqual(["xero", "ours"]);
    await http.db.update(tables.conflict).set({ resolvedAt: NOW });
    expect((await resolve("ours")).json.code).toBe("not_possible_now");
  });

  test("a proposal is applied or declined, and only once", async () => {
    await openProposal();
    const decide = (decision: string) => http.call("POST", "/v1/proposals/proposal-1/decide", { as: "bookkeeper", body: { decision } });
    expect((await decide("maybe")).status).toBe(422);
    expect((await decide("apply")).json.outcome).toBe("written");
    await http.db.update(tables.proposal).set({ decidedAt: NOW, decision: "applied" });
    expect((await decide("decline")).json.code).toBe("not_possible_now");
  });

  test.each([["retry", "retry"], ["give-up", "giveUp"], ["next-number", "takeNextNumber"], ["another-bill", "sendAnyway"]])("%s", async (path, act) => {
    const { json } = await http.call("POST", `/v1/records/invoice-1/${path}`, { as: "bookkeeper" });
    expect([json.outcome, http.asked[0]?.act]).toEqual(["written", act]);
    expect((await http.call("POST", `/v1/records/invoice-b/${path}`, { as: "bookkeeper" })).json.code).toBe("not_found");
  });
});
