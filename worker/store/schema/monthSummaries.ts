import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { MonthSummary } from "../../../shared/api/reportShapes.ts";

/** Each month as it stood after its end. A row is written once and never changed: what changed since is found by counting anew. */
export const monthSummary = sqliteTable(
  "month_summary",
  {
    organisationId: text().notNull(),
    /** "2026-10", of the organisation's own calendar. */
    month: text().notNull(),
    closedAt: integer().notNull(),
    /** The month in one breath, for lists. */
    sentence: text().notNull(),
    summary: text({ mode: "json" }).$type<MonthSummary>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.month] })],
);
