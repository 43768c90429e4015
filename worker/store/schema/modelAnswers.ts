import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What a language model chose, by hash of what it was shown: a cache, and the count of the day's questions. Codes only; no names, no texts. */
export const modelAnswer = sqliteTable(
  "model_answer",
  {
    organisationId: text().notNull(),
    key: text().notNull(),
    askedAt: integer().notNull(),
    /** Days since 1970-01-01, UTC. */
    day: integer().notNull(),
    /** Null: asked, and nothing usable came. */
    answer: text({ mode: "json" }).$type<{ account: string | null; tax: string | null; project: string | null }>(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.key] }), index("model_answer_day").on(t.organisationId, t.day)],
);
