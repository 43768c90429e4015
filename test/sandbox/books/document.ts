import type { LocalDate } from "../dates.ts";

/** What the tax figures of the lines mean (wire: Exclusive, Inclusive, NoTax). */
export type LineAmountTypes = "Exclusive" | "Inclusive" | "NoTax";
export type DocumentStatus = "DRAFT" | "SUBMITTED" | "AUTHORISED" | "PAID" | "VOIDED" | "DELETED";

export interface LineTracking {
  categoryId: string;
  optionId: string;
}

export interface Line {
  lineItemId: string;
  description?: string;
  /** Scaled by 10,000. */
  quantityScaled?: number;
  /** Scaled by 10,000. */
  unitAmountScaled?: number;
  itemCode?: string;
  accountId?: string;
  taxType?: string;
  taxMinor: number;
  /** Net for Exclusive and NoTax, gross for Inclusive. */
  lineMinor: number;
  /** Percent, scaled by 10,000. */
  discountRateScaled?: number;
  discountMinor?: number;
  tracking: LineTracking[];
}

/** What invoices, credit notes, over- and prepayments, bank transactions and quotes have in common. */
export interface DocumentCore {
  id: string;
  contactId: string;
  date: LocalDate;
  lineAmountTypes: LineAmountTypes;
  lines: Line[];
  currency: string;
  /** Units of the document's currency for one unit of the base currency, scaled by 1,000,000. */
  rateScaled: number;
  subTotalMinor: number;
  taxMinor: number;
  totalMinor: number;
  reference: string;
  brandingThemeId?: string;
  url?: string;
  updatedAtMs: number;
  createdByAppId?: string;
  hasAttachments: boolean;
}

/** A sales invoice (ACCREC) or a bill (ACCPAY). */
export interface Invoice extends DocumentCore {
  kind: "invoice";
  type: "ACCREC" | "ACCPAY";
  status: DocumentStatus;
  number: string;
  dueDate?: LocalDate;
  expectedPaymentDate?: LocalDate;
  plannedPaymentDate?: LocalDate;
  sentToContact: boolean;
  fullyPaidOn?: LocalDate;
  /** Payments ever made on it, deleted ones included. */
  paymentIds: string[];
  /** Allocations of credits to it, deleted ones excluded. */
  allocationIds: string[];
}

/** Anything that holds credit that can be allocated to invoices or refunded. */
export interface CreditNote extends DocumentCore {
  kind: "creditNote";
  type: "ACCRECCREDIT" | "ACCPAYCREDIT";
  status: DocumentStatus;
  number: string;
  dueDate?: LocalDate;
  sentToContact: boolean;
  fullyPaidOn?: LocalDate;
  paymentIds: string[];
  allocationIds: string[];
}

export interface Overpayment extends DocumentCore {
  kind: "overpayment";
  type: "RECEIVE-OVERPAYMENT" | "SPEND-OVERPAYMENT";
  status: "AUTHORISED" | "PAID" | "VOIDED";
  paymentIds: string[];
  allocationIds: string[];
  bankTransactionId?: string;
}

export interface Prepayment extends DocumentCore {
  kind: "prepayment";
  type: "RECEIVE-PREPAYMENT" | "SPEND-PREPAYMENT";
  status: "AUTHORISED" | "PAID" | "VOIDED";
  invoiceNumber: string;
  paymentIds: string[];
  allocationIds: string[];
  bankTransactionId?: string;
}

export type CreditDocument = CreditNote | Overpayment | Prepayment;
export type PayableDocument = Invoice | CreditDocument;

export interface Allocation {
  id: string;
  creditKind: CreditDocument["kind"];
  creditId: string;
  invoiceId: string;
  /** In the documents' currency. */
  amountMinor: number;
  date: LocalDate;
}

export interface Payment {
  id: string;
  targetKind: PayableDocument["kind"];
  targetId: string;
  accountId: string;
  date: LocalDate;
  /** In the document's currency. */
  amountMinor: number;
  /** In the bank account's currency. */
  bankAmountMinor: number;
  rateScaled: number;
  reference: string;
  isReconciled: boolean;
  status: "AUTHORISED" | "DELETED";
  batchPaymentId?: string;
  particulars?: string;
  details?: string;
  updatedAtMs: number;
  createdByAppId?: string;
}

export interface BatchPayment {
  id: string;
  type: "PAYBATCH" | "RECBATCH";
  accountId: string;
  date: LocalDate;
  paymentIds: string[];
  status: "AUTHORISED" | "DELETED";
  totalMinor: number;
  isReconciled: boolean;
  reference: string;
  narrative: string;
  updatedAtMs: number;
}

export type BankTransactionType =
  | "RECEIVE"
  | "SPEND"
  | "RECEIVE-OVERPAYMENT"
  | "SPEND-OVERPAYMENT"
  | "RECEIVE-PREPAYMENT"
  | "SPEND-PREPAYMENT"
  | "RECEIVE-TRANSFER"
  | "SPEND-TRANSFER";

export interface BankTransaction extends DocumentCore {
  kind: "bankTransaction";
  type: BankTransactionType;
  status: "AUTHORISED" | "DELETED" | "VOIDED";
  bankAccountId: string;
  isReconciled: boolean;
  prepaymentId?: string;
  overpaymentId?: string;
}

export interface Quote extends DocumentCore {
  kind: "quote";
  number: string;
  status: "DRAFT" | "SENT" | "DECLINED" | "ACCEPTED" | "INVOICED" | "DELETED";
  expiryDate?: LocalDate;
  title: string;
  summary: string;
  terms: string;
}

export interface LinkedTransaction {
  id: string;
  sourceTransactionId: string;
  sourceLineItemId: string;
  sourceType: "ACCPAY" | "SPEND";
  contactId?: string;
  targetTransactionId?: string;
  targetLineItemId?: string;
  status: "APPROVED" | "DRAFT" | "ONDRAFT" | "BILLED" | "VOIDED";
  updatedAtMs: number;
}

export interface HistoryRecord {
  changes: string;
  user: string;
  details: string;
  atMs: number;
}

export interface Attachment {
  id: string;
  fileName: string;
  mimeType: string;
  contentBase64: string;
  contentLength: number;
  includeOnline: boolean;
}
