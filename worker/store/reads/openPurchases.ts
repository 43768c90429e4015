import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Db } from "../open.ts";
import { record } from "../schema/projectSide.ts";
import type { StoredRecord } from "./records.ts";

/** Bills and spent money of which something about a line is undecided, the newest change first. */
export async function openPurchases(db: Db, organisationId: string, limit: number, contactId?: string): Promise<StoredRecord<"bill" | "bank_transaction">[]> {
  const rows = await db
    .select()
    .from(record)
    .where(
      and(
        eq(record.organisationId, organisationId),
        inArray(record.kind, ["bill", "bank_transaction"]),
        isNull(record.deletedAt),
        inArray(record.status, ["draft", "submitted", "authorised"]),
        contactId === undefined ? undefined : eq(record.contactId, contactId),
        sql`exists (select 1 from json_each(${record.body}, '$.lines') l where l.value ->> 'accountCode' is null or l.value ->> 'projectId' is null or l.value ->> 'taxType' is null)`,
      ),
    )
    .orderBy(desc(record.updatedAt))
    .limit(limit);
  return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as unknown }) as StoredRecord<"bill" | "bank_transaction">);
}
