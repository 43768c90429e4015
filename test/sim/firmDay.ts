import { createHash } from "node:crypto";
import type { Document } from "../../shared/records/document.ts";
import type { RecordKind } from "../../shared/records/kinds.ts";
import type { Payment } from "../../shared/records/payment.ts";
import type { Actor, RecordBody } from "../../shared/records/record.ts";
import { createApp } from "../../worker/http/app.ts";
import { openStore } from "../../worker/store/open.ts";
import type { Row } from "../../worker/store/port.ts";
import { asClient } from "../sandbox/asClient.ts";
import type { Assumptions } from "../sandbox/assumptions.ts";
import { contactBody, invoiceBody } from "./bodies.ts";
import { engineWorld } from "./engineWorld.ts";
import { outside } from "./httpHarness.ts";
import { violationsAtRest } from "./invariants/atRest.ts";
import type { Violation } from "./world/simWorld.ts";

const PAT: Actor = { type: "member", id: "m1", name: "Pat" };
const KEY = "webhook-key";
const MINUTE = 60_000;
/** Rounds in which time passes: enough to see each poll that falls into it. */
const LOOKS = 4;

/** How one record of the day ended: where its link rests, and what a person is told about it. */
export interface Ended {
  state: string;
  /** Code of the reason shown, null where there is nothing to tell. */
  told: string | null;
}

export interface FirmDay {
  ended: Record<string, Ended>;
  violations: readonly Violation[];
  /** Bodies here, by the names of `ended`. */
  body<T>(name: string): T;
  /** Documents, payments and contacts that the app made in Xero, by entity. */
  created: Record<string, number>;
  /** Stands for all that Xero sent: answers and webhooks, headers included. Two readings that the day cannot tell apart have the same. */
  heard: string;
}

/**
 * A firm's day with everything in it that two readings of Xero could tell apart: pushes, polls and webhooks, part payments, proposals on
 * paid documents, locks, budgets used up, answers lost, notes, a name that Xero has twice. It is told once per reading and has to end well
 * in each.
 */
