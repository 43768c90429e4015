import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../store/open.ts";
import { suggestAnswer } from "../store/schema/suggestions.ts";

/** The line counts as coded without a suggestion. */
export async function forgetAnswer(db: Db, organisationId: string, lineId: string): Promise<void> {
  await db.delete(suggestAnswer).where(and(sql`${suggestAnswer.number} = (select number from suggest_state where organisation_id = ${organisationId})`, eq(suggestAnswer.lineId, lineId)));
}
