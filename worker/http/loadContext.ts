import type { ContextView } from "../../shared/api/views.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Db } from "../store/open.ts";
import { auditTrail } from "../store/reads/auditTrail.ts";
import { openConflicts, openProposals } from "../store/reads/decisions.ts";
import { type LinkRow, linksByRecord } from "../store/reads/links.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import { findRecords, recordsNaming, recordsOfKind, type StoredRecord } from "../store/reads/records.ts";
import { readReferences, type References } from "../store/reads/references.ts";
import { codable } from "./codable.ts";
import type { HttpDeps } from "./deps.ts";
import { loadFigures } from "./loadFigures.ts";
import { projectsOf } from "./loadMarks.ts";
import type { Purchase, Suggested } from "./suggest.ts";
import { conflictView, proposalView } from "./views/decisionViews.ts";
import { fieldLabel } from "./views/fieldText.ts";
import { historyView } from "./views/historyView.ts";
import { lineView } from "./views/lineView.ts";
import { markState } from "./views/markView.ts";
import { namesFrom } from "./views/names.ts";
import { homeCurrency } from "./views/organisationView.ts";
import { paymentView } from "./views/paymentView.ts";
import { reasonOf } from "./views/recordView.ts";
import { hasNews, suggestionView } from "./views/suggestionView.ts";

const HISTORY_SHOWN = 30;
const PROJECTS_MAX = 1_000;
const NOTHING_SUGGESTED: Suggested = { lines: new Map(), earlier: new Map() };

/** Everything the card shows about one document or contact. */
export async function loadContext(deps: HttpDeps, organisation: OrganisationRow, record: StoredRecord, link: LinkRow): Promise<ContextView> {
  const { db } = deps;
  const { id: organisationId, shortCode } = organisation;
  const currency = homeCurrency(organisation);
  const document = "lines" in record.body ? (record.body as Document) : null;
  const [references, conflicts, proposals, history, projects, naming] = await Promise.all([
    readReferences(db, organisationId),
    openConflicts(db, organisationId, [record.id]),
    openProposals(db, organisationId, [record.id]),
    auditTrail(db, { organisationId, recordId: record.id, limit: HISTORY_SHOWN }),
    recordsOfKind(db, organisationId, "project", PROJECTS_MAX),
    document === null ? [] : recordsNaming(db, organisationId, ["payment", "credit_note", "overpayment", "prepayment"], record.id),
  ]);
  const suggested = isPurchase(record) ? await deps.suggest({ organisationId, documents: [record], references, looked: true }) : NOTHING_SUGGESTED;
  const earlierDocuments = evidenceDocuments(suggested);
  const [contacts, links, figures] = await Promise.all([
    findRecords(db, organisationId, ["contact"], [...(document ? [document.contactId] : []), ...earlierDocuments.map(({ body }) => body.contactId)]),
    linksByRecord(db, organisationId, earlierDocuments.map(({ id }) => id)),
    loadFigures(deps, organisation, involved(record, projects, suggested)),
  ]);
  const names = namesFrom(references, [...projects, ...contacts], document?.currency ?? currency);
  const lineIds = document?.lines.map(({ id }) => id) ?? [];
  const xeroIds = new Map(links.map(({ recordId, xeroId }) => [recordId, xeroId]));
  const figuresOf = new Map(figures.map((one) => [one.id, one]));
  const context = { currency, names, shortCode, earlier: suggested.earlier, xeroIdOf: (id: string) => xeroIds.get(id) ?? null, figuresOf: (id: string) => figuresOf.get(id) };
  const news = document?.lines.filter((line) => suggested.lines.has(line.id) && hasNews(line, suggested.lines.get(line.id)!)).length ?? 0;
  const own = new Set(projectsOf(record));
  return {
    organisation: { id: organisationId, name: organisation.name, shortCode: shortCode ?? "", currency },
    record: {
      id: record.id,
      kind: record.kind,
      xeroId: link.xeroId ?? "",
      title: titleOf(record),
      status: "status" in record.body ? String(record.body.status) : "",
      posted: document !== null && (document.status === "authorised" || document.status === "paid"),
      totalMinor: document?.totalMinor ?? null,
      currency: document?.currency ?? currency,
    },
    state: markState(link, { conflicts: conflicts.length, proposals: proposals.length, suggestions: news }),
    reason: reasonOf(link),
    agreedAt: link.observedAt,
    projects: figures.filter(({ id }) => own.has(id) || record.kind === "contact"),
    lines: document?.lines.map((line) => lineView(line, names)) ?? [],
    suggestions: isPurchase(record) ? record.body.lines.flatMap((line) => withSuggestion(suggested, line.id, (one) => suggestionView(record, line, one, context))) : [],
    conflicts: conflicts.map((row) => conflictView(row, names, lineIds)),
    proposals: proposals.map((row) => proposalView(row, names, lineIds)),
    payment: document === null || record.kind === "quote" ? null : paymentView(record.id, document, naming),
    history: history.map((entry) => historyView(entry, names, lineIds)),
    choices: choicesOf(references, projects),
  };
}

