import { and, eq, sql } from "drizzle-orm";
import { readChart } from "../../shared/suggest/chart.ts";
import { hash } from "../../shared/suggest/hash.ts";
import { suggestionRules, thresholdsOf } from "../../shared/suggest/suggestionRules.ts";
import { type Decided, type Purchase, type Suggest, wantsCoding } from "../http/suggest.ts";
import type { Db } from "../store/open.ts";
import { findOrganisation } from "../store/reads/organisations.ts";
import { recordsOfKind } from "../store/reads/records.ts";
import type { References } from "../store/reads/references.ts";
import { suggestAnswer } from "../store/schema/suggestions.ts";
import { answerLines, askCounts, type Choice, keptAnswers, type Wanted } from "./answerLines.ts";
import { candidates } from "./candidates.ts";
import { type CountState, readState } from "./countStore.ts";
import { earlierLines } from "./earlierLines.ts";
import { followRecords } from "./followRecords.ts";

/** Lines answered in one request; a page of a list never needs more. */
const LINES_MAX = 200;
/** Pages of changed documents counted before answering: what was just changed counts at once, a first import goes on in the rounds. */
const PAGES_BEFORE_ANSWER = 2;
const PROJECTS_MAX = 1_500;

/** Suggestions from stored counts: follows what changed, takes the stored answers that are still true, and asks for the rest in one round trip. */
export function suggestFromCounts(db: Db): Suggest {
  return async ({ organisationId, documents, references, looked = false, given }) => {
    const wanted = (given === undefined ? openLines(documents) : linesGiven(documents, given)).slice(0, LINES_MAX);
    const nothing = { lines: new Map(), earlier: new Map() };
    if (wanted.length === 0) return nothing;
    const choice = await readChoice(db, organisationId, references);
    for (let page = 0; page < PAGES_BEFORE_ANSWER; page++) if (!(await followRecords(db, organisationId, choice.chart)).more) break;
    const state = await readState(db, organisationId);
    if (state === null) return nothing;
    if (given !== undefined) {
      const asked = await askCounts(db, state, wanted, choice);
      const answers = new Map(asked.map(({ question, suggestion }) => [question.lineId, suggestion]));
      return { lines: answers, earlier: await earlierLines(db, state, wanted, answers) };
    }
    const kept = await keptAnswers(db, state, wanted, choice);
    const fresh = await answerLines(db, state, wanted.filter(({ line }) => !kept.has(line.id)), choice);
    const lines = new Map([...kept, ...fresh]);
    if (looked) await noteLooked(db, state, [...lines.keys()]);
    return { lines, earlier: await earlierLines(db, state, wanted, lines) };
  };
}

function openLines(documents: readonly Purchase[]): Wanted[] {
  return documents.flatMap((document) => document.body.lines.filter((line) => wantsCoding(document, line)).map((line) => ({ document, line })));
}

function linesGiven(documents: readonly Purchase[], given: ReadonlyMap<string, Decided>): Wanted[] {
  return documents.flatMap((document) =>
    document.body.lines.flatMap((line): Wanted[] => {
      const decided = given.get(line.id);
      return decided === undefined ? [] : [{ document, line: { ...line, ...decided } }];
    }),
  );
}

/** What may be suggested now: read by rounds and by whoever opens a document. */
export async function readChoice(db: Db, organisationId: string, references: References): Promise<Choice> {
  const [projects, organisation] = await Promise.all([recordsOfKind(db, organisationId, "project", PROJECTS_MAX), findOrganisation(db, { id: organisationId })]);
  const all = candidates(references, projects);
  const thresholds = thresholdsOf(suggestionRules(organisation?.rules ?? null));
  return { chart: readChart(all), thresholds, hash: hash(JSON.stringify([all, thresholds])) };
}

async function noteLooked(db: Db, { number }: CountState, lineIds: readonly string[]): Promise<void> {
  await db.update(suggestAnswer).set({ seen: 1 }).where(and(eq(suggestAnswer.number, number), eq(suggestAnswer.seen, 0), sql`line_id in (select value from json_each(${JSON.stringify(lineIds)}))`));
}
