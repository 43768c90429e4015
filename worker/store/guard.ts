import { type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { storeFailure } from "./storeFailure.ts";
import { guard } from "./schema/guard.ts";
import type { Db } from "./open.ts";

type Statement = BatchItem<"sqlite">;

/**
 * Compare-and-swap over a whole batch. D1 has no interactive transactions and a batch cannot branch, so each condition is an
 * insert into `guard` whose CHECK fails when the condition is not true: the whole batch then rolls back.
 *
 * @returns false when a condition did not hold; nothing was changed. Any other failure throws.
 */
export async function guardedBatch(db: Db, conditions: readonly SQL[], statements: readonly Statement[]): Promise<boolean> {
  const guards = conditions.map((condition) =>
    db.insert(guard).select(sql`select case when ${condition} then 1 else 0 end`),
  );
  try {
    await db.batch([...guards, ...statements, db.delete(guard)] as unknown as [Statement]);
    return true;
  } catch (error) {
    if (storeFailure(error).kind === "guard") return false;
    throw error;
  }
}
