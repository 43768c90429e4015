import { and, desc, eq, isNotNull, isNull, max } from "drizzle-orm";
import { alarm, cursor, inbox, proof } from "../schema.ts";
import type { Db } from "../open.ts";

export type CursorRow = typeof cursor.$inferSelect;
export type AlarmRow = typeof alarm.$inferSelect;
export type ProofRow = typeof proof.$inferSelect;

/** What the health view is made of, in one round trip. */
export async function readWatch(db: Db, organisationId: string): Promise<{ cursors: CursorRow[]; alarms: AlarmRow[]; lastProof: ProofRow | null }> {
  const [cursors, alarms, proofs] = await db.batch([
    db.select().from(cursor).where(eq(cursor.organisationId, organisationId)),
    db.select().from(alarm).where(and(eq(alarm.organisationId, organisationId), isNull(alarm.clearedAt))).orderBy(alarm.raisedAt),
    db.select().from(proof).where(and(eq(proof.organisationId, organisationId), isNotNull(proof.endedAt))).orderBy(desc(proof.startedAt)).limit(1),
  ]);
  return { cursors, alarms, lastProof: proofs[0] ?? null };
}

/** When Xero's last webhook delivery came, of any organisation: one address serves them all. */
export async function lastWebhookAt(db: Db): Promise<number | null> {
  const [row] = await db.select({ at: max(inbox.receivedAt) }).from(inbox);
  return row?.at ?? null;
}
