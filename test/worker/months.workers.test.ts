import { env } from "cloudflare:workers";
import { beforeEach, expect } from "vitest";
import worker from "../../worker/index.ts";
import type { Env } from "../../worker/platform.ts";
import { defaultRules } from "../../shared/planning/rules.ts";
import { recordRow } from "../../worker/engine/recordRow.ts";
import { ledgerLines } from "../../shared/profit/ledgerLines.ts";
import { createStore } from "../../worker/store/engineStore.ts";
import { openStore } from "../../worker/store/open.ts";
import { monthSummary } from "../../worker/store/schema/monthSummaries.ts";
import { promise } from "../promise.ts";
import { monthFirm } from "../sim/monthFirm.ts";
import { hands } from "./entry.ts";
import { tables } from "./tables.ts";

const bindings = {
  ...(env as unknown as Env),
  XERO_API_URL: "https://xero.test", XERO_IDENTITY_URL: "https://xero.test", XERO_LOGIN_URL: "https://xero.test", XERO_CLIENT_ID: "CLIENT", XERO_CLIENT_SECRET: "client-secret", XERO_WEBHOOK_KEY: "webhook-key",
  TOKEN_KEYS: `k:${btoa("k".repeat(32))}`, PUBLIC_URL: "https://m.test", EXTENSION_IDS: "a".repeat(32), SETUP_TOKEN: "set-up-token-1234",
} as Env;
const db = () => openStore(bindings.DB);
/** A November evening in UTC: in Auckland it is the first of December already, in Sydney it is not. */
const EVENING = Date.UTC(2026, 10, 30, 11, 30);
const FACTS = { xeroTenantId: "", name: "", shortCode: "", baseCurrency: "AUD", countryCode: "AU", periodLockDate: null, yearEndLockDate: null, plan: "", isDemo: false };

const CONTEXT = { homeCurrency: "AUD", costRates: () => [{ from: "2026-01-01", perHourMinor: 6_000 }], hourPriceE4: () => 1_800_000 };

beforeEach(async () => {
  await tables.fresh();
  hands.round = async () => ({ nextDueAt: Date.now() + 3_600_000 });
  const records = monthFirm(7);
  for (const [id, timeZone] of [["auckland", "Pacific/Auckland"], ["sydney", "Australia/Sydney"]] as const)
    await createStore(db()).commit([], [
      { insert: "organisation", rows: [{ id, xeroTenantId: id, name: id, state: "connected", facts: { ...FACTS, timeZone }, rules: defaultRules(), createdAt: Date.UTC(2026, 10, 1, 12), lastRoundAt: EVENING, nextDueAt: EVENING * 2 }] },
      { insert: "cursor", rows: ["invoice", "credit_note", "payment"].map((kind) => ({ organisationId: id, kind, lane: "poll", completedThrough: EVENING, lastCompletedAt: EVENING })) },
      { insert: "record", rows: records.map((one) => recordRow({ organisationId: id, ...one, revision: 1, edits: {}, createdAt: 1, updatedAt: 1 })) },
      { insert: "ledgerLine", rows: records.flatMap((one) => ledgerLines(one.kind, one.body, CONTEXT).map((line) => ({ organisationId: id, recordId: one.id, ...line }))) },
    ]);
});

const cron = (at: number) => worker.scheduled({ scheduledTime: at, cron: "* * * * *", noRetry: () => undefined, type: "scheduled" } as never, bindings);
const closed = async () => (await db().select().from(monthSummary)).map(({ organisationId, month }) => `${organisationId} ${month}`).toSorted();

promise(["SM-04"], "D1 in workerd", "the Worker's cron closes a month when it is over where the organisation is, and once, also when two crons run at the same moment", async () => {
  await Promise.all([cron(EVENING), cron(EVENING)]);
  await cron(EVENING + 60_000);
  expect(await closed()).toEqual(["auckland 2026-11"]);
  // Midnight in Sydney; Xero was last read before it, so it waits for the next good round.
  await cron(EVENING + 2 * 3_600_000);
  expect(await closed()).toEqual(["auckland 2026-11"]);
  await createStore(db()).commit([], [{ update: "cursor", where: { organisationId: "sydney" }, set: { lastCompletedAt: EVENING + 2 * 3_600_000 } }]);
  await Promise.all([cron(EVENING + 2 * 3_600_000 + 60_000), cron(EVENING + 2 * 3_600_000 + 60_000)]);
  expect(await closed()).toEqual(["auckland 2026-11", "sydney 2026-11"]);
  const [events] = await createStore(db()).read({ from: "outEvent", where: { type: "month.closed" }, limit: 10 });
  expect(events.map(({ organisationId, id }) => `${organisationId} ${id}`).toSorted()).toEqual(["auckland month:2026-11", "sydney month:2026-11"]);
  const [row] = await db().select().from(monthSummary);
  const november = monthFirm(7).flatMap(({ kind, body }) => ("lines" in body ? ledgerLines(kind, { ...body, lines: body.lines.map((line) => ({ ...line, projectId: "any" })) }, CONTEXT) : [])).filter(({ type, date }) => type === "revenue" && date.startsWith("2026-11"));
  expect(november.length).toBeGreaterThan(3);
  expect(row!.summary.organisation.now.invoicedMinor).toBe(november.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
});