export async function firmDay(assumptions: Partial<Assumptions>): Promise<FirmDay> {
  const heard = createHash("sha256");
  let scopeless = false;
  let receive: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
  const deliver = async (request: Request): Promise<Response> => {
    heard.update(await request.clone().text());
    return receive(request);
  };
  const world = await engineWorld({
    wire: async (request, send) => {
      const answer = await send(scopeless && request.url.includes("/Payments") ? withToken(request, sandbox.issueToken({ scopes: ["accounting.invoices"] }).accessToken) : request);
      heard.update(JSON.stringify([answer.status, ...answer.headers])).update(await answer.clone().text());
      return answer;
    },
    xero: { assumptions, webhook: { url: "https://books.example/webhooks/xero", key: KEY, deliver } },
    rules: { createStatus: { invoice: "authorised", bill: "draft", credit_note: "authorised" } },
  });
  const { sandbox, tenantId, organisationId, clock } = world;
  const { bookkeeper } = sandbox;
  const books = () => sandbox.organisations[0]!.books;
  const app = createApp({
    ...(outside() as unknown as Parameters<typeof createApp>[0]),
    config: { publicUrl: "https://books.example", extensionIds: [], setupToken: "set-up-token-0001", xeroWebhookKey: KEY },
    db: openStore(world.d1), engine: world.engine, clock, ids: world.ports.ids, wake: async () => undefined,
  });
  receive = async (request) => app.request(request);
  await sandbox.webhooks.subscribe({ url: "https://books.example/webhooks/xero", key: KEY });

  const ids = new Map<string, string>();
  const idOf = (name: string): string => {
    if (!ids.has(name)) ids.set(name, `00000000-0000-7000-8000-${String(ids.size + 1).padStart(12, "0")}`);
    return ids.get(name)!;
  };
  const row = async (name: string) => (await world.rows("record", { id: idOf(name) }))[0] as unknown as Row<"record">;
  const link = async (name: string) => (await world.rows("link", { recordId: idOf(name) }))[0] as unknown as Row<"link">;
  const xeroId = async (name: string) => (await link(name)).xeroId!;
  const save = async (name: string, kind: RecordKind, body: RecordBody): Promise<void> => {
    const before = await row(name);
    const saved = await world.engine.saveRecord({ organisationId, recordId: idOf(name), kind, body, expectedRevision: before?.revision ?? null, actor: PAT });
    if (!saved.ok) throw new Error(`${name}: ${JSON.stringify(saved.refusal)}`);
  };
  const edit = async <T extends RecordBody>(name: string, kind: RecordKind, change: (body: T) => T): Promise<void> => save(name, kind, change(JSON.parse((await row(name)).body) as T));
  /** Deliveries, rounds and polls, until the minutes have passed and nothing is due. */
  const pass = async (minutes: number): Promise<void> => {
    const steps = Math.min(LOOKS, Math.ceil(minutes / 5));
    for (let step = 0; step <= steps; step += 1) {
      if (step > 0) clock.advance(Math.round((minutes * MINUTE) / steps));
      await sandbox.webhooks.pump();
      await world.settle(1_000);
    }
  };
  const fromAnother = async (method: string, path: string, what: unknown): Promise<void> => {
    const { status, text } = await asClient(sandbox).send(method, path, what);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  };
  const bankId = () => [...books().accounts.values()].find((account) => account.type === "BANK")!.id;
  const payment = (invoice: string, amountMinor: number): Payment => ({
    documentId: idOf(invoice), accountId: bankId(), method: null, date: "2026-11-22", amountMinor, currency: "AUD", currencyRateE6: null, reference: "Card", status: "authorised", isReconciled: false,
  });
  const invoice = (quantity: number, more: Partial<Document> = {}): Document => ({ ...invoiceBody(idOf("client"), quantity), status: "authorised", ...more });

  await pass(0);

  // A client whose name Xero has already, beside one that it has not; the answer to the second creation is lost.
  const harbour = bookkeeper.createContact({ tenantId, contact: { Name: "Harbour Films" } as never });
  await pass(20);
  await save("client", "contact", contactBody("Harbour Films"));
  sandbox.faults.arm({ kind: "answer-lost-after-commit", match: { method: "PUT", path: "/Contacts" }, times: 1 });
  await save("second client", "contact", contactBody("Marquee Hire"));
  await pass(10);

  // A second client here of the name that the second has: Xero may refuse two of one name, or may not.
  await save("namesake", "contact", contactBody("Marquee Hire"));
  await pass(10);

  // Invoices: one to be paid, one with tax that Xero would not compute so, one in a budget that is used up, one whose batch partner is bad.
  await save("invoice", "invoice", invoice(3));
  await save("odd tax", "invoice", withTax(invoice(1), 300));
  sandbox.faults.arm({ kind: "rate-limited-app", match: { method: "PUT" }, times: 1 });
  await pass(10);
  sandbox.faults.arm({ kind: "rate-limited-minute", match: { method: "GET" }, times: 1 });
  sandbox.faults.arm({ kind: "batch-element-invalid", match: { method: "PUT", path: "/Invoices" }, times: 1 });
  await save("batch one", "invoice", invoice(1));
  await save("batch two", "invoice", invoice(2));
  await pass(10);

  // A person tries again what was refused, when nothing is wrong with it any more.
  await world.engine.retry({ organisationId, recordId: idOf("batch one"), actor: PAT });
  await world.engine.retry({ organisationId, recordId: idOf("batch two"), actor: PAT });
  await pass(5);

  // An invoice here under a number that Xero has given to another.
  await save("taken number", "invoice", invoice(9, { number: [...books().invoices.values()][0]!.number }));
  await pass(10);

  // Money: part of it in Xero, part from here; one payment deleted there, one asked to be deleted from here though reconciled.
  bookkeeper.payInvoice({ tenantId, invoiceId: await xeroId("invoice"), amountMinor: 5_000 });
  await save("our payment", "payment", payment("invoice", 7_000));
  await save("reconciled payment", "payment", payment("batch two", 1_000));
  await pass(35);
  const paid = books().payments.get(await xeroId("reconciled payment"));
  if (paid) books().payments.set(paid.id, { ...paid, isReconciled: true });
  await edit<Payment>("reconciled payment", "payment", (body) => ({ ...body, status: "deleted" }));
  const theirs = [...books().payments.values()].find((each) => each.amountMinor === 5_000)!;
  bookkeeper.deletePayment({ tenantId, paymentId: theirs.id });
  await pass(35);

  // The part-paid invoice gets another due date there, and another reference here, which a bookkeeper applies.
  bookkeeper.editInvoice({ tenantId, invoiceId: await xeroId("invoice"), changes: { DueDate: "2027-01-15" } as never });
  await edit<Document>("invoice", "invoice", (body) => ({ ...body, reference: "ours, once paid" }));
  await pass(65);
  const [proposal] = (await world.rows("proposal", { recordId: idOf("invoice"), decidedAt: null })) as unknown as Row<"proposal">[];
  if (proposal) await world.engine.decideProposal({ organisationId, proposalId: proposal.id, decision: "apply", actor: PAT });
  await pass(10);

  // Somebody else's app leaves a note; it may or may not move UpdatedDateUTC. A quote becomes an invoice there.
  await fromAnother("PUT", `/Invoices/${await xeroId("batch one")}/History`, { HistoryRecords: [{ Details: "Seen" }] });
  await save("quote", "quote", { ...invoiceBody(idOf("client"), 2), status: "sent", title: "Film", number: "QU-1" });
  await pass(65);
  await fromAnother("PUT", "/Invoices", { Type: "ACCREC", Reference: "QU-1", Contact: { ContactID: harbour.id }, LineItems: [{ Description: "Film", Quantity: 2, UnitAmount: 100, AccountCode: "200" }] });
  await pass(65);

  // A lock that an adviser's connection may or may not write behind; two edits in one second, a poll between them.
  bookkeeper.setLockDates({ tenantId, periodLockDate: "2026-11-21" });
  await pass(65);
  await save("locked", "invoice", invoice(4, { date: "2026-11-20" }));
  await pass(10);
  for (const FirstName of ["Ada", "Bea"]) {
    bookkeeper.editContact({ tenantId, contactId: await xeroId("second client"), changes: { FirstName } as never });
    await world.store.commit([], [{ update: "cursor", where: { organisationId, kind: "contact", lane: "poll" }, set: { dueAt: 0 } }]);
    await world.runOnce();
    clock.advance(200);
  }
  bookkeeper.setLockDates({ tenantId, periodLockDate: null });

  // For a while the tokens lack a scope; the consent that follows has it again.
  scopeless = true;
  bookkeeper.payInvoice({ tenantId, invoiceId: await xeroId("batch one"), amountMinor: 1_500 });
  await pass(35);
  scopeless = false;
  await pass(24 * 60 + 65);
  await pass(65);

  const ended: Record<string, Ended> = {};
  const bodies = new Map<string, unknown>();
  for (const [name] of ids) {
    const { state, reason } = await link(name);
    ended[name] = { state, told: (reason as { code?: string } | null)?.code ?? null };
    bodies.set(name, JSON.parse((await row(name)).body));
  }
  const made = (entity: string) => sandbox.log.changes({ entity, action: "create", by: "app" }).length;
  const found = await violationsAtRest(world);
  world.d1.close();
  return { ended, violations: found, body: <T>(name: string) => bodies.get(name) as T, created: { contacts: made("Contact"), invoices: made("Invoice"), payments: made("Payment"), quotes: made("Quote") }, heard: heard.digest("hex") };
}

function withToken(request: Request, token: string): Request {
  const headers = new Headers(request.headers);
  headers.set("authorization", `Bearer ${token}`);
  return new Request(request, { headers });
}

/** A document whose one line bears another tax than its rate gives. */
function withTax(body: Document, taxMinor: number): Document {
  const lines = body.lines.map((line) => ({ ...line, taxMinor }));
  return { ...body, lines, taxMinor, totalMinor: body.subtotalMinor + taxMinor, amountDueMinor: body.subtotalMinor + taxMinor };
}
