/** Every record the project side keeps. `synced` kinds have a link to one Xero document; the others are ours alone. */
export const RECORD_KINDS = [
  "contact",
  "project",
  "service",
  "person",
  "time_entry",
  "quote",
  "invoice",
  "bill",
  "credit_note",
  "bank_transaction",
  "payment",
  "overpayment",
  "prepayment",
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Kinds that live on both sides. */
export const SYNCED_KINDS = [
  "contact",
  "quote",
  "invoice",
  "bill",
  "credit_note",
  "bank_transaction",
  "payment",
  "overpayment",
  "prepayment",
] as const satisfies readonly RecordKind[];
export type SyncedKind = (typeof SYNCED_KINDS)[number];

/** Kinds made of lines (Xero: Invoice, CreditNote, Quote, BankTransaction, Overpayment, Prepayment). */
export const DOCUMENT_KINDS = [
  "quote",
  "invoice",
  "bill",
  "credit_note",
  "bank_transaction",
  "overpayment",
  "prepayment",
] as const satisfies readonly RecordKind[];
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Settings that come from Xero and are never written by us. */
export const REFERENCE_KINDS = ["account", "tax_rate", "tracking_category", "item"] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];
