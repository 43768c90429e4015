import type { LineSuggestionView } from "../../shared/api/suggestionShapes.ts";
import { suggestionRules } from "../../shared/suggest/suggestionRules.ts";
import type { Candidates } from "../../shared/suggest/types.ts";
import { candidates } from "../suggest/candidates.ts";
import type { ModelAnswer } from "../suggest/languageModel.ts";
import { modelQuestion, wantsModel } from "../suggest/modelQuestion.ts";
import { storedModelAnswers } from "../suggest/storedModel.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import type { StoredRecord } from "../store/reads/records.ts";
import type { References } from "../store/reads/references.ts";
import type { HttpDeps } from "./deps.ts";
import type { Purchase, Suggested } from "./suggest.ts";
import type { Names } from "./views/names.ts";
import { NO_PROJECT } from "./views/suggestionView.ts";

interface About {
  documents: readonly Purchase[];
  suggested: Suggested;
  references: References;
  projects: readonly StoredRecord<"project">[];
  names: Names;
}

/**
 * What a language model chose, by line: only where the firm has a model, an admin of the organisation consented, and the supplier has no history at all. It was
 * asked when the bill arrived (askModelAhead.ts); here only what is stored is read, so nobody waits for it.
 */
export async function modelChoices(deps: HttpDeps, organisation: OrganisationRow, about: About): Promise<Map<string, LineSuggestionView["model"]>> {
  if (deps.languageModel === null || suggestionRules(organisation.rules).languageModel === null) return new Map();
  const unknown = about.documents.flatMap((document) =>
    document.body.lines.flatMap((line) => {
      const suggestion = about.suggested.lines.get(line.id);
      return suggestion !== undefined && wantsModel(line, suggestion) ? [{ document, line }] : [];
    }),
  );
  if (unknown.length === 0) return new Map();
  const choice = candidates(about.references, about.projects);
  const questions = unknown.map(({ document, line }) => modelQuestion(about.names.record(document.body.contactId), line, choice));
  const answers = await storedModelAnswers(deps.db, organisation.id, questions);
  return new Map(unknown.map(({ line }, i) => [line.id, named(answers[i] ?? null, choice, about.names)]));
}

/** Read against the candidates once more: what was archived since it was answered, and a tax that the account does not take, are dropped. */
function named(answer: ModelAnswer | null, choice: Candidates, names: Names): LineSuggestionView["model"] {
  if (answer === null) return null;
  const account = choice.accounts.find(({ code }) => code === answer.account);
  const allowed = account?.allowedTaxTypes;
  const tax = choice.taxRates.find(({ taxType }) => taxType === answer.tax && (allowed === undefined || allowed.includes(taxType)));
  const project = choice.projects.find(({ projectId }) => projectId === answer.project);
  if (account === undefined && tax === undefined && project === undefined) return null;
  return {
    account: account === undefined ? null : { value: account.code, label: names.account(account.code) },
    tax: tax === undefined ? null : { value: tax.taxType, label: tax.name },
    project: project === undefined ? null : { value: project.projectId, label: project.name || NO_PROJECT },
  };
}
