import type { MarkState } from "./marks.ts";
import type { SubjectKind } from "./messages.ts";

/** What card and side panel show of one record. Amounts in integer minor units; margins in hundredths of a percent. */
export interface RecordView {
  kind: SubjectKind;
  xeroId: string;
  /** "Bill NT-88213", "Invoice INV-0042", or a contact's name. */
  title: string;
  contactName: string | null;
  date: string | null;
  dueDate: string | null;
  currency: string;
  totalMinor: number | null;
  dueMinor: number | null;
  state: MarkState;
  /** Why it waits or was refused, and what to do. */
  reason: { title: string; next: string | null } | null;
  editableHere: boolean;
  lines: readonly LineView[];
  suggestions: readonly SuggestionView[];
  conflicts: readonly ConflictView[];
  proposals: readonly ProposalView[];
  projects: readonly ProjectView[];
  payments: PaymentsView | null;
  history: readonly HistoryView[];
}

export interface LineView {
  id: string;
  description: string;
  amountMinor: number;
  account: string | null;
  tax: string | null;
  projectName: string | null;
}

export interface CodingView {
  account: { code: string; name: string } | null;
  tax: { type: string; name: string } | null;
  project: { id: string; name: string } | null;
}

export interface SuggestionView {
  lineId: string;
  description: string;
  amountMinor: number;
  current: CodingView;
  /** Null: not enough evidence, with the reason in `whyNot`. */
  proposed: CodingView | null;
  whyNot: string | null;
  /** 0 to 1; shown in words. */
  confidence: number;
  reasons: readonly string[];
  evidence: readonly EvidenceView[];
  agreeing: { count: number; of: number } | null;
  counterExample: EvidenceView | null;
  /** What it would do to the project's margin. */
  marginEffect: { beforeE2: number; afterE2: number } | null;
}

export interface EvidenceView {
  date: string;
  title: string;
  description: string;
  amountMinor: number;
  account: string | null;
  tax: string | null;
  projectName: string | null;
  url: string | null;
}

export interface ConflictView {
  id: string;
  /** "Quantity", "Phone". */
  label: string;
  about: string | null;
  base: string;
  ours: { value: string; who: string | null; at: number | null };
  xero: { value: string; who: string | null; at: number | null };
}

export interface ProposalView {
  id: string;
  by: string;
  at: number;
  note: string | null;
  changes: readonly { label: string; before: string; after: string }[];
}

export interface ProjectView {
  id: string;
  name: string;
  code: string | null;
  clientName: string | null;
  budgetMinor: number | null;
  invoicedMinor: number;
  collectedMinor: number;
  outstandingMinor: number;
  labourMinor: number;
  costsMinor: number;
  marginMinor: number;
  marginE2: number | null;
  minutes: number;
  budgetMinutes: number | null;
  unbilledMinor: number;
  warnings: readonly string[];
}

export interface PaymentsView {
  totalMinor: number;
  steps: readonly { label: string; date: string | null; amountMinor: number }[];
  dueMinor: number;
}

export interface HistoryView {
  id: string;
  at: number;
  who: string;
  /** "Xero", "Marginalia", "a sync rule". */
  source: string;
  what: string;
  changes: readonly { label: string; before: string | null; after: string | null }[];
}
