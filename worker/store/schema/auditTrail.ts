import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Actor } from "../../../shared/records/record.ts";

/** Who changed what, and why. */

/** Append-only (triggers), hash-chained over hashes of values; values lie in audit_value, erasable. */
export const audit = sqliteTable(
  "audit",
  {
    organisationId: text().notNull(),
    seq: integer().notNull(),
    at: integer().notNull(),
    actor: text().notNull(),
    cause: text().notNull(),
    rule: text(),
    recordId: text(),
    kind: text(),
    callId: text(),
    /** [{group, before: hash|null, after: hash|null}] */
    changes: text().notNull(),
    /** Of the row before and of this one; empty until the row is sealed. */
    hash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.seq] }), index("audit_record").on(t.organisationId, t.recordId), index("audit_unsealed").on(t.organisationId, t.seq).where(sql`hash = ''`)],
);

export const auditValue = sqliteTable(
  "audit_value",
  {
    organisationId: text().notNull(),
    hash: text().notNull(),
    /** Null once erased. */
    value: text(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.hash] })],
);

/** Records whose values are being erased: what is looked for in the rest of the audit, and how far. Gone with the commit that erases. */
export const erasure = sqliteTable(
  "erasure",
  {
    organisationId: text().notNull(),
    recordId: text().notNull(),
    by: text({ mode: "json" }).$type<Actor>().notNull(),
    askedAt: integer().notNull(),
    /** The last entry when it was asked for: what the record was up to it is erased. */
    throughSeq: integer().notNull(),
    /** Entries up to here were looked through. */
    scannedSeq: integer().notNull(),
    /** Hashes found in other records' entries, which stay. */
    shared: text({ mode: "json" }).$type<string[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.recordId] })],
);
