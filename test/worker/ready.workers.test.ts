import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Document } from "../../shared/records/document.ts";
import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import type { RunResult } from "../../worker/engine/runOrganisation.ts";
import worker from "../../worker/index.ts";
import type { Env } from "../../worker/platform.ts";
import { openStore } from "../../worker/store/open.ts";
import { suggestAnswer } from "../../worker/store/schema/suggestions.ts";
import { countAfterRound } from "../../worker/suggest/countAfterRound.ts";
import { prepareAhead } from "../../worker/suggest/prepareAhead.ts";
import { promise } from "../promise.ts";
import { type WorkerdWorld, workerdWorld } from "./crash/workerdWorld.ts";
import { hands } from "./entry.ts";

const bindings = env as unknown as Env;
const settings = {
  XERO_API_URL: "https://xero.test", XERO_IDENTITY_URL: "https://xero.test", XERO_LOGIN_URL: "https://xero.test", XERO_CLIENT_ID: "CLIENT", XERO_CLIENT_SECRET: "client-secret", XERO_WEBHOOK_KEY: "webhook-key",
  TOKEN_KEYS: `k:${btoa("k".repeat(32))}`, PUBLIC_URL: "https://books.example", EXTENSION_IDS: "a".repeat(32), SETUP_TOKEN: "set-up-token-1234",
};
const PAT = { type: "member", id: "m1", name: "Pat" } as const;
let world: WorkerdWorld;
let supplierId: string;

beforeEach(async () => {
  world = await workerdWorld(3);
  // As worker/index.ts wires a round.
  const round = hands.round;
  hands.round = async (context) => countAfterRound({ db: openStore(bindings.DB), organisationId: context.lease.organisationId, now: Date.now(), languageModel: null }, (await round(context)) as RunResult);
  const { tenantId, sandbox } = world;
  supplierId = sandbox.bookkeeper.createContact({ tenantId, contact: { Name: "Northern Steel Ltd" } as never }).id;
  for (let i = 0; i < 14; i++) approved("429");
  await world.settle();
  // A busy machine takes its time.
}, 60_000);
afterEach(() => world.end(), 60_000);

const bill = (line: object) => ({ Contact: { ContactID: supplierId }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [{ Description: "Steel beams", Quantity: 1, UnitAmount: 100, ...line }] }) as never;
function approved(account: string): void {
  const { tenantId, sandbox } = world;
  const { id } = sandbox.bookkeeper.createBill({ tenantId, bill: bill({ AccountCode: account, TaxType: "INPUT" }) });
  sandbox.bookkeeper.approve({ tenantId, invoiceId: id });
}
/** A bill without a coding arrives: Xero tells of it by webhook, and a round follows. Nobody asks. */
async function arrives(): Promise<string> {
  const { id } = world.sandbox.bookkeeper.createBill({ tenantId: world.tenantId, bill: bill({}) });
  const body = JSON.stringify({ events: [{ tenantId: world.tenantId, resourceId: id, eventCategory: "INVOICE", eventType: "CREATE" }], firstEventSequence: 1, lastEventSequence: 1, entropy: "E1" });
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(settings.XERO_WEBHOOK_KEY), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(body));
  const context = createExecutionContext();
  const answer = await worker.fetch(new Request("https://books.example/webhooks/xero", { method: "POST", body, headers: { "x-xero-signature": btoa(String.fromCharCode(...new Uint8Array(mac))) } }) as never, { ...bindings, ...settings } as Env, context);
  await waitOnExecutionContext(context);
  expect(answer.status).toBe(200);
  await world.settle(10_000);
  const [link] = (await world.rows("link", { xeroId: id })) as unknown as { recordId: string }[];
  return link!.recordId;
}
async function answerOf(recordId: string) {
  const row = (await openStore(bindings.DB).select().from(suggestAnswer)).find((one) => one.recordId === recordId);
  return row === undefined ? null : { ...row, suggestion: JSON.parse(row.answer) as LineSuggestion };
}
const offered = ({ value, alternatives }: LineSuggestion["account"]): (string | null)[] => [value, ...alternatives.map((one) => one.value)];

