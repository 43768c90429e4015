import type { Account, TaxRate, TrackingCategory } from "../records/organisation.ts";
import type { SyncedKind } from "../records/kinds.ts";

/** The organisation's settings and links, as far as planning looks things up in them. */
export interface References {
  accountByCode(code: string): Account | null;
  accountById(id: string): Account | null;
  taxRate(taxType: string): TaxRate | null;
  trackingCategory(id: string): TrackingCategory | null;
  /** Xero's id of a linked record of ours; null while it is not in Xero. */
  xeroIdOf(kind: SyncedKind, recordId: string): string | null;
  /** Account and tax of a service (projects side), for lines that have none of their own. */
  service(id: string): { accountCode: string | null; taxType: string | null } | null;
  /** Tracking option that stands for a project, and back; null where none is mapped. */
  optionOfProject(projectId: string): string | null;
  projectOfOption(optionId: string): string | null;
  /** What is left to pay or allocate of a document of ours; null when unknown. */
  amountDueMinor(documentId: string): number | null;
  /** Names that GET /Organisation/Actions does not allow now; empty before it was read. */
  barredActions: ReadonlySet<string>;
}
