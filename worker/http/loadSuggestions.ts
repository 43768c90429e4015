import type { DocumentSuggestionsView, LineSuggestionView } from "../../shared/api/suggestionShapes.ts";
import type { OrganisationFacts } from "../../shared/records/organisation.ts";
import { linksByRecord } from "../store/reads/links.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import { findRecords, recordsOfKind, type StoredRecord } from "../store/reads/records.ts";
import { readReferences, type References } from "../store/reads/references.ts";
import { type SplitOf, usualSplitOf } from "../suggest/usualSplitOf.ts";
import type { HttpDeps } from "./deps.ts";
import { loadFigures } from "./loadFigures.ts";
import { modelChoices } from "./modelChoices.ts";
import type { Decided, Purchase, Suggested } from "./suggest.ts";
import { namesFrom } from "./views/names.ts";
import { homeCurrency } from "./views/organisationView.ts";
import { splitView } from "./views/splitView.ts";
import { hasNews, suggestionView } from "./views/suggestionView.ts";
import { titleOf } from "./views/titleOf.ts";

const PROJECTS_MAX = 1_000;

export interface SuggestionOptions {
  /** A person has the documents open. */
  looked?: boolean;
  given?: ReadonlyMap<string, Decided>;
  /** One document at a time: usual splits, and what a language model chose where an admin consented. */
  whole?: boolean;
  /** What the caller has read already. */
  known?: { references: References; projects: readonly StoredRecord<"project">[] };
}

export interface LoadedSuggestions extends DocumentSuggestionsView {
  /** Lines that have something to take. */
  news: number;
}

/** Suggestions of documents as people see them: named, with evidence, links and what they would do to projects. In the order asked for. */
export async function loadSuggestions(deps: HttpDeps, organisation: OrganisationRow, documents: readonly Purchase[], options: SuggestionOptions = {}): Promise<LoadedSuggestions[]> {
  const { db } = deps;
  const { id: organisationId, shortCode } = organisation;
  const { looked = false, given, whole = false } = options;
  const { references, projects } = options.known ?? (await readKnown(deps, organisationId));
  const suggested = await deps.suggest({ organisationId, documents, references, looked, ...(given !== undefined && { given }) });
  const splits = whole ? await splitsOf(deps, documents, references, projects) : new Map<string, SplitOf>();
  const earlier = [...new Set([...evidenceDocuments(suggested), ...(await findRecords(db, organisationId, ["bill"], [...splits.values()].flatMap(({ split }) => split.documents)))])];
  const [contacts, links, figures] = await Promise.all([
    findRecords(db, organisationId, ["contact"], [...documents, ...earlier].map(({ body }) => body.contactId)),
    linksByRecord(db, organisationId, earlier.map(({ id }) => id)),
    loadFigures(deps, organisation, projectsSuggested(suggested, projects)),
  ]);
  const currency = homeCurrency(organisation);
  const names = namesFrom(references, [...projects, ...contacts], currency);
  const xeroIds = new Map(links.map(({ recordId, xeroId }) => [recordId, xeroId]));
  const xeroIdOf = (id: string): string | null => xeroIds.get(id) ?? null;
  const figuresOf = new Map(figures.map((one) => [one.id, one]));
  const model = whole ? await modelChoices(deps, organisation, { documents, suggested, references, projects, names }) : new Map<string, LineSuggestionView["model"]>();
  const context = { currency, names, shortCode, earlier: suggested.earlier, xeroIdOf, figuresOf: (id: string) => figuresOf.get(id), modelOf: (lineId: string) => model.get(lineId) ?? null };
  return documents.map((document) => {
    const found = document.body.lines.flatMap((line) => {
      const suggestion = suggested.lines.get(line.id);
      return suggestion === undefined ? [] : [{ line, suggestion }];
    });
    const split = splits.get(document.id);
    return {
      recordId: document.id,
      title: titleOf(document),
      lines: found.map(({ line, suggestion }) => suggestionView(document, line, suggestion, context)),
      split: split === undefined ? null : splitView(document, split, { names, shortCode, xeroIdOf, facts: organisation.facts as OrganisationFacts | null, earlier: earlierOf(split, earlier) }),
      news: found.filter(({ line, suggestion }) => hasNews(line, suggestion)).length,
    };
  });
}

async function readKnown({ db }: HttpDeps, organisationId: string): Promise<NonNullable<SuggestionOptions["known"]>> {
  const [references, projects] = await Promise.all([readReferences(db, organisationId), recordsOfKind(db, organisationId, "project", PROJECTS_MAX)]);
  return { references, projects };
}

async function splitsOf({ db }: HttpDeps, documents: readonly Purchase[], references: References, projects: readonly StoredRecord<"project">[]): Promise<Map<string, SplitOf>> {
  const found = await Promise.all(documents.map(async (document) => ({ id: document.id, split: await usualSplitOf(db, document, references, projects) })));
  return new Map(found.flatMap(({ id, split }) => (split === null ? [] : [[id, split] as const])));
}

function evidenceDocuments({ lines, earlier }: Suggested): Purchase[] {
  const ids = [...lines.values()].flatMap(({ account, tax, project }) => [account, tax, project].flatMap((field) => [...field.evidence, field.counterExample ?? ""]));
  return [...new Set(ids.flatMap((id) => earlier.get(id)?.document ?? []))];
}

function earlierOf({ split }: SplitOf, earlier: readonly Purchase[]): Purchase[] {
  const ids = new Set(split.documents);
  return earlier.filter(({ id }) => ids.has(id)).toSorted((a, b) => b.body.date.localeCompare(a.body.date));
}

function projectsSuggested({ lines }: Suggested, projects: readonly StoredRecord<"project">[]): StoredRecord<"project">[] {
  const ids = new Set(Array.from(lines.values(), ({ project }) => project.value ?? ""));
  return projects.filter(({ id }) => ids.has(id));
}