function withSuggestion<T>(suggested: Suggested, lineId: string, make: (one: NonNullable<ReturnType<Suggested["lines"]["get"]>>) => T): T[] {
  const one = suggested.lines.get(lineId);
  return one === undefined ? [] : [make(one)];
}

/** "Invoice INV-0042", or a contact's name. */
export function titleOf(record: StoredRecord): string {
  if ("name" in record.body) return record.body.name;
  const number = "number" in record.body ? record.body.number : null;
  const kind = fieldLabel(record.kind);
  return number === null ? kind : `${kind} ${number}`;
}

function isPurchase(record: StoredRecord): record is Purchase {
  return record.kind === "bill" || record.kind === "bank_transaction";
}

/** A document's projects and those suggested for it; a contact's own as client. */
function involved(record: StoredRecord, projects: readonly StoredRecord<"project">[], suggested: Suggested): StoredRecord<"project">[] {
  if (record.kind === "contact") return projects.filter(({ body }) => body.clientId === record.id);
  const ids = [...new Set([...projectsOf(record), ...Array.from(suggested.lines.values(), ({ project }) => project.value ?? "")])];
  return ids.flatMap((id) => projects.find((project) => project.id === id) ?? []);
}

function evidenceDocuments({ lines, earlier }: Suggested): Purchase[] {
  const ids = [...lines.values()].flatMap(({ account, tax, project }) => [account, tax, project].flatMap((field) => [...field.evidence, field.counterExample ?? ""]));
  return [...new Set(ids.flatMap((id) => earlier.get(id)?.document ?? []))];
}

function choicesOf({ accounts, taxRates }: References, projects: readonly StoredRecord<"project">[]): ContextView["choices"] {
  return {
    accounts: accounts.filter(codable).map(({ code, name }) => ({ value: code ?? "", label: `${code} ${name}` })),
    taxRates: taxRates.filter(({ status }) => status === "active").map(({ taxType, name }) => ({ value: taxType, label: name })),
    projects: projects.filter(({ body }) => body.status === "active").map(({ id, body }) => ({ value: id, label: body.code === null ? body.name : `${body.code} ${body.name}` })),
  };
}

/** Names for values of any record of an organisation: references, projects, and the contacts given. */
export async function loadNames(db: Db, organisation: OrganisationRow, contactIds: readonly string[]) {
  const [references, projects, contacts] = await Promise.all([
    readReferences(db, organisation.id),
    recordsOfKind(db, organisation.id, "project", PROJECTS_MAX),
    findRecords(db, organisation.id, ["contact"], contactIds),
  ]);
  return namesFrom(references, [...projects, ...contacts], homeCurrency(organisation));
}
