import type { MarksView, MarkView } from "../../shared/api/views.ts";
import type { Line } from "../../shared/records/document.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import { linksByXeroId, xeroIdsElsewhere } from "../store/reads/links.ts";
import { openConflicts, openProposals } from "../store/reads/decisions.ts";
import { findRecords, type StoredRecord } from "../store/reads/records.ts";
import { readReferences } from "../store/reads/references.ts";
import { SYNCED_KINDS } from "../../shared/records/kinds.ts";
import type { HttpDeps } from "./deps.ts";
import { loadFigures } from "./loadFigures.ts";
import { type Purchase, wantsCoding } from "./suggest.ts";
import { bareMark, markView } from "./views/markView.ts";
import { hasNews } from "./views/suggestionView.ts";

/** What chips and badges of one Xero page say. Ids of other organisations are told apart, and nothing more is said of them. */
export async function loadMarks(deps: HttpDeps, organisation: OrganisationRow, xeroIds: readonly string[]): Promise<MarksView> {
  const { db } = deps;
  const links = await linksByXeroId(db, organisation.id, xeroIds);
  const known = new Set(links.map(({ xeroId }) => xeroId));
  const recordIds = links.map(({ recordId }) => recordId);
  const [elsewhere, records, conflicts, proposals] = await Promise.all([
    xeroIdsElsewhere(db, organisation.id, xeroIds.filter((id) => !known.has(id))),
    findRecords(db, organisation.id, SYNCED_KINDS, recordIds),
    openConflicts(db, organisation.id, recordIds),
    openProposals(db, organisation.id, recordIds),
  ]);
  const byId = new Map(records.map((record) => [record.id, record]));
  const projectIds = new Map(records.map((record) => [record.id, projectsOf(record)]));
  const projects = await findRecords(db, organisation.id, ["project"], [...projectIds.values()].flat());
  const [figures, suggested] = await Promise.all([
    loadFigures(deps, organisation, projects),
    suggestionCounts(deps, organisation.id, records),
  ]);
  const figuresOf = new Map(figures.map((one) => [one.id, one]));
  const conflictCounts = countBy(conflicts);
  const proposalCounts = countBy(proposals);

  const marks: Record<string, MarkView> = {};
  for (const id of xeroIds) marks[id] = bareMark(elsewhere.has(id) ? "wrong-organisation" : "untracked");
  for (const link of links) {
    if (link.xeroId === null || !byId.has(link.recordId)) continue;
    const waiting = { conflicts: conflictCounts.get(link.recordId) ?? 0, proposals: proposalCounts.get(link.recordId) ?? 0, suggestions: suggested.get(link.recordId) ?? 0 };
    marks[link.xeroId] = markView(link, waiting, (projectIds.get(link.recordId) ?? []).flatMap((id) => figuresOf.get(id) ?? []));
  }
  return { page: pageState(organisation), organisation: { id: organisation.id, name: organisation.name }, marks };
}

export function pageState({ state }: OrganisationRow): MarksView["page"] {
  return state === "connected" ? null : state === "needs_sign_in" ? "needs-sign-in" : "not-connected";
}

/** Projects of a document, the one with most money first. */
export function projectsOf(record: StoredRecord): string[] {
  if (!("lines" in record.body)) return [];
  const amounts = new Map<string, number>();
  for (const { projectId, amountMinor } of record.body.lines as readonly Line[])
    if (projectId !== null) amounts.set(projectId, (amounts.get(projectId) ?? 0) + Math.abs(amountMinor));
  return [...amounts].toSorted((a, b) => b[1] - a[1]).map(([id]) => id);
}

/** Lines with something to take, per document. Reads the organisation's history only when some line wants coding. */
async function suggestionCounts(deps: HttpDeps, organisationId: string, records: readonly StoredRecord[]): Promise<Map<string, number>> {
  const documents = records.filter((record): record is Purchase => (record.kind === "bill" || record.kind === "bank_transaction") && record.body.lines.some((line) => wantsCoding(record, line)));
  if (documents.length === 0) return new Map();
  const { lines } = await deps.suggest({ organisationId, documents, references: await readReferences(deps.db, organisationId) });
  const news = (line: Line): boolean => {
    const suggestion = lines.get(line.id);
    return suggestion !== undefined && hasNews(line, suggestion);
  };
  return new Map(documents.map((document) => [document.id, document.body.lines.filter(news).length]));
}

function countBy(rows: readonly { recordId: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { recordId } of rows) counts.set(recordId, (counts.get(recordId) ?? 0) + 1);
  return counts;
}
