import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

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
