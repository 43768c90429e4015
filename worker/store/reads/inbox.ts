import { sql } from "drizzle-orm";
import type { Db } from "../open.ts";
import { inbox } from "../schema/reads.ts";

/** Keeps one delivery of webhooks; the same one again changes nothing. */
export async function addDelivery(db: Db, delivery: typeof inbox.$inferInsert): Promise<void> {
  await db.insert(inbox).values(delivery).onConflictDoNothing();
}

const KEPT_MS = 3 * 86_400_000;

/** Removes what was worked off days ago; the newest number stays, because gaps are seen from it. */
export async function forgetOldDeliveries(db: Db, now: number): Promise<void> {
  await db.delete(inbox).where(sql`${inbox.handledAt} < ${now - KEPT_MS} and ${inbox.lastSequence} < (select max(last_sequence) from ${inbox})`);
}
