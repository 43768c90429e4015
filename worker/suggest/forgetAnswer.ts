import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../store/open.ts";
import { suggestAnswer } from "../store/schema/suggestions.ts";

type Forgotten = readonly (typeof suggestAnswer.$inferSelect)[];

/** The line counts as coded without a suggestion. @returns what was forgotten, for `rememberAnswer`. */
export async function forgetAnswer(db: Db, organisationId: string, lineId: string): Promise<Forgotten> {
  return db.delete(suggestAnswer).where(and(sql`${suggestAnswer.number} = (select number from suggest_state where organisation_id = ${organisationId})`, eq(suggestAnswer.lineId, lineId))).returning();
}

/** What it was forgotten for was refused: the suggestion is there again, and whether somebody has looked at it. A newer one stays. */
export async function rememberAnswer(db: Db, forgotten: Forgotten): Promise<void> {
  if (forgotten.length > 0) await db.insert(suggestAnswer).values([...forgotten]).onConflictDoNothing();
}
