import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../store/open.ts";
import { modelAnswer } from "../store/schema/modelAnswers.ts";
import { sha256 } from "../http/sha256.ts";
import { type AskModel, askLanguageModel, type ModelAnswer, type ModelQuestion, promptOf } from "./languageModel.ts";

/** Questions a day and organisation; beyond it nobody is asked until the next (UTC). */
export const MODEL_DAILY_BUDGET = 200;
/** A question that got no answer is asked again after this. */
const SILENCE_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** Answers are forgotten after this: charts and projects move on. */
const KEPT_DAYS = 30;

const dayOf = (now: number): number => Math.floor(now / DAY_MS);

export interface ModelRequest {
  db: Db;
  organisationId: string;
  ask: AskModel;
  now: number;
  timeoutMs?: number;
}

/**
 * The model's choice for one line, asked once: the same supplier, text and candidates get the stored answer. The day's budget is claimed before asking, in
 * the statement that stores the question, so that no crowd of requests can overspend it.
 */
export async function askStoredModel(request: ModelRequest, question: ModelQuestion): Promise<ModelAnswer | null> {
  const { db, organisationId, ask, now, timeoutMs } = request;
  const key = await keyOf(question);
  const own = and(eq(modelAnswer.organisationId, organisationId), eq(modelAnswer.key, key));
  const [known] = await db.select().from(modelAnswer).where(own).limit(1);
  if (known?.answer != null) return known.answer;
  if (known !== undefined && now - known.askedAt < SILENCE_MS) return null;
  const day = dayOf(now);
  const claimed = await db.all(sql`insert into model_answer (organisation_id, key, asked_at, day, answer)
    select ${organisationId}, ${key}, ${now}, ${day}, null where (select count(*) from model_answer where organisation_id = ${organisationId} and day = ${day}) < ${MODEL_DAILY_BUDGET}
    on conflict do update set asked_at = excluded.asked_at, day = excluded.day where asked_at <= ${now - SILENCE_MS} returning key`);
  if (claimed.length === 0) return null;
  const answer = await askLanguageModel(ask, question, timeoutMs);
  if (answer === null) return null;
  await db.batch([
    db.update(modelAnswer).set({ answer }).where(own),
    db.delete(modelAnswer).where(and(eq(modelAnswer.organisationId, organisationId), sql`${modelAnswer.day} < ${day - KEPT_DAYS}`)),
  ]);
  return answer;
}

const keyOf = (question: ModelQuestion): Promise<string> => sha256(JSON.stringify(promptOf(question)));

/** Answers that are there already, one for each question; null where there is none, or not yet. Nobody is asked. */
export async function storedModelAnswers(db: Db, organisationId: string, questions: readonly ModelQuestion[]): Promise<(ModelAnswer | null)[]> {
  const keys = await Promise.all(questions.map(keyOf));
  const known = new Map((await knownAmong(db, organisationId, keys)).map(({ key, answer }) => [key, answer]));
  return keys.map((key) => known.get(key) ?? null);
}

/** Those that nobody asked yet, or that got no answer for so long that they may be asked again; each once. */
export async function unaskedQuestions(db: Db, organisationId: string, questions: readonly ModelQuestion[], now: number): Promise<ModelQuestion[]> {
  const byKey = new Map(await Promise.all(questions.map(async (question) => [await keyOf(question), question] as const)));
  for (const { key, answer, askedAt } of await knownAmong(db, organisationId, [...byKey.keys()])) if (answer !== null || now - askedAt < SILENCE_MS) byKey.delete(key);
  return [...byKey.values()];
}

async function knownAmong(db: Db, organisationId: string, keys: readonly string[]): Promise<(typeof modelAnswer.$inferSelect)[]> {
  if (keys.length === 0) return [];
  return db.select().from(modelAnswer).where(and(eq(modelAnswer.organisationId, organisationId), sql`${modelAnswer.key} in (select value from json_each(${JSON.stringify(keys)}))`));
}

/** Questions that were asked today. */
export async function modelAskedToday(db: Db, organisationId: string, now: number): Promise<number> {
  const [row] = await db.select({ count: sql<number>`count(*)` }).from(modelAnswer).where(and(eq(modelAnswer.organisationId, organisationId), eq(modelAnswer.day, dayOf(now))));
  return row?.count ?? 0;
}

/** What an organisation's model has answered is gone when consent is taken back. */
export async function forgetModelAnswers(db: Db, organisationId: string): Promise<void> {
  await db.delete(modelAnswer).where(eq(modelAnswer.organisationId, organisationId));
}
