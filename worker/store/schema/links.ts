import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** What joins both sides, what each looked like when last seen, and what is open between them. */

export const link = sqliteTable(
  "link",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    kind: text().notNull(),
    recordId: text().notNull(),
    xeroId: text(),
    state: text({
      enum: ["in_step", "pending", "waiting", "refused", "conflict", "proposal", "quarantined", "ended", "unlinked"],
    }).notNull(),
    /** Code and plain sentence of a waiting, refused or quarantined state. */
    reason: text({ mode: "json" }),
    /** Grows by one with every write; the compare-and-swap of the engine. */
    version: integer().notNull(),
    dirtyAt: integer(),
    notBeforeAt: integer(),
    attempts: integer().notNull().default(0),
    /** Hash of Xero's last observed raw body; null before the first observation. */
    xeroHash: text(),
    /** Hash of the base body; null means "equal to Xero's snapshot". */
    baseHash: text(),
    /** UpdatedDateUTC of the last observation. */
    xeroUpdatedAt: integer(),
    /** {group: ms}: UpdatedDateUTC of the last observation where Xero's group equalled base (design: edit-time interval). */
    equalAt: text(),
    observedAt: integer(),
    comparedAt: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("link_record").on(t.organisationId, t.recordId),
    uniqueIndex("link_xero").on(t.organisationId, t.kind, t.xeroId),
    index("link_dirty").on(t.organisationId, t.dirtyAt).where(sql`dirty_at IS NOT NULL`),
    index("link_state").on(t.organisationId, t.state),
  ],
);

/** Bodies by hash, each stored once per organisation. */
export const snapshot = sqliteTable(
  "snapshot",
  {
    organisationId: text().notNull(),
    hash: text().notNull(),
    body: text().notNull(),
    storedAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.hash] })],
);

export const conflict = sqliteTable(
  "conflict",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    linkId: text().notNull(),
    recordId: text().notNull(),
    /** Field group key, such as "money" or "coding:{lineId}". */
    fieldGroup: text().notNull(),
    base: text().notNull(),
    ours: text().notNull(),
    xero: text().notNull(),
    oursBy: text({ mode: "json" }),
    oursAt: integer(),
    xeroBy: text(),
    xeroAt: integer(),
    openedAt: integer().notNull(),
    resolvedAt: integer(),
    resolution: text(),
    resolvedBy: text({ mode: "json" }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("conflict_open").on(t.organisationId, t.linkId, t.fieldGroup).where(sql`resolved_at IS NULL`),
    index("conflict_record").on(t.organisationId, t.recordId),
  ],
);

/** A contact of ours that may be one that is there already: held back until a person says which, or that it is new. */
export const contactQuestion = sqliteTable(
  "contact_question",
  {
    organisationId: text().notNull(),
    recordId: text().notNull(),
    /** [{id, reasons}]: our ids of the contacts it may be, best first. */
    among: text({ mode: "json" }).notNull(),
    openedAt: integer().notNull(),
    decidedAt: integer(),
    /** The contact it is; null once decided: it is a new one. */
    sameAs: text(),
    decidedBy: text({ mode: "json" }),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.recordId] })],
);

/** Our change to a posted document, which a bookkeeper applies or declines on its Xero page. */
export const proposal = sqliteTable(
  "proposal",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    linkId: text().notNull(),
    recordId: text().notNull(),
    fieldGroup: text().notNull(),
    before: text().notNull(),
    after: text().notNull(),
    by: text({ mode: "json" }).notNull(),
    openedAt: integer().notNull(),
    decidedAt: integer(),
    decision: text({ enum: ["applied", "declined", "withdrawn"] }),
    decidedBy: text({ mode: "json" }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("proposal_open").on(t.organisationId, t.linkId, t.fieldGroup).where(sql`decided_at IS NULL`),
    index("proposal_record").on(t.organisationId, t.recordId),
  ],
);

export const quarantine = sqliteTable(
  "quarantine",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    kind: text().notNull(),
    xeroId: text(),
    reason: text().notNull(),
    body: text().notNull(),
    at: integer().notNull(),
    releasedAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index("quarantine_xero").on(t.organisationId, t.kind, t.xeroId)],
);
