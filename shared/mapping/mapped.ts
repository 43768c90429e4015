import type { SyncedKind } from "../records/kinds.ts";
import type { RecordBodies } from "../records/record.ts";

/** Xero's JSON as it came, unknown fields and all. */
export type Raw = Readonly<Record<string, unknown>>;

/** A Xero record in our words. */
export interface Mapped<K extends SyncedKind = SyncedKind> {
  ok: true;
  kind: K;
  xeroId: string;
  body: RecordBodies[K];
  updatedAt: number;
  /** Xero's own status word. */
  rawStatus: string | null;
  /** Contacts: the winner's ContactID when this one lost a merge. */
  mergedToXeroId: string | null;
  /** Our back-link, where Xero keeps one: a document's Url, a contact's ContactNumber. */
  backLink: string | null;
  /** False for rows read with summaryOnly, which have no lines: compare totals only. */
  complete: boolean;
}

/** It cannot be expressed in our words without loss. Goes to quarantine with the reason; never thrown, never dropped. */
export interface Unmappable {
  ok: false;
  type: "unmappable";
  xeroId: string | null;
  /** Plain sentence that names the field. */
  reason: string;
}

/** It refers to a Xero record that we have not read yet: read that first, then map again. */
export interface Unresolved {
  ok: false;
  type: "unresolved";
  xeroId: string | null;
  needs: { kind: "contact" | "invoice" | "credit_note" | "overpayment" | "prepayment"; xeroId: string };
}

/** Another list shows the same money (transfers; over- and prepayments among bank transactions): nothing to keep here. */
export interface Elsewhere {
  ok: false;
  type: "elsewhere";
  xeroId: string | null;
  reason: string;
}

export type MappingResult<K extends SyncedKind = SyncedKind> = Mapped<K> | Unmappable | Unresolved | Elsewhere;

export interface FromXeroContext {
  /** Our id of a linked Xero record (invoice: sales invoices and bills alike); null when not known yet. */
  recordIdOf(kind: Unresolved["needs"]["kind"], xeroId: string): string | null;
  /** Project that a tracking option stands for, when projects are mapped. */
  projectOfOption(optionId: string): string | null;
  /** TrackingOptionID by name, for answers that carry names alone; null when there is none. */
  optionByName?(categoryId: string | null, categoryName: string | null, optionName: string): { categoryId: string; optionId: string } | null;
  homeCurrency: string;
  /** Rate of a linked credit, where Xero's list of what was applied to a document leaves it out; null while it is not known. */
  creditRateE6?(kind: "credit_note" | "overpayment" | "prepayment", xeroId: string): number | null;
}

export interface ToXeroOptions {
  /** Groups to send; all when creating. Only their fields go out. */
  groups: readonly string[] | "all";
  /** Xero's id when updating. */
  xeroId: string | null;
  xeroIdOf(kind: SyncedKind, recordId: string): string | null;
  /** Contacts: becomes ContactNumber. Documents: becomes Url. Sent on creation only. */
  backLink: string | null;
}

/** A body for Xero's wire, or what has to be in Xero first. */
export type ToXeroResult =
  | { ok: true; element: Record<string, unknown> }
  | { ok: false; needs: { kind: SyncedKind; recordId: string } };
