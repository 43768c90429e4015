import type { Db } from "../open.ts";
import { inbox } from "../schema/reads.ts";

/** Keeps one delivery of webhooks; the same one again changes nothing. */
export async function addDelivery(db: Db, delivery: typeof inbox.$inferInsert): Promise<void> {
  await db.insert(inbox).values(delivery).onConflictDoNothing();
}
