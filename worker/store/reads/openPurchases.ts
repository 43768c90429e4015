import { and, count, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Db } from "../open.ts";
import { record } from "../schema/projectSide.ts";
import type { StoredRecord } from "./records.ts";

/** Bills and spent money of which something about a line is undecided, the newest change first. */
export async function openPurchases(db: Db, organisationId: string, limit: number, contactId?: string): Promise<StoredRecord<"bill" | "bank_transaction">[]> {
  const rows = await db.select().from(record).where(areOpen(organisationId, contactId)).orderBy(desc(record.updatedAt)).limit(limit);
  return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as unknown }) as StoredRecord<"bill" | "bank_transaction">);
}

/** How many there are, however many are read. */
export async function countOpenPurchases(db: Db, organisationId: string, contactId?: string): Promise<number> {
  const [row] = await db.select({ open: count() }).from(record).where(areOpen(organisationId, contactId));
  return row?.open ?? 0;
}

function areOpen(organisationId: string, contactId?: string): SQL | undefined {
  return and(
    eq(record.organisationId, organisationId),
    inArray(record.kind, ["bill", "bank_transaction"]),
    isNull(record.deletedAt),
    inArray(record.status, ["draft", "submitted", "authorised"]),
    contactId === undefined ? undefined : eq(record.contactId, contactId),
    sql`exists (select 1 from json_each(${record.body}, '$.lines') l where l.value ->> 'accountCode' is null or l.value ->> 'projectId' is null or l.value ->> 'taxType' is null)`,
  );
}
