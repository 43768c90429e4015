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

/** What rounds note for later rounds to judge by. One row an organisation. */
export const watch = sqliteTable("watch", {
  organisationId: text().primaryKey(),
  /** Events that Xero's sequence numbers say were sent and that never came, and when that was noticed. */
  lostEvents: integer().notNull().default(0),
  lostAt: integer(),
  /** Changes that a poll found long after they were made and that no webhook told of. */
  untoldChanges: integer().notNull().default(0),
  untoldAt: integer(),
  /** [{at, refused, quarantined}] of the last day, one an hour. */
  troubles: text({ mode: "json" }),
  digestDueAt: integer(),
});
