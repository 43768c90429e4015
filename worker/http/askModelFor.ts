import type { LineSuggestionView } from "../../shared/api/suggestionShapes.ts";
import { suggestionRules } from "../../shared/suggest/suggestionRules.ts";
import type { Candidates } from "../../shared/suggest/types.ts";
import { candidates } from "../suggest/candidates.ts";
import type { ModelAnswer, ModelQuestion } from "../suggest/languageModel.ts";
import { askStoredModel } from "../suggest/storedModel.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import type { StoredRecord } from "../store/reads/records.ts";
import type { References } from "../store/reads/references.ts";
import type { HttpDeps } from "./deps.ts";
import type { Purchase, Suggested } from "./suggest.ts";
import type { Names } from "./views/names.ts";
import { NO_PROJECT } from "./views/suggestionView.ts";

/** Lines of one document that a model is asked about. */
const LINES_MAX = 5;

interface About {
  documents: readonly Purchase[];
  suggested: Suggested;
  references: References;
  projects: readonly StoredRecord<"project">[];
  names: Names;
}

/** A language model's choices, by line: only where the firm has a model, an admin of the organisation consented, and the supplier has no history at all. */
export async function askModelFor(deps: HttpDeps, organisation: OrganisationRow, about: About): Promise<Map<string, LineSuggestionView["model"]>> {
  const { languageModel } = deps;
  if (languageModel === null || suggestionRules(organisation.rules).languageModel === null) return new Map();
  const unknown = about.documents
    .flatMap((document) => document.body.lines.map((line) => ({ document, line, suggestion: about.suggested.lines.get(line.id) })))
    .filter(({ line, suggestion }) => suggestion !== undefined && line.accountCode === null && suggestion.account.value === null && suggestion.account.agree.of === 0)
    .slice(0, LINES_MAX);
  if (unknown.length === 0) return new Map();
  const choice = candidates(about.references, about.projects);
  const answers = await Promise.all(
    unknown.map(async ({ document, line }) => {
      const question = questionOf(about.names.record(document.body.contactId), line.description ?? "", choice);
      return [line.id, await askStoredModel({ db: deps.db, organisationId: organisation.id, ask: languageModel.ask, now: deps.clock.now() }, question)] as const;
    }),
  );
  return new Map(answers.map(([lineId, answer]) => [lineId, named(answer, choice, about.names)]));
}

/** Names only: no codes of accounts, no amounts, no dates, no other lines. */
function questionOf(supplierName: string, description: string, choice: Candidates): ModelQuestion {
  return {
    supplierName,
    description,
    candidates: {
      account: choice.accounts.map(({ code, name }) => ({ value: code, name })),
      tax: choice.taxRates.map(({ taxType, name }) => ({ value: taxType, name })),
      project: choice.projects.map(({ projectId, name }) => ({ value: projectId, name })),
    },
  };
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
