import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Writes to Xero, stored before they are sent. */

/** A write to Xero that we decided on for one record. At most one open per link. */
export const intent = sqliteTable(
  "intent",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    linkId: text().notNull(),
    kind: text().notNull(),
    operation: text({ enum: ["create", "update", "void", "delete", "allocate", "unallocate", "note"] }).notNull(),
    state: text({ enum: ["ready", "sent", "unknown", "done", "refused", "abandoned"] }).notNull(),
    /** The canonical body or patch to send. */
    body: text().notNull(),
    /** Field groups it carries and the rule that chose each. */
    groups: text().notNull(),
    actor: text().notNull(),
    recordRevision: integer().notNull(),
    callId: text(),
    attempts: integer().notNull().default(0),
    notBeforeAt: integer(),
    error: text({ mode: "json" }),
    createdAt: integer().notNull(),
    endedAt: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("intent_open").on(t.organisationId, t.linkId).where(sql`state IN ('ready','sent','unknown')`),
    index("intent_state").on(t.organisationId, t.state),
  ],
);

/** One HTTP write, stored before it is sent. */
export const call = sqliteTable(
  "call",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    method: text().notNull(),
    path: text().notNull(),
    body: text().notNull(),
    bodyHash: text().notNull(),
    idempotencyKey: text().notNull(),
    intentIds: text().notNull(),
    state: text({ enum: ["stored", "sent", "answered", "unknown", "failed"] }).notNull(),
    sentAt: integer(),
    answeredAt: integer(),
    status: integer(),
    error: text({ mode: "json" }),
    createdAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index("call_state").on(t.organisationId, t.state)],
);
