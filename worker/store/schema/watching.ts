import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** What a person should know of, and what was proven. */

export const alarm = sqliteTable(
  "alarm",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    code: text().notNull(),
    sentence: text().notNull(),
    remedy: text().notNull(),
    raisedAt: integer().notNull(),
    clearedAt: integer(),
    sentAt: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("alarm_open").on(t.organisationId, t.code).where(sql`cleared_at IS NULL`),
  ],
);

/** What each reconciliation found: compared, equal, repaired, in conflict, waiting, totals to the cent per kind. */
export const proof = sqliteTable(
  "proof",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    startedAt: integer().notNull(),
    endedAt: integer(),
    result: text({ mode: "json" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index("proof_time").on(t.organisationId, t.startedAt)],
);
