import type { ContextView } from "../../shared/api/views.ts";
import { toHome } from "../../shared/money.ts";
import type { Document } from "../../shared/records/document.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { Db } from "../store/open.ts";
import { auditTrail } from "../store/reads/auditTrail.ts";
import { openConflicts, openProposals } from "../store/reads/decisions.ts";
import type { LinkRow } from "../store/reads/links.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import { findRecords, recordsNaming, recordsOfKind, type StoredRecord } from "../store/reads/records.ts";
import { readReferences, type References } from "../store/reads/references.ts";
import { codable } from "./codable.ts";
import type { HttpDeps } from "./deps.ts";
import { loadFigures } from "./loadFigures.ts";
import { projectsOf } from "./loadMarks.ts";
import { loadSuggestions } from "./loadSuggestions.ts";
import type { Purchase } from "./suggest.ts";
import { conflictView, proposalView } from "./views/decisionViews.ts";
import { historyView } from "./views/historyView.ts";
import { lastUndoable } from "./views/lastUndoable.ts";
import { lineView } from "./views/lineView.ts";
import { proposalAdvice } from "./views/proposalAdvice.ts";
import { markState } from "./views/markView.ts";
import { namesFrom } from "./views/names.ts";
import { homeCurrency } from "./views/organisationView.ts";
import { paymentView } from "./views/paymentView.ts";
import { reasonOf } from "./views/recordView.ts";
import { titleOf } from "./views/titleOf.ts";

const HISTORY_SHOWN = 30;
const PROJECTS_MAX = 1_000;

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
  const [contacts, figures, suggestions] = await Promise.all([
    findRecords(db, organisationId, ["contact"], document ? [document.contactId] : []),
    loadFigures(deps, organisation, involved(record, projects)),
    isPurchase(record) ? loadSuggestions(deps, organisation, [record], { looked: true, whole: true, known: { references, projects } }) : [],
  ]);
  const suggested = suggestions[0] ?? null;
  const names = namesFrom(references, [...projects, ...contacts], document?.currency ?? currency);
  const lineIds = document?.lines.map(({ id }) => id) ?? [];
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
      homeTotalMinor: document === null || document.currency === currency ? null : toHome(document.totalMinor, document.currency, document.currencyRateE6, currency),
    },
    state: markState(link, { conflicts: conflicts.length, proposals: proposals.length, suggestions: suggested?.news ?? 0 }),
    reason: reasonOf(link),
    agreedAt: link.observedAt,
    projects: figures,
    lines: document?.lines.map((line) => lineView(line, names)) ?? [],
    suggestions: suggested?.lines ?? [],
    split: suggested?.split ?? null,
    conflicts: conflicts.map((row) => conflictView(row, names, lineIds)),
    proposals: proposals.map((row) => proposalView(row, names, lineIds, proposalAdvice(record.kind as SyncedKind, document, row.fieldGroup))),
    payment: document === null || record.kind === "quote" ? null : paymentView(record.id, document, naming),
    history: history.map((entry) => historyView(entry, names, lineIds)),
    undoable: lastUndoable(history, deps.clock.now()),
    choices: choicesOf(references, projects),
  };
}

function isPurchase(record: StoredRecord): record is Purchase {
  return record.kind === "bill" || record.kind === "bank_transaction";
}

/** A document's projects, the one with most money first; a contact's own as client. */
function involved(record: StoredRecord, projects: readonly StoredRecord<"project">[]): StoredRecord<"project">[] {
  if (record.kind === "contact") return projects.filter(({ body }) => body.clientId === record.id);
  return projectsOf(record).flatMap((id) => projects.find((project) => project.id === id) ?? []);
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
