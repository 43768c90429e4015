import { isPosted } from "../../../shared/planning/recordStatus.ts";
import type { Line } from "../../../shared/records/document.ts";
import type { OrganisationFacts } from "../../../shared/records/organisation.ts";
import type { LineSuggestion } from "../../../shared/suggest/predict.ts";
import { recordsInBulks } from "../../store/reads/bulks.ts";
import { countOpenPurchases, openPurchases } from "../../store/reads/openPurchases.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import { readReferences } from "../../store/reads/references.ts";
import type { HttpDeps } from "../deps.ts";
import type { Purchase } from "../suggest.ts";
import { type SureCoding, sureCoding } from "./sureCoding.ts";

/** A line that could be confirmed without a look, with the answer that would be written. */
export interface BulkCandidate {
  document: Purchase;
  line: Line;
  suggestion: LineSuggestion;
  coding: SureCoding;
  /** Why it cannot be written; null where it can. */
  hindrance: string | null;
}

export interface BulkCandidates {
  sure: readonly BulkCandidate[];
  notSure: number;
  /** Open documents beyond the cap, whose lines are in neither. */
  notLookedAt: number;
}

/** Open documents looked at; suggestions answer as many lines in one request. */
const DOCUMENTS_MAX = 150;

/** All open lines whose suggested fields all stand in the high band, and how many lines do not. Writes nothing. */
export async function bulkCandidates(deps: HttpDeps, organisation: OrganisationRow, only: { contactId?: string | undefined; projectId?: string | undefined } = {}): Promise<BulkCandidates> {
  const { db } = deps;
  const [references, documents, taken] = await Promise.all([readReferences(db, organisation.id), openPurchases(db, organisation.id, DOCUMENTS_MAX, only.contactId), recordsInBulks(db, organisation.id)]);
  const { lines } = await deps.suggest({ organisationId: organisation.id, documents, references });
  const open = documents.length < DOCUMENTS_MAX ? documents.length : await countOpenPurchases(db, organisation.id, only.contactId);
  const facts = organisation.facts as OrganisationFacts | null;
  const sure: BulkCandidate[] = [];
  let notSure = 0;
  for (const document of documents)
    for (const line of document.body.lines) {
      const suggestion = lines.get(line.id);
      if (suggestion === undefined || taken.has(document.id)) continue;
      const coding = sureCoding(line, suggestion);
      if (coding === "not-sure") notSure += 1;
      else if (coding !== null && (only.projectId === undefined || coding.projectId === only.projectId)) sure.push({ document, line, suggestion, coding, hindrance: hindrance(document, facts) });
    }
  return { sure, notSure, notLookedAt: open - documents.length };
}

function hindrance({ kind, body }: Purchase, facts: OrganisationFacts | null): string | null {
  const lock = [facts?.yearEndLockDate, facts?.periodLockDate].find((day) => day != null && body.date <= day);
  if (lock != null && isPosted(kind, body)) return `Xero's books are locked up to ${lock}.`;
  return body.isReconciled ? "It is reconciled with the bank in Xero." : null;
}
