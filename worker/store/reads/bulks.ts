import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
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

export async function readBulk(db: Db, organisationId: string, id: string): Promise<BulkRow | null> {
  const [bulk] = await db.select().from(bulkConfirmation).where(and(eq(bulkConfirmation.organisationId, organisationId), eq(bulkConfirmation.id, id))).limit(1);
  return bulk ?? null;
}

/** Newest first. */
export async function recentBulks(db: Db, organisationId: string, limit: number): Promise<BulkRow[]> {
  return db.select().from(bulkConfirmation).where(eq(bulkConfirmation.organisationId, organisationId)).orderBy(desc(bulkConfirmation.createdAt)).limit(limit);
}

interface Unfinished {
  /** Begun, or turned round, after this. */
  since: number;
  /** Whoever goes on with one has begun with something after this. */
  quietSince: number;
  limit: number;
}

/** Confirmations of connected organisations in which something waits and nobody is at it, of people who may still confirm; those that waited longest first. */
export async function unfinishedBulks(db: Db, { since, quietSince, limit }: Unfinished): Promise<BulkRow[]> {
  // By organisation, since that is how items are indexed: most of what was ever confirmed is finished.
  const found = sql`(select i.organisation_id, i.bulk_id from organisation o cross join bulk_item i on i.organisation_id = o.id and i.state in ('waiting', 'working', 'undo_waiting', 'undoing') where o.state = 'connected')`;
  const begun = sql`coalesce(${bulkConfirmation.undoneAt}, ${bulkConfirmation.createdAt})`;
  const isAttended = sql`exists (select 1 from bulk_item b where b.organisation_id = ${bulkConfirmation.organisationId} and b.bulk_id = ${bulkConfirmation.id} and b.claimed_at >= ${quietSince})`;
  const mayStill = sql`exists (select 1 from member m where m.id = coalesce(${bulkConfirmation.undoneBy}, ${bulkConfirmation.by}) ->> 'id' and m.state = 'active' and m.role in ('bookkeeper', 'admin'))`;
  return db
    .select()
    .from(bulkConfirmation)
    .where(sql`(${bulkConfirmation.organisationId}, ${bulkConfirmation.id}) in ${found} and ${mayStill} and ${begun} > ${since} and ${begun} < ${quietSince} and not ${isAttended}`)
    .orderBy(begun)
    .limit(limit);
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

interface Claim {
  now: number;
  /** Claims older than this were cut off. */
  staleBefore: number;
  limit: number;
}

/** Takes documents to write or to take back, in one statement: of two who come for one, one gets it. What was cut off and is to be undone since is taken back. */
export async function claimItems(db: Db, { organisationId, bulkId }: Of, { now, staleBefore, limit }: Claim): Promise<BulkItemRow[]> {
  return db
    .update(bulkItem)
    .set({ state: sql`case when state = 'waiting' then 'working' when state = 'undo_waiting' or ${isUndone({ organisationId, bulkId })} then 'undoing' else state end`, claimedAt: now })
    .where(sql`rowid in (select rowid from bulk_item where organisation_id = ${organisationId} and bulk_id = ${bulkId}
      and (state in ('waiting', 'undo_waiting') or (state in ('working', 'undoing') and claimed_at < ${staleBefore})) order by record_id limit ${limit})`)
    .returning();
}

/** What became of one document. */
export interface Settled {
  recordId: string;
  state: BulkItemState;
  sentence: string | null;
}

/** Whoever turned the confirmation round while these were being written wants them back too. What somebody else has claimed since is his to settle. */
export async function settleItems(db: Db, { organisationId, bulkId, claimedAt }: Of & { claimedAt: number }, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  const rows = JSON.stringify(settled.map(({ recordId, state, sentence }) => [recordId, state, sentence, IF_UNDONE[state] ?? state]));
  await db.run(sql`update bulk_item set state = iif(${isUndone({ organisationId, bulkId })}, s.value ->> 3, s.value ->> 1), sentence = s.value ->> 2 from json_each(${rows}) s
    where bulk_item.organisation_id = ${organisationId} and bulk_item.bulk_id = ${bulkId} and bulk_item.record_id = s.value ->> 0
      and bulk_item.claimed_at = ${claimedAt} and bulk_item.state in ('working', 'undoing')`);
}

const IF_UNDONE: Partial<Record<BulkItemState, BulkItemState>> = { written: "undo_waiting", queued: "undo_waiting", waiting: "left_out" };

const isUndone = ({ organisationId, bulkId }: Of): SQL => sql`exists (select 1 from bulk_confirmation c where c.organisation_id = ${organisationId} and c.id = ${bulkId} and c.undone_at is not null)`;

/** Turns a confirmation round: what is written is to be taken back, what still waits is never written, and what is being written is taken back after that. */
export async function turnToUndo(db: Db, { organisationId, bulkId }: Of, by: Actor, now: number): Promise<void> {
  const own = and(eq(bulkItem.organisationId, organisationId), eq(bulkItem.bulkId, bulkId));
  await db.batch([
    db.update(bulkItem).set({ state: "left_out", sentence: "Stopped before it was written." }).where(and(own, eq(bulkItem.state, "waiting"))),
    db.update(bulkItem).set({ state: "undo_waiting", sentence: null }).where(and(own, inArray(bulkItem.state, ["written", "queued", "kept"]))),
    db.update(bulkConfirmation).set({ undoneBy: by, undoneAt: now }).where(and(eq(bulkConfirmation.organisationId, organisationId), eq(bulkConfirmation.id, bulkId))),
  ]);
}
