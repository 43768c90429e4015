import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { contactQuestion, link } from "../schema/links.ts";
import type { Db } from "../open.ts";

type QuestionRow = typeof contactQuestion.$inferSelect;

const LIST_MAX = 500;

/** Questions that still hold a contact back, oldest first. One whose contact went its way otherwise is no question any more. */
export async function openContactQuestions(db: Db, organisationId: string): Promise<QuestionRow[]> {
  const rows = await db
    .select()
    .from(contactQuestion)
    .innerJoin(link, and(eq(link.organisationId, contactQuestion.organisationId), eq(link.recordId, contactQuestion.recordId)))
    .where(and(eq(contactQuestion.organisationId, organisationId), isNull(contactQuestion.decidedAt), eq(link.state, "waiting"), sql`${link.reason} ->> 'code' = 'which_contact'`))
    .orderBy(asc(contactQuestion.openedAt), asc(contactQuestion.recordId))
    .limit(LIST_MAX);
  return rows.map((row) => row.contact_question);
}
