import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { link, quarantine } from "../schema/links.ts";
import type { Db } from "../open.ts";

type PutAsideRow = typeof quarantine.$inferSelect;

/** What Xero sent and nobody here could read yet, the newest first. */
export async function putAsideRows(db: Db, organisationId: string, limit: number): Promise<PutAsideRow[]> {
  return db.select().from(quarantine).where(open(organisationId)).orderBy(desc(quarantine.at), quarantine.id).limit(limit);
}

/** The one of this id of Xero's, if it was put aside. */
export async function putAsideOf(db: Db, organisationId: string, xeroId: string): Promise<PutAsideRow | null> {
  const [row] = await db.select().from(quarantine).where(and(open(organisationId), eq(quarantine.xeroId, xeroId))).limit(1);
  return row ?? null;
}

/** How many there are that no link speaks for: they were never read. */
export async function unlinkedPutAside(db: Db, organisationId: string): Promise<number> {
  const linked = sql`exists (select 1 from ${link} where ${link.organisationId} = ${organisationId} and ${link.xeroId} = ${quarantine.xeroId} and ${link.state} = 'quarantined')`;
  const [row] = await db.select({ count: sql<number>`count(*)` }).from(quarantine).where(and(open(organisationId), sql`not ${linked}`));
  return row?.count ?? 0;
}

const open = (organisationId: string) => and(eq(quarantine.organisationId, organisationId), isNull(quarantine.releasedAt));
