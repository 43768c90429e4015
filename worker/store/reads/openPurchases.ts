import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Db } from "../open.ts";
import { record } from "../schema/projectSide.ts";
import type { StoredRecord } from "./records.ts";

export interface OpenFilter {
  organisationId: string;
  contactId?: string | undefined;
  /** Strictly older changes than this one; null: from the newest on. */
  after: { at: number; id: string } | null;
}

/** Bills and spent money of which something about a line is undecided, the newest change first. */
export async function openPurchases(db: Db, filter: OpenFilter, limit: number): Promise<StoredRecord<"bill" | "bank_transaction">[]> {
  const rows = await db.select().from(record).where(and(areOpen(filter), isUndecided)).orderBy(desc(record.updatedAt), desc(record.id)).limit(limit);
  return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as unknown }) as StoredRecord<"bill" | "bank_transaction">);
}

/** How many there are, however many are read. */
export async function countOpenPurchases(db: Db, filter: OpenFilter): Promise<number> {
  const [row] = await db.select({ open: sql<number>`count(*)` }).from(record).where(and(areOpen(filter), isUndecided));
  return row?.open ?? 0;
}

/** A line of an open document as it is coded now. */
export interface OpenLine {
  recordId: string;
  lineId: string;
  amountMinor: number;
  accountCode: string | null;
  taxType: string | null;
  projectId: string | null;
}

/** These lines where they stand in open documents; any number of ids. */
export async function openLinesById(db: Db, organisationId: string, lineIds: readonly string[]): Promise<OpenLine[]> {
  return db.all<OpenLine>(sql`
    select ${record.id} as recordId, l.value ->> 'id' as lineId, l.value ->> 'amountMinor' as amountMinor, l.value ->> 'accountCode' as accountCode, l.value ->> 'taxType' as taxType, l.value ->> 'projectId' as projectId
      from ${record}, json_each(${record.body}, '$.lines') l
      where ${areOpen({ organisationId, after: null })} and l.value ->> 'id' in (select value from json_each(${JSON.stringify(lineIds)}))`);
}

/** The words of the partial index `record_open_purchase`, which SQLite uses only where they stand in the statement as they stand in it. */
function areOpen({ organisationId, contactId, after }: OpenFilter): SQL | undefined {
  return and(
    eq(record.organisationId, organisationId),
    sql`${record.kind} in ('bill','bank_transaction') and ${record.status} in ('draft','submitted','authorised')`,
    isNull(record.deletedAt),
    contactId === undefined ? undefined : eq(record.contactId, contactId),
    after === null ? undefined : sql`(${record.updatedAt}, ${record.id}) < (${after.at}, ${after.id})`,
  );
}

const isUndecided = sql`exists (select 1 from json_each(${record.body}, '$.lines') l where l.value ->> 'accountCode' is null or l.value ->> 'projectId' is null or l.value ->> 'taxType' is null)`;
