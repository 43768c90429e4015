import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { record, reference } from "../schema/projectSide.ts";
import { cursor } from "../schema/reads.ts";
import { alarm, proof } from "../schema/watching.ts";
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

/** How many records and settings there are, by the kind whose import brings them: Xero lists invoices and bills together. */
export async function storedCounts(db: Db, organisationId: string): Promise<Map<string, number>> {
  const count = sql<number>`count(*)`;
  const [records, references] = await db.batch([
    db.select({ kind: record.kind, count }).from(record).where(eq(record.organisationId, organisationId)).groupBy(record.kind),
    db.select({ kind: reference.kind, count }).from(reference).where(eq(reference.organisationId, organisationId)).groupBy(reference.kind),
  ]);
  const counts = new Map<string, number>();
  for (const row of [...records, ...references]) {
    const kind = row.kind === "bill" ? "invoice" : row.kind;
    counts.set(kind, (counts.get(kind) ?? 0) + row.count);
  }
  return counts;
}
