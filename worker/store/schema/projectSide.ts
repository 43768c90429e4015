import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Our side: the records themselves, and the settings of Xero's that they use. */

export const record = sqliteTable(
  "record",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    kind: text().notNull(),
    body: text().notNull(),
    /** Grows by one with every change; what clients send back in If-Match. */
    revision: integer().notNull(),
    /** {group: {at, by}}: when and by whom each field group was last edited here. */
    edits: text().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
    deletedAt: integer(),
    // Copies of body fields that lists filter and sort by.
    status: text(),
    /** Of a bill as it is compared: the supplier's number, in which capitals say nothing (shared/matching/caseFolded.ts). */
    number: text(),
    contactId: text(),
    projectId: text(),
    date: text(),
    totalMinor: integer(),
    /** A contact's name, e-mail and tax number as they are compared (shared/matching/matchNeedles.ts); of others, what people call them. */
    search: text(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("record_list").on(t.organisationId, t.kind, t.updatedAt),
    index("record_contact").on(t.organisationId, t.contactId, t.kind),
    index("record_number").on(t.organisationId, t.kind, t.number),
    /** What may want coding: suggestions are computed for the newest of these after each round. */
    index("record_open_purchase").on(t.organisationId, t.updatedAt).where(sql`kind IN ('bill','bank_transaction') AND status IN ('draft','submitted','authorised') AND deleted_at IS NULL`),
  ],
);

/** Settings that come from Xero: accounts, tax rates, tracking categories, items. */
export const reference = sqliteTable(
  "reference",
  {
    organisationId: text().notNull(),
    kind: text().notNull(),
    /** Xero's id (AccountID, TaxType, TrackingCategoryID, ItemID). */
    id: text().notNull(),
    code: text(),
    name: text().notNull(),
    status: text({ enum: ["active", "archived", "gone"] }).notNull(),
    body: text().notNull(),
    observedAt: integer().notNull(),
    /** Complete lists in a row from which it was absent; two make it gone. */
    absentCount: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.kind, t.id] })],
);

/** Organisations whose contacts and bills may have the keys of an earlier version (worker/engine/fillMatchKeys.ts), and how far they were looked through. */
export const matchKeyFilling = sqliteTable("match_key_filling", { organisationId: text().primaryKey(), afterId: text().notNull() });
