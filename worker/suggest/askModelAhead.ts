import { sql } from "drizzle-orm";
import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import { suggestionRules } from "../../shared/suggest/suggestionRules.ts";
import type { Purchase } from "../http/suggest.ts";
import type { Db } from "../store/open.ts";
import { findOrganisation } from "../store/reads/organisations.ts";
import { findRecords, recordsOfKind } from "../store/reads/records.ts";
import { readReferences } from "../store/reads/references.ts";
import { candidates } from "./candidates.ts";
import { readState } from "./countStore.ts";
import type { AskModel, ModelQuestion } from "./languageModel.ts";
import { modelQuestion, wantsModel } from "./modelQuestion.ts";
import { askStoredModel, unaskedQuestions } from "./storedModel.ts";

interface Ahead {
  db: Db;
  organisationId: string;
  ask: AskModel;
  now: number;
}

/** Open lines looked at, those of the newest documents first. */
const LINES_MAX = 60;
/** Questions in one round, all at once: a model that stalls holds the round up for one time-out. */
const AT_ONCE = 5;
/** As the card reads them. */
const PROJECTS_MAX = 1_000;

/**
 * Asks the language model about lines of suppliers never seen when their bills arrive, so that the card finds its choice and waits for nobody. Only where an
 * admin consented and Xero is connected. Part of a round; no sync depends on it.
 *
 * @returns whether the next round has more to ask; not where no answer came, so that a model that is down is left in peace.
 */
export async function askModelAhead({ db, organisationId, ask, now }: Ahead): Promise<boolean> {
  const organisation = await findOrganisation(db, { id: organisationId });
  if (organisation?.state !== "connected" || suggestionRules(organisation.rules).languageModel === null) return false;
  const questions = await unaskedQuestions(db, organisationId, await openQuestions(db, organisationId), now);
  const answers = await Promise.all(questions.slice(0, AT_ONCE).map((question) => askStoredModel({ db, organisationId, ask, now }, question)));
  return questions.length > AT_ONCE && answers.some((answer) => answer !== null);
}

async function openQuestions(db: Db, organisationId: string): Promise<ModelQuestion[]> {
  const state = await readState(db, organisationId);
  if (state === null) return [];
  const rows = await db.all<{ lineId: string; answer: string; body: string }>(sql`select a.line_id as lineId, a.answer as answer, r.body as body
    from suggest_answer a cross join record r on r.organisation_id = ${organisationId} and r.id = a.record_id
    where a.number = ${state.number} and a.answer ->> '$.account.value' is null and a.answer ->> '$.account.agree.of' = 0 and r.deleted_at is null and r.status in ('draft', 'submitted', 'authorised')
    order by r.updated_at desc limit ${LINES_MAX}`);
  const lines = rows.flatMap(({ lineId, answer, body }) => {
    const { contactId, lines: all } = JSON.parse(body) as Purchase["body"];
    const line = all.find(({ id }) => id === lineId);
    return line !== undefined && wantsModel(line, JSON.parse(answer) as LineSuggestion) ? [{ line, contactId }] : [];
  });
  if (lines.length === 0) return [];
  const [references, projects, contacts] = await Promise.all([
    readReferences(db, organisationId), recordsOfKind(db, organisationId, "project", PROJECTS_MAX), findRecords(db, organisationId, ["contact"], lines.map(({ contactId }) => contactId)),
  ]);
  const choice = candidates(references, projects);
  const names = new Map(contacts.map(({ id, body }) => [id, body.name]));
  return lines.map(({ line, contactId }) => modelQuestion(names.get(contactId) ?? contactId, line, choice));
}