describe("a bill that arrives by webhook", () => {
  promise(["OP-15"], "the stored answers in workerd's D1", "is answered in the round it arrives in, before anyone opens it", async () => {
    const answer = await answerOf(await arrives());
    expect([answer?.suggestion.account.value, answer?.seen]).toEqual(["429", 0]);
    expect(answer?.suggestion.account.agree).toEqual({ count: 14, of: 14 });
  }, 60_000);

  promise(["OP-15"], "the stored answers in workerd's D1", "is answered anew when its account is archived, when its project is closed, and when its supplier's history changes", async () => {
    const recordId = await arrives();
    const first = await answerOf(recordId);

    // A correction for this supplier, on another bill.
    const other = await arrives();
    const [line] = (JSON.parse(((await world.rows("record", { id: other }))[0] as unknown as { body: string }).body) as Document).lines;
    expect(await world.engine.applyCoding({ organisationId: world.organisationId, recordId: other, actor: PAT, lines: [{ lineId: line!.id, accountCode: "404", taxType: "INPUT", feedback: "corrected" }] })).toMatchObject({ ok: true });
    await world.settle(10_000);
    const corrected = await answerOf(recordId);
    expect(corrected?.version).toBeGreaterThan(first!.version);
    expect(corrected?.suggestion.account.agree).toEqual({ count: 14, of: 15 });

    // A project that can be chosen, then not any more.
    const project = { name: "Hall", code: null, clientId: null, status: "active", budgetMinor: null, notes: null } as never;
    const save = (body: never, expectedRevision: number | null) => world.engine.saveRecord({ organisationId: world.organisationId, recordId: "00000000-0000-7000-8000-000000000009", kind: "project", body, expectedRevision, actor: PAT });
    expect(await save(project, null)).toMatchObject({ ok: true });
    await world.settle(10_000);
    const withProject = await answerOf(recordId);
    expect(withProject?.chart).not.toBe(corrected?.chart);
    expect(await save({ ...(project as object), status: "closed" } as never, 1)).toMatchObject({ ok: true });
    await world.settle(10_000);
    const closed = await answerOf(recordId);
    expect(closed?.chart).toBe(corrected?.chart);
    expect(offered(closed!.suggestion.project)).not.toContain("00000000-0000-7000-8000-000000000009");

    const { accounts } = world.sandbox.organisations[0]!.books;
    world.sandbox.bookkeeper.archiveAccount({ tenantId: world.tenantId, accountId: [...accounts.values()].find(({ code }) => code === "429")!.id });
    world.clock.advance(6 * 3_600_000);
    await world.settle();
    const archived = await answerOf(recordId);
    expect(archived?.chart).not.toBe(closed?.chart);
    expect(offered(archived!.suggestion.account)).not.toContain("429");
  }, 120_000);

  test("costs a bounded number of statements, the same for two open bills as for twenty", async () => {
    const statements = async (): Promise<number> => {
      const counter = { statements: 0, roundTrips: 0 };
      await prepareAhead(openStore(bindings.DB, counter), world.organisationId, Date.now());
      return counter.statements;
    };
    for (let i = 0; i < 2; i++) await arrives();
    approved("429");
    const quiet = await statements();
    for (let i = 0; i < 18; i++) world.sandbox.bookkeeper.createBill({ tenantId: world.tenantId, bill: bill({}) });
    world.clock.advance(15 * 60_000);
    await world.settle();
    expect(await statements()).toBe(quiet);
    expect(quiet).toBeLessThanOrEqual(12);
    // Twenty drafts, and fifteen approved bills that have no project yet.
    expect((await openStore(bindings.DB).select().from(suggestAnswer)).length).toBe(20 + 15);
  }, 120_000);
});
