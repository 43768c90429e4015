import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { conflict, proposal } from "../schema/links.ts";
import type { Db } from "../open.ts";

export type ConflictRow = typeof conflict.$inferSelect;
export type ProposalRow = typeof proposal.$inferSelect;

const LIST_MAX = 500;

/** Open conflicts, oldest first; of these records, or of the whole organisation. */
export async function openConflicts(db: Db, organisationId: string, recordIds?: readonly string[]): Promise<ConflictRow[]> {
  return db
    .select()
    .from(conflict)
    .where(and(eq(conflict.organisationId, organisationId), isNull(conflict.resolvedAt), among(conflict.recordId, recordIds)))
    .orderBy(asc(conflict.openedAt), asc(conflict.id))
    .limit(LIST_MAX);
}

/** Open proposals, oldest first. */
export async function openProposals(db: Db, organisationId: string, recordIds?: readonly string[]): Promise<ProposalRow[]> {
  return db
    .select()
    .from(proposal)
    .where(and(eq(proposal.organisationId, organisationId), isNull(proposal.decidedAt), among(proposal.recordId, recordIds)))
    .orderBy(asc(proposal.openedAt), asc(proposal.id))
    .limit(LIST_MAX);
}

export async function findConflict(db: Db, organisationId: string, id: string): Promise<ConflictRow | null> {
  const rows = await db.select().from(conflict).where(and(eq(conflict.organisationId, organisationId), eq(conflict.id, id))).limit(1);
  return rows[0] ?? null;
}

export async function findProposal(db: Db, organisationId: string, id: string): Promise<ProposalRow | null> {
  const rows = await db.select().from(proposal).where(and(eq(proposal.organisationId, organisationId), eq(proposal.id, id))).limit(1);
  return rows[0] ?? null;
}

function among(column: typeof conflict.recordId | typeof proposal.recordId, ids: readonly string[] | undefined): SQL | undefined {
  return ids === undefined ? undefined : sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`;
}
