import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * Counts over confirmed lines (docs/03-suggestions.md). There are several rows a line, so these tables begin with the
 * organisation's short number instead of its 36-character id: that halves their size.
 */

export const suggestState = sqliteTable(
  "suggest_state",
  {
    organisationId: text().primaryKey(),
    number: integer().notNull(),
    /** What was counted, and how: shared/suggest/edition.ts. Another one is counted anew. */
    edition: integer().notNull(),
    /** How far a running rebuild got (rebuildCounts.ts); null when none runs. Nothing else counts meanwhile. */
    rebuilding: integer(),
    /** Codes, tax types and project ids: counts name them by position. Lists only grow. */
    labels: text({ mode: "json" }).$type<{ account: string[]; tax: string[]; project: string[] }>().notNull(),
    /** How many labels there are: the compare-and-swap of their lists. */
    labelled: integer().notNull(),
    /** The last record, by time of change and id, that was looked at. */
    followedTo: integer().notNull(),
    followedId: text().notNull(),
  },
  (t) => [uniqueIndex("suggest_state_number").on(t.number)],
);

/**
 * How often one coding was seen in one context (shared/suggest/contexts.ts). Learning adds to it without reading it first, so it
 * commutes. Negative codings are none: clocks and what became of suggestions (bookkeeping.ts); a rebuild leaves them.
 */
export const suggestCount = sqliteTable(
  "suggest_count",
  {
    number: integer().notNull(),
    key: integer().notNull(),
    coding: integer().notNull(),
    /** The context's clock to which `weight` is decayed. */
    at: integer().notNull(),
    /** Lines, undecayed. A row that ran empty is swept in the next round. */
    lines: integer().notNull(),
    weight: real().notNull(),
  },
  (t) => [primaryKey({ columns: [t.number, t.key, t.coding] }), index("suggest_count_empty").on(t.number).where(sql`lines <= 0`)],
);

/** The confirmed lines of one document as they were counted: enough to take them out again exactly, and to rebuild from. */
export const suggestDocument = sqliteTable(
  "suggest_document",
  {
    number: integer().notNull(),
    /** Hash of the record's id, which stands in `lines`. */
    record: integer().notNull(),
    /** The record's revision that was counted: the compare-and-swap against counting it twice. */
    revision: integer().notNull(),
    /** Hash of the supplier, by which its newest lines are found. */
    supplier: integer().notNull(),
    /** Of its last line. */
    sequence: integer().notNull(),
    /** countedDocument.ts; empty when none of its lines counts. */
    lines: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.number, t.record] }), index("suggest_document_supplier").on(t.number, t.supplier, t.sequence).where(sql`lines <> ''`)],
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
    /** 1 once a person had it open: what is coded without that was coded without looking. */
    seen: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.number, t.lineId] }), index("suggest_answer_record").on(t.number, t.recordId)],
);
