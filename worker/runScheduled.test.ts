import { expect, test, vi } from "vitest";
import { d1OnNode, migrate } from "../test/sim/d1OnNode.ts";
import type { Platform } from "./platform.ts";
import { runScheduled } from "./runScheduled.ts";
import { openStore } from "./store/open.ts";
import { tables } from "./store/schema/tables.ts";

const DAILY = Date.UTC(2026, 10, 28, 17, 7);

test("a job of the cron that fails is named in the log, and the others run all the same", async () => {
  const d1 = d1OnNode();
  await migrate(d1);
  const db = openStore(d1);
  await db.insert(tables.organisationDeletion).values({ organisationId: "a", name: "Gone", xeroTenantId: "t", by: { type: "member", id: "m", name: "Ada" }, askedAt: DAILY - 1, rows: 1, endedAt: null });
  const event = vi.fn();
  const down = async (): Promise<never> => {
    throw new Error("D1 is overloaded");
  };
  const platform = { db, gate: down, keeper: down, ports: { store: { read: down, commit: down, totals: down }, notify: down, log: { event }, xero: { of: down } } };
  await runScheduled(platform as unknown as Platform, DAILY);
  expect(event.mock.calls).toEqual(["watch", "erasures", "match keys"].map((job) => ["cron_job_failed", { job, error: "D1 is overloaded" }]));
  const [deletion] = await db.select().from(tables.organisationDeletion);
  expect(deletion!.endedAt).toBe(DAILY);
});
