import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { BULK_ITEM_STATES } from "../../../shared/api/bulkShapes.ts";
import type { Actor } from "../../../shared/records/record.ts";

/** Codings that a person confirmed many at once, document by document, so that a confirmation can be cut off, go on, and be taken back. */

export const bulkConfirmation = sqliteTable(
  "bulk_confirmation",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    by: text({ mode: "json" }).$type<Actor>().notNull(),
    createdAt: integer().notNull(),
    undoneBy: text({ mode: "json" }).$type<Actor>(),
    undoneAt: integer(),
    /** Lines that were asked for and had changed. */
    leftOut: text({ mode: "json" }).$type<readonly string[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] })],
);

/** A line's coding; absent fields stay as they are. */
export interface BulkCoding {
  accountCode?: string | null;
  taxType?: string | null;
  projectId?: string | null;
}

export interface BulkItemLine {
  lineId: string;
  /** Of another amount it was divided, or changed, since. Absent in older rows. */
  amountMinor?: number;
  /** What stood there when it was confirmed: written only while it still does. */
  before: Required<BulkCoding>;
  after: BulkCoding;
}

export const bulkItem = sqliteTable(
  "bulk_item",
  {
    organisationId: text().notNull(),
    bulkId: text().notNull(),
    recordId: text().notNull(),
    lines: text({ mode: "json" }).$type<readonly BulkItemLine[]>().notNull(),
    state: text({ enum: BULK_ITEM_STATES }).notNull(),
    sentence: text(),
    /** When somebody began with it; a claim that was never finished is taken over. */
    claimedAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.bulkId, t.recordId] }), index("bulk_item_state").on(t.organisationId, t.state)],
);
