import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { BulkItemState } from "../../../shared/api/bulkShapes.ts";
import type { Actor } from "../../../shared/records/record.ts";
import { bulkInsert } from "../bulk.ts";
import { guardedBatch } from "../guard.ts";
import type { Db } from "../open.ts";
import { bulkConfirmation, bulkItem } from "../schema/bulkConfirmations.ts";

export type BulkRow = typeof bulkConfirmation.$inferSelect;
export type BulkItemRow = typeof bulkItem.$inferSelect;

/** States in which a document waits for this confirmation or is being written by it. */
const LIVE = ["waiting", "working"] as const;

/** Stores a confirmation before anything of it is written. False: one of its documents is part of another one that is not finished. */
export async function insertBulk(db: Db, row: typeof bulkConfirmation.$inferInsert, items: readonly (typeof bulkItem.$inferInsert)[]): Promise<boolean> {
  const recordIds = JSON.stringify(items.map(({ recordId }) => recordId));
  const free = sql`not exists (select 1 from bulk_item where organisation_id = ${row.organisationId} and state in ('waiting', 'working') and record_id in (select value from json_each(${recordIds})))`;
  return guardedBatch(db, [free], [db.insert(bulkConfirmation).values(row), ...bulkInsert(db, bulkItem, items)]);
}

export async function readBulk(db: Db, organisationId: string, id: string): Promise<{ bulk: BulkRow; items: BulkItemRow[] } | null> {
  const [bulk] = await db.select().from(bulkConfirmation).where(and(eq(bulkConfirmation.organisationId, organisationId), eq(bulkConfirmation.id, id))).limit(1);
  if (bulk === undefined) return null;
  return { bulk, items: await db.select().from(bulkItem).where(and(eq(bulkItem.organisationId, organisationId), eq(bulkItem.bulkId, id))).orderBy(bulkItem.recordId) };
}

/** Newest first. */
export async function recentBulks(db: Db, organisationId: string, limit: number): Promise<{ bulk: BulkRow; items: BulkItemRow[] }[]> {
  const bulks = await db.select().from(bulkConfirmation).where(eq(bulkConfirmation.organisationId, organisationId)).orderBy(desc(bulkConfirmation.createdAt)).limit(limit);
  if (bulks.length === 0) return [];
  const items = await db.select().from(bulkItem).where(and(eq(bulkItem.organisationId, organisationId), inArray(bulkItem.bulkId, bulks.map(({ id }) => id)))).orderBy(bulkItem.recordId);
  const of = Map.groupBy(items, ({ bulkId }) => bulkId);
  return bulks.map((bulk) => ({ bulk, items: of.get(bulk.id) ?? [] }));
}

/** Documents that some unfinished confirmation will write. */
export async function recordsInBulks(db: Db, organisationId: string): Promise<Set<string>> {
  const rows = await db.select({ recordId: bulkItem.recordId }).from(bulkItem).where(and(eq(bulkItem.organisationId, organisationId), inArray(bulkItem.state, [...LIVE])));
  return new Set(rows.map(({ recordId }) => recordId));
}

interface Of {
  organisationId: string;
  bulkId: string;
}

/** Takes one document to write or to take back, in one statement: of two who come for it, one gets it. Claims older than `staleBefore` were cut off. */
export async function claimItem(db: Db, { organisationId, bulkId }: Of, now: number, staleBefore: number): Promise<BulkItemRow | null> {
  const [row] = await db
    .update(bulkItem)
    .set({ state: sql`case state when 'waiting' then 'working' when 'undo_waiting' then 'undoing' else state end`, claimedAt: now })
    .where(sql`rowid = (select rowid from bulk_item where organisation_id = ${organisationId} and bulk_id = ${bulkId}
      and (state in ('waiting', 'undo_waiting') or (state in ('working', 'undoing') and claimed_at < ${staleBefore})) order by record_id limit 1)`)
    .returning();
  return row ?? null;
}

/** What became of a document. */
export async function settleItem(db: Db, item: BulkItemRow, state: BulkItemState, sentence: string | null): Promise<void> {
  const own = and(eq(bulkItem.organisationId, item.organisationId), eq(bulkItem.bulkId, item.bulkId), eq(bulkItem.recordId, item.recordId));
  await db.update(bulkItem).set({ state, sentence }).where(own);
}

/** Turns a confirmation round: what is written is to be taken back, what still waits is never written. */
export async function turnToUndo(db: Db, { organisationId, bulkId }: Of, by: Actor, now: number): Promise<void> {
  const own = and(eq(bulkItem.organisationId, organisationId), eq(bulkItem.bulkId, bulkId));
  await db.batch([
    db.update(bulkItem).set({ state: "left_out", sentence: "Stopped before it was written." }).where(and(own, eq(bulkItem.state, "waiting"))),
    db.update(bulkItem).set({ state: "undo_waiting", sentence: null }).where(and(own, inArray(bulkItem.state, ["written", "queued", "kept"]))),
    db.update(bulkConfirmation).set({ undoneBy: by, undoneAt: now }).where(and(eq(bulkConfirmation.organisationId, organisationId), eq(bulkConfirmation.id, bulkId))),
  ]);
}
