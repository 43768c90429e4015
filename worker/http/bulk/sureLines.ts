import { lockedUpTo } from "../../../shared/planning/lockedUpTo.ts";
import { isPosted } from "../../../shared/planning/recordStatus.ts";
import type { Line } from "../../../shared/records/document.ts";
import type { OrganisationFacts } from "../../../shared/records/organisation.ts";
import type { LineSuggestion } from "../../../shared/suggest/predict.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";
import type { References } from "../../store/reads/references.ts";
import type { HttpDeps } from "../deps.ts";
import { type Purchase, wantsCoding } from "../suggest.ts";
import { type SureCoding, sureCoding } from "./sureCoding.ts";

/** A line that could be confirmed without a look, with the answer that would be written. */
export interface SureLine {
  document: Purchase;
  line: Line;
  suggestion: LineSuggestion;
  coding: SureCoding;
  /** Why it cannot be written; null where it can. */
  hindrance: string | null;
}

/** Of these documents, the open lines whose suggested fields all stand in the high band, and how many open lines do not. Writes nothing. */
export async function sureLines(deps: Pick<HttpDeps, "suggest">, organisation: OrganisationRow, documents: readonly Purchase[], references: References): Promise<{ sure: SureLine[]; notSure: number }> {
  const { lines } = await deps.suggest({ organisationId: organisation.id, documents, references });
  const facts = organisation.facts as OrganisationFacts | null;
  const sure: SureLine[] = [];
  let notSure = 0;
  for (const document of documents)
    for (const line of document.body.lines) {
      const suggestion = lines.get(line.id);
      const coding = suggestion === undefined ? "not-sure" : sureCoding(line, suggestion);
      // Of a bill with more open lines than one request answers, the others are looked at on the bill.
      if (coding === "not-sure") notSure += wantsCoding(document, line) ? 1 : 0;
      else if (coding !== null && suggestion !== undefined) sure.push({ document, line, suggestion, coding, hindrance: hindrance(document, facts) });
    }
  return { sure, notSure };
}

function hindrance({ kind, body }: Purchase, facts: OrganisationFacts | null): string | null {
  const lock = [facts?.yearEndLockDate, facts?.periodLockDate].find((day) => day != null && body.date <= day);
  if (lock != null && isPosted(kind, body)) return lockedUpTo(lock);
  return body.isReconciled ? "It is reconciled with the bank in Xero." : null;
}
