import { and, eq, sql } from "drizzle-orm";
import type { Line } from "../../shared/records/document.ts";
import type { Chart } from "../../shared/suggest/chart.ts";
import { decaysFor } from "../../shared/suggest/learn.ts";
import { type LineSuggestion, predict } from "../../shared/suggest/predict.ts";
import type { Thresholds } from "../../shared/suggest/thresholds.ts";
import type { ContextKey, Memory, SuggestLine } from "../../shared/suggest/types.ts";
import type { Purchase } from "../http/suggest.ts";
import { bulkInsert } from "../store/bulk.ts";
import type { Db } from "../store/open.ts";
import { findRecords } from "../store/reads/records.ts";
import { suggestAnswer } from "../store/schema/suggestions.ts";
import { besideLines } from "./besideLines.ts";
import { type CountState, fetchCounts } from "./countStore.ts";
import { asQuestion, supplierHash } from "./question.ts";

/** A line that wants coding, with its document. */
export interface Wanted {
  readonly document: Purchase;
  readonly line: Line;
}

/** Which candidates answers are chosen from, and the hash of all: other candidates or thresholds make an answer stale. */
export interface Choice {
  readonly chart: Chart;
  /** From which confidence on something is suggested here. */
  readonly thresholds: Thresholds;
  readonly hash: number;
}

/** Lines whose stored answer is not true any more: history, the line or the candidates have changed, or there is none yet. */
export async function staleLines(db: Db, state: CountState, wanted: readonly Wanted[], choice: Choice): Promise<Wanted[]> {
  const kept = await db.select({ lineId: suggestAnswer.lineId, revision: suggestAnswer.revision }).from(suggestAnswer).where(stillTrue(state, wanted, choice));
  const revisions = new Map(kept.map(({ lineId, revision }) => [lineId, revision]));
  return wanted.filter(({ document, line }) => revisions.get(line.id) !== document.revision);
}

/** The stored answers that are still true. */
export async function keptAnswers(db: Db, state: CountState, wanted: readonly Wanted[], choice: Choice): Promise<Map<string, LineSuggestion>> {
  const kept = await db.select().from(suggestAnswer).where(stillTrue(state, wanted, choice));
  const revisions = new Map(wanted.map(({ document, line }) => [line.id, document.revision]));
  return new Map(kept.flatMap(({ lineId, revision, answer }) => (revision === revisions.get(lineId) ? [[lineId, JSON.parse(answer) as LineSuggestion]] : [])));
}

const stillTrue = ({ number, version }: CountState, wanted: readonly Wanted[], { hash }: Choice) =>
  and(eq(suggestAnswer.number, number), eq(suggestAnswer.version, version), eq(suggestAnswer.chart, hash), sql`line_id in (select value from json_each(${JSON.stringify(wanted.map(({ line }) => line.id))}))`);

/** What was asked of the counts for one line, what they hold, and the answer. */
export interface Asked {
  readonly document: Purchase;
  readonly question: SuggestLine;
  readonly memory: Memory;
  readonly suggestion: LineSuggestion;
}

/** Answers lines from the counts: two round trips, one after the other, and what stands beside the documents meanwhile. What is decided on a line is taken as given and not asked. */
export async function askCounts(db: Db, state: CountState, wanted: readonly Wanted[], choice: Choice): Promise<Asked[]> {
  if (wanted.length === 0) return [];
  const [contacts, beside] = await Promise.all([
    findRecords(db, state.organisationId, ["contact"], wanted.map(({ document }) => document.body.contactId)),
    besideLines(db, state.organisationId, [...new Set(wanted.map(({ document }) => document))]),
  ]);
  const nameOf = new Map(contacts.map(({ id, body }) => [id, body.name]));
  const questions = wanted.map(({ document, line }) => ({
    document, question: { ...asQuestion(document, line, nameOf.get(document.body.contactId) ?? "", true), beside: beside.get(document.id) ?? [] },
  }));
  const decays = new Map<ContextKey, number>();
  for (const { question } of questions) {
    const known = { ...(question.accountCode != null && { account: question.accountCode }), ...(question.projectId != null && { project: question.projectId }) };
    for (const [key, decay] of decaysFor(question, known)) decays.set(key, decay);
  }
  const { rows, neighbours } = await fetchCounts(db, state, decays, questions.map(({ question }) => supplierHash(question)));
  return questions.map(({ document, question }) => {
    const others = (neighbours.get(supplierHash(question)) ?? []).filter((line) => line.documentId !== document.id);
    const memory = { rows, labels: state.labels, neighbours: others, sequence: state.sequence };
    return { document, question, memory, suggestion: predict(question, memory, choice.chart, { thresholds: choice.thresholds }) };
  });
}

/** Answers lines from the counts, and keeps the answers, so that they are ready before anyone opens the document. */
export async function answerLines(db: Db, state: CountState, wanted: readonly Wanted[], choice: Choice): Promise<Map<string, LineSuggestion>> {
  const asked = await askCounts(db, state, wanted, choice);
  const fresh = asked.map(({ document, question, suggestion }) => ({
    number: state.number, lineId: question.lineId, recordId: document.id, revision: document.revision, version: state.version, chart: choice.hash, answer: JSON.stringify(suggestion),
  }));
  // Who looked at an answer, and what was marked for bulk, holds as long as the document is the same.
  const [first, ...rest] = bulkInsert(db, suggestAnswer, fresh, sql`on conflict do update set record_id = excluded.record_id, version = excluded.version, chart = excluded.chart, answer = excluded.answer,
    bulk = iif(revision = excluded.revision, bulk, 0), seen = iif(revision = excluded.revision, seen, 0), revision = excluded.revision`);
  if (first !== undefined) await db.batch([first, ...rest]);
  return new Map(asked.map(({ question, suggestion }) => [question.lineId, suggestion]));
}
