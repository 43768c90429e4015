import { type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { storeFailure } from "./storeFailure.ts";
import { guard } from "./schema/guard.ts";
import type { Db } from "./open.ts";

type Statement = BatchItem<"sqlite">;

/**
 * Compare-and-swap over a whole batch. D1 has no interactive transactions and a batch cannot branch, so the conditions are an
 * insert into `guard` whose CHECK fails when one of them is not true: the whole batch then rolls back.
 *
 * @returns false when a condition did not hold; nothing was changed. Any other failure throws.
 */
export async function guardedBatch(db: Db, conditions: readonly SQL[], statements: readonly Statement[]): Promise<boolean> {
  // One insert for all of them: statements are what D1 counts.
  const all = sql.join(conditions.map((condition) => sql`(${condition})`), sql` and `);
  const guarded = conditions.length === 0 ? statements : [db.insert(guard).select(sql`select case when ${all} then 1 else 0 end`), ...statements, db.delete(guard)];
  if (guarded.length === 0) return true;
  try {
    await db.batch(guarded as unknown as [Statement]);
    return true;
  } catch (error) {
    if (storeFailure(error).kind === "guard") return false;
    throw error;
  }
}
