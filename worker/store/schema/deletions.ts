import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Actor } from "../../../shared/records/record.ts";

/** Organisations that an admin deleted: all that is left of one, once its rows are gone. */
export const organisationDeletion = sqliteTable(
  "organisation_deletion",
  {
    organisationId: text().primaryKey(),
    name: text().notNull(),
    /** Needed while webhook deliveries that name it are looked for; null at the end. */
    xeroTenantId: text(),
    by: text({ mode: "json" }).$type<Actor>().notNull(),
    askedAt: integer().notNull(),
    /** Rows deleted so far. */
    rows: integer().notNull(),
    /** When a look at every table found nothing more. */
    endedAt: integer(),
  },
  (t) => [index("organisation_deletion_asked").on(t.askedAt)],
);
