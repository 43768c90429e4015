import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What came from project tools, and what goes out to them. */

/** Request ids of our own API: the same id twice gives the first answer. */
export const request = sqliteTable(
  "request",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    bodyHash: text().notNull(),
    status: integer().notNull(),
    response: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] })],
);

/** Events for project tools (webhooks out), delivered at least once. */
export const outEvent = sqliteTable(
  "out_event",
  {
    organisationId: text().notNull(),
    id: text().notNull(),
    type: text().notNull(),
    body: text().notNull(),
    at: integer().notNull(),
    attempts: integer().notNull().default(0),
    nextAt: integer(),
    deliveredAt: integer(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] }), index("out_event_due").on(t.nextAt)],
);
