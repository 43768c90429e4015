import { and, eq, getTableColumns, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { jsonChunks } from "./bulk.ts";
import type { Db } from "./open.ts";
import type { AuditChange, Sealed } from "./port.ts";
import { audit } from "./schema/auditTrail.ts";

type Statement = BatchItem<"sqlite">;

/** Entries behind whatever end the audit has when they are stored. The select is complete before the insert begins, since it reads the same table. */
export function appendAudit(db: Db, rows: Extract<AuditChange, { append: string }>["rows"]): Statement[] {
  const columns = Object.keys(getTableColumns(audit)) as (keyof typeof audit.$inferSelect)[];
  const own = columns.filter((column) => column !== "seq" && column !== "hash");
  return jsonChunks(rows.map((row) => own.map((column) => row[column] ?? null))).map((chunk) => {
    const end = sql`(select coalesce(max(${audit.seq}), 0) from ${audit} where ${audit.organisationId} = ${rows[0]!.organisationId})`;
    const values = columns.map((column) => (column === "seq" ? sql`${end} + key + 1` : column === "hash" ? sql`''` : sql.raw(`value ->> ${own.indexOf(column)}`)));
    return db.insert(audit).select(sql`select ${sql.join(values, sql`, `)} from json_each(${chunk}) order by key`);
  });
}

/** The limit makes SQLite read the list once and look each entry up by its key; without it the whole list is read again for each entry. */
export function sealAudit(db: Db, organisationId: string, rows: readonly Sealed[]): Statement[] {
  return jsonChunks(rows.map(({ seq, hash }) => [seq, hash])).map((chunk) =>
    db.update(audit).set({ hash: sql`sealed.hash` }).from(sql`(select value ->> 0 as seq, value ->> 1 as hash from json_each(${chunk}) limit -1) as sealed`)
      .where(and(eq(audit.organisationId, organisationId), sql`${audit.seq} = sealed.seq`, sql`${audit.hash} = ''`)) as unknown as Statement,
  );
}
