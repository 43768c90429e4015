import type { ProposalView } from "../../../shared/api/views.ts";
import { isLockedByPayments } from "../../../shared/planning/preflight.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { SyncedKind } from "../../../shared/records/kinds.ts";

/** Before anybody clicks Apply: what is paid is locked in Xero, of a bill all but its coding and texts, of a sales invoice everything. */
export function proposalAdvice(kind: SyncedKind, document: Document | null, fieldGroup: string): ProposalView["advice"] {
  if (document === null || (document.amountPaidMinor === 0 && document.amountCreditedMinor === 0)) return null;
  if (!isLockedByPayments(kind, fieldGroup)) return null;
  return {
    sentence: "Something is paid or credited on it, and Xero will most likely refuse this change.",
    remedy: "Make a credit note for it and, where needed, a new document; or change it in Xero after removing the payment.",
  };
}
