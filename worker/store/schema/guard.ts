import { sql } from "drizzle-orm";
import { check, integer, sqliteTable } from "drizzle-orm/sqlite-core";

/** Compare-and-swap inside a batch: an insert whose CHECK fails rolls everything back (D1 has no interactive transactions). */
export const guard = sqliteTable("guard", { ok: integer().notNull() }, (t) => [check("guard_ok", sql`${t.ok} = 1`)]);
