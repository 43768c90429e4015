import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** A connected Xero organisation, and the Xero users that can serve it. */

export const organisation = sqliteTable(
  "organisation",
  {
    id: text().primaryKey(),
    xeroTenantId: text().notNull(),
    /** Xero's connection id, what DELETE /connections takes; null when disconnected. */
    connectionId: text(),
    name: text().notNull(),
    shortCode: text(),
    state: text({ enum: ["connecting", "connected", "needs_sign_in", "disconnected"] }).notNull(),
    stateReason: text(),
    /** OrganisationFacts as last read. */
    facts: text({ mode: "json" }),
    /** SyncRules: policy, directions, filters, mappings, statuses on creation. */
    rules: text({ mode: "json" }).notNull(),
    createdAt: integer().notNull(),
    connectedAt: integer(),
    disconnectedAt: integer(),
    /** Last round that ended without an error; the heartbeat of the alarms. */
    lastRoundAt: integer(),
    nextDueAt: integer(),
    /** Highest lease token that ever wrote: commits of a run with a lower one are refused. */
    fence: integer().notNull().default(0),
  },
  (t) => [uniqueIndex("organisation_tenant").on(t.xeroTenantId), index("organisation_due").on(t.nextDueAt)],
);

/** Which Xero users can serve an organisation; the engine falls back to the next when one loses access. */
export const organisationUser = sqliteTable(
  "organisation_user",
  {
    organisationId: text().notNull(),
    xeroUserId: text().notNull(),
    connectionId: text().notNull(),
    xeroRole: text(),
    state: text({ enum: ["live", "lost"] }).notNull(),
    addedAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.xeroUserId] })],
);
