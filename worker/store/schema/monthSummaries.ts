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

/** What keeps an organisation's months from being closed. A note counts for its own month alone, and a closed one needs none. */
export const monthClosing = sqliteTable("month_closing", {
  organisationId: text().primaryKey(),
  /** The newest month that is over, of which Xero was not read after its end; and since when that is known. */
  unreadMonth: text(),
  unreadSince: integer(),
  /** The oldest month that could not be counted or kept; since when, how often it was tried, and when it is tried again. */
  failedMonth: text(),
  failedSince: integer(),
  tries: integer().notNull().default(0),
  retryAt: integer(),
});
