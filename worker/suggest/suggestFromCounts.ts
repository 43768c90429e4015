import { and, eq, sql } from "drizzle-orm";
import type { Line } from "../../shared/records/document.ts";
import { type Chart, readChart } from "../../shared/suggest/chart.ts";
import { hash } from "../../shared/suggest/hash.ts";
import { keysFor } from "../../shared/suggest/learn.ts";
import { neighbourCap } from "../../shared/suggest/neighbourFeatures.ts";
import { type LineSuggestion, predict } from "../../shared/suggest/predict.ts";
import type { Candidates } from "../../shared/suggest/types.ts";
import { type Purchase, type Suggest, wantsCoding } from "../http/suggest.ts";
import { bulkInsert } from "../store/bulk.ts";
import type { Db } from "../store/open.ts";
import { findRecords, recordsOfKind } from "../store/reads/records.ts";
import type { References } from "../store/reads/references.ts";
import { suggestAnswer } from "../store/schema/suggestions.ts";
import { candidates } from "./candidates.ts";
import { readDocument } from "./countedDocument.ts";
import { fetchCounts, readState, type CountState } from "./countStore.ts";
import { followRecords } from "./followRecords.ts";
import { asQuestion, supplierHash } from "./question.ts";

/** Lines answered in one request; a page of a list never needs more. */
const LINES_MAX = 200;
/** Pages of changed documents counted before answering: what was just confirmed counts at once, a first import goes on in the rounds. */
const PAGES_BEFORE_ANSWER = 2;
const PROJECTS_MAX = 1_500;

/** Suggestions from stored counts: follows what changed, answers from memory what is still true, and asks for the rest in one SELECT. */
export function suggestFromCounts(db: Db): Suggest {
  return async ({ organisationId, documents, references }) => {
    const wanted = documents.flatMap((document) => document.body.lines.filter((line) => wantsCoding(document, line)).map((line) => ({ document, line }))).slice(0, LINES_MAX);
    if (wanted.length === 0) return { lines: new Map(), earlier: new Map() };
    const choice = await readCandidates(db, organisationId, references);
    const chart = readChart(choice);
    for (let page = 0; page < PAGES_BEFORE_ANSWER; page++) if (!(await followRecords(db, organisationId, chart)).more) break;
    const state = await readState(db, organisationId);
    if (state === null) return { lines: new Map(), earlier: new Map() };
    const lines = await answerLines(db, state, wanted, chart, hash(JSON.stringify(choice)));
    return { lines, earlier: await evidenceOf(db, state, wanted.map(({ document }) => document), lines) };
  };
}

export async function readCandidates(db: Db, organisationId: string, references: References): Promise<Candidates> {
  return candidates(references, await recordsOfKind(db, organisationId, "project", PROJECTS_MAX));
}

interface Wanted {
  readonly document: Purchase;
  readonly line: Line;
}

/** Answers lines and keeps the answers, so that they are ready before anyone opens the document. */
export async function answerLines(db: Db, state: CountState, wanted: readonly Wanted[], chart: Chart, chartHash: number): Promise<Map<string, LineSuggestion>> {
  const kept = await db.select().from(suggestAnswer)
    .where(and(eq(suggestAnswer.number, state.number), sql`line_id in (select value from json_each(${JSON.stringify(wanted.map(({ line }) => line.id))}))`));
  const revisionOf = new Map(wanted.map(({ document, line }) => [line.id, document.revision]));
  // Any change of history, of the line or of the candidates makes an answer stale.
  const answers = new Map(kept.filter((row) => row.version === state.version && row.chart === chartHash && row.revision === revisionOf.get(row.lineId)).map((row) => [row.lineId, JSON.parse(row.answer) as LineSuggestion]));
  const open = wanted.filter(({ line }) => !answers.has(line.id));
  if (open.length === 0) return answers;
  const contacts = await findRecords(db, state.organisationId, ["contact"], open.map(({ document }) => document.body.contactId));
  const nameOf = new Map(contacts.map(({ id, body }) => [id, body.name]));
  const questions = open.map(({ document, line }) => ({ document, question: asQuestion(document, line, nameOf.get(document.body.contactId) ?? "", true) }));
  const keys = questions.flatMap(({ question }) => keysFor(question, {
    ...(question.accountCode != null && { account: question.accountCode }), ...(question.projectId != null && { project: question.projectId }),
  }));
  const { rows, neighbours } = await fetchCounts(db, state, keys, questions.map(({ question }) => supplierHash(question)));
  const fresh = questions.map(({ document, question }) => {
    const others = (neighbours.get(supplierHash(question)) ?? []).filter((line) => line.documentId !== document.id);
    const suggestion = predict(question, { rows, neighbours: others, sequence: state.sequence }, chart);
    answers.set(question.lineId, suggestion);
    return { number: state.number, lineId: question.lineId, recordId: document.id, revision: document.revision, version: state.version, chart: chartHash, answer: JSON.stringify(suggestion), bulk: 0 };
  });
  const [first, ...rest] = bulkInsert(db, suggestAnswer, fresh, sql`on conflict do update set record_id = excluded.record_id, revision = excluded.revision, version = excluded.version, chart = excluded.chart, answer = excluded.answer`);
  if (first !== undefined) await db.batch([first, ...rest]);
  return answers;
}

/** The earlier lines that suggestions name, with their documents: among the newest of the same suppliers, where they came from. */
async function evidenceOf(db: Db, state: CountState, documents: readonly Purchase[], lines: ReadonlyMap<string, LineSuggestion>): Promise<Map<string, Wanted>> {
  const ids = new Set([...lines.values()].flatMap(({ account, tax, project }) => [account, tax, project].flatMap((field) => [...field.evidence, ...(field.counterExample === null ? [] : [field.counterExample])])));
  const earlier = new Map<string, Wanted>();
  if (ids.size === 0) return earlier;
  const suppliers = JSON.stringify([...new Set(documents.map((document) => supplierHash(asQuestion(document, document.body.lines[0]!, ""))))]);
  const found = await db.all<{ recordId: string; lines: string }>(sql`
    select d.record_id as recordId, d.lines as lines from json_each(${suppliers}) s cross join suggest_document d on d.rowid in
      (select n.rowid from suggest_document n where n.number = ${state.number} and n.supplier = s.value and n.lines <> '' order by n.sequence desc limit ${neighbourCap})`);
  const wanted = found.filter(({ recordId, lines: text }) => readDocument(recordId, text, state.labels).some(({ line }) => ids.has(line.lineId)));
  for (const document of await findRecords(db, state.organisationId, ["bill", "bank_transaction"], wanted.map(({ recordId }) => recordId))) {
    for (const line of document.body.lines) if (ids.has(line.id)) earlier.set(line.id, { document, line });
  }
  return earlier;
}
