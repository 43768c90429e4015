import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * Counts over confirmed lines (docs/03-suggestions.md). There are several rows a line, so these tables begin with the
 * organisation's short number instead of its 36-character id: that halves their size.
 */

export const suggestState = sqliteTable(
  "suggest_state",
  {
    organisationId: text().primaryKey(),
    number: integer().notNull(),
    /** Next position among confirmed lines; the compare-and-swap of every change to the counts. */
    sequence: integer().notNull(),
    /** Grows with every change to the counts, removals too: older answers are stale. */
    version: integer().notNull(),
    /** Codes, tax types and project ids as an array; counts name them by position. */
    labels: text({ mode: "json" }).$type<string[]>().notNull(),
    /** Records changed before this instant are counted. */
    followedTo: integer().notNull(),
  },
  (t) => [uniqueIndex("suggest_state_number").on(t.number)],
);

/** The counts of one context: shared/suggest/contexts.ts. */
export const suggestRow = sqliteTable(
  "suggest_row",
  {
    number: integer().notNull(),
    key: integer().notNull(),
    at: integer().notNull(),
    counts: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.number, t.key] })],
);

/** The confirmed lines of one document as they were counted: enough to take them out again exactly, and to rebuild from. */
export const suggestDocument = sqliteTable(
  "suggest_document",
  {
    number: integer().notNull(),
    recordId: text().notNull(),
    revision: integer().notNull(),
    /** Hash of the supplier, by which its newest lines are found. */
    supplier: integer().notNull(),
    /** Of its last line. */
    sequence: integer().notNull(),
    lines: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.number, t.recordId] }), index("suggest_document_supplier").on(t.number, t.supplier, t.sequence)],
);

/** A suggestion computed before anyone opened the line, and what it is later judged by. */
export const suggestAnswer = sqliteTable(
  "suggest_answer",
  {
    number: integer().notNull(),
    lineId: text().notNull(),
    recordId: text().notNull(),
    revision: integer().notNull(),
    version: integer().notNull(),
    /** Hash of the candidates it chose from. */
    chart: integer().notNull(),
    answer: text().notNull(),
    /** 1 once it was confirmed in bulk: nobody looked. */
    bulk: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.number, t.lineId] }), index("suggest_answer_record").on(t.number, t.recordId)],
);

/** How suggestions fared, per field and confidence band. */
export const suggestFate = sqliteTable(
  "suggest_fate",
  {
    number: integer().notNull(),
    target: text({ enum: ["account", "tax", "project"] }).notNull(),
    band: text({ enum: ["high", "medium", "low", "none"] }).notNull(),
    fate: text({ enum: ["accepted", "corrected", "ignored", "changed-in-xero", "bulk-confirmed"] }).notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.number, t.target, t.band, t.fate] })],
);
