import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import { audit, auditValue } from "../schema/auditTrail.ts";
import type { Db } from "../open.ts";

type AuditRow = typeof audit.$inferSelect;

/** One audit row with the values behind its hashes; erased ones are absent. */
export interface AuditEntry {
  row: AuditRow;
  values: ReadonlyMap<string, string>;
}

interface Wanted {
  organisationId: string;
  /** Of one record; absent: of the whole organisation. */
  recordId?: string;
  beforeSeq?: number | undefined;
  limit: number;
}

/** Newest first. */
export async function auditTrail(db: Db, { organisationId, recordId, beforeSeq, limit }: Wanted): Promise<AuditEntry[]> {
  const rows = await db
    .select()
    .from(audit)
    .where(
      and(
        eq(audit.organisationId, organisationId),
        recordId === undefined ? undefined : eq(audit.recordId, recordId),
        beforeSeq === undefined ? undefined : lt(audit.seq, beforeSeq),
      ),
    )
    .orderBy(desc(audit.seq))
    .limit(limit);
  return withValues(db, organisationId, rows);
}

/** Oldest first, after an entry: the whole trail, page by page. */
export async function auditFrom(db: Db, { organisationId, afterSeq, limit }: { organisationId: string; afterSeq: number; limit: number }): Promise<AuditEntry[]> {
  const rows = await db.select().from(audit).where(and(eq(audit.organisationId, organisationId), gt(audit.seq, afterSeq))).orderBy(asc(audit.seq)).limit(limit);
  return withValues(db, organisationId, rows);
}

async function withValues(db: Db, organisationId: string, rows: readonly AuditRow[]): Promise<AuditEntry[]> {
  const hashes = new Set(rows.flatMap(hashesOf));
  if (hashes.size === 0) return rows.map((row) => ({ row, values: new Map() }));
  const found = await db
    .select()
    .from(auditValue)
    .where(and(eq(auditValue.organisationId, organisationId), sql`${auditValue.hash} in (select value from json_each(${JSON.stringify([...hashes])}))`));
  const values = new Map(found.flatMap(({ hash, value }) => (value === null ? [] : [[hash, value] as const])));
  return rows.map((row) => ({ row, values }));
}

function hashesOf(row: AuditRow): string[] {
  const changes = JSON.parse(row.changes) as { before: string | null; after: string | null }[];
  return changes.flatMap(({ before, after }) => [before, after].filter((hash) => hash !== null));
}
