import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What is to be read from Xero, and how far each kind was read. */

/** What a webhook said to look at again. Intake writes one row per delivery; the engine splits and empties it. */
export const inbox = sqliteTable(
  "inbox",
  {
    id: text().primaryKey(),
    body: text().notNull(),
    firstSequence: integer(),
    lastSequence: integer(),
    receivedAt: integer().notNull(),
    handledAt: integer(),
  },
  (t) => [index("inbox_open").on(t.handledAt, t.receivedAt)],
);

/** Xero ids to fetch again, once each however often they were named; deleted by the batch that stores what was read. */
export const lookAgain = sqliteTable(
  "look_again",
  {
    organisationId: text().notNull(),
    kind: text({ enum: ["contact", "invoice"] }).notNull(),
    xeroId: text().notNull(),
    /** Grows with every naming, so that one which comes while the answer is on its way is not lost. */
    askedAt: integer().notNull(),
    lane: text({ enum: ["person", "webhook", "poll"] }).notNull(),
    attempts: integer().notNull().default(0),
    notBeforeAt: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.kind, t.xeroId] })],
);

/** How far each kind was read; moves only with the last page of a sweep. */
export const cursor = sqliteTable(
  "cursor",
  {
    organisationId: text().notNull(),
    kind: text().notNull(),
    /** poll · import · sweep */
    lane: text().notNull(),
    completedThrough: integer(),
    /** State of a running sweep: page, started, highest UpdatedDateUTC seen, counts. */
    running: text({ mode: "json" }),
    dueAt: integer(),
    lastCompletedAt: integer(),
    lastCount: integer(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.kind, t.lane] })],
);
