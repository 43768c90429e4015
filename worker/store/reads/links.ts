import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { SYNCED_KINDS } from "../../../shared/records/kinds.ts";
import { link } from "../schema/links.ts";
import type { Db } from "../open.ts";

export type LinkRow = typeof link.$inferSelect;

/** Links by Xero's ids, whatever their kind: Xero's ids are unique over all kinds. */
export async function linksByXeroId(db: Db, organisationId: string, xeroIds: readonly string[]): Promise<LinkRow[]> {
  if (xeroIds.length === 0) return [];
  return db
    .select()
    .from(link)
    .where(and(eq(link.organisationId, organisationId), inArray(link.kind, [...SYNCED_KINDS]), sql`${link.xeroId} in (select value from json_each(${JSON.stringify(xeroIds)}))`));
}

export async function linksByRecord(db: Db, organisationId: string, recordIds: readonly string[]): Promise<LinkRow[]> {
  if (recordIds.length === 0) return [];
  return db
    .select()
    .from(link)
    .where(and(eq(link.organisationId, organisationId), sql`${link.recordId} in (select value from json_each(${JSON.stringify(recordIds)}))`));
}

/** Which of these Xero ids belong to some other organisation of the firm. */
export async function xeroIdsElsewhere(db: Db, organisationId: string, xeroIds: readonly string[]): Promise<Set<string>> {
  if (xeroIds.length === 0) return new Set();
  const rows = await db
    .selectDistinct({ xeroId: link.xeroId })
    .from(link)
    .where(and(ne(link.organisationId, organisationId), inArray(link.kind, [...SYNCED_KINDS]), sql`${link.xeroId} in (select value from json_each(${JSON.stringify(xeroIds)}))`));
  return new Set(rows.flatMap(({ xeroId }) => (xeroId === null ? [] : [xeroId])));
}

/** Links in one of these states, the newest first. */
export async function linksInState(db: Db, organisationId: string, states: readonly LinkRow["state"][], limit: number): Promise<LinkRow[]> {
  return db
    .select()
    .from(link)
    .where(and(eq(link.organisationId, organisationId), inArray(link.state, [...states])))
    .orderBy(desc(link.id))
    .limit(limit);
}

/** How many links are in each state. */
export async function linkCounts(db: Db, organisationId: string): Promise<Map<LinkRow["state"], number>> {
  const rows = await db
    .select({ state: link.state, count: sql<number>`count(*)` })
    .from(link)
    .where(eq(link.organisationId, organisationId))
    .groupBy(link.state);
  return new Map(rows.map(({ state, count }) => [state, count]));
}
