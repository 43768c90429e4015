import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Actor } from "../../../shared/records/record.ts";

/** Booked lines that strongly disagree with their evidence, for a person to judge. What stands here is looked at anew before it is shown. */
export const unusualCoding = sqliteTable(
  "unusual_coding",
  {
    organisationId: text().notNull(),
    lineId: text().notNull(),
    field: text({ enum: ["account", "tax", "project"] }).notNull(),
    recordId: text().notNull(),
    booked: text().notNull(),
    expected: text().notNull(),
    foundAt: integer().notNull(),
    /** Null: not judged yet. */
    judgement: text({ enum: ["right", "recode"] }),
    judgedBy: text({ mode: "json" }).$type<Actor>(),
    judgedAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.lineId, t.field] }), index("unusual_coding_open").on(t.organisationId, t.judgement, t.foundAt)],
);

/** How far an organisation's confirmed lines were looked at, by their place in the counts. */
export const unusualLook = sqliteTable("unusual_look", {
  organisationId: text().primaryKey(),
  /** Documents whose last line stands before this were looked at. */
  lookedTo: integer().notNull(),
  lines: integer().notNull(),
});
