/**
 * One shape for everything made of lines: quotes, invoices, bills, credit notes, bank transactions, over- and prepayments.
 * Amounts are integers in minor units of `currency`; unit prices and quantities are scaled by 10,000 (Xero's unitdp=4).
 * Dates are calendar days in the organisation's time zone, `YYYY-MM-DD`.
 */
export interface Document {
  /** sales: money comes in; purchases: money goes out. Fixed by kind, except credit notes, bank transactions, over- and prepayments. */
  side: "sales" | "purchases";
  contactId: string;
  /** Xero: InvoiceNumber, CreditNoteNumber, QuoteNumber. A bill's is the supplier's number and need not be unique. */
  number: string | null;
  reference: string | null;
  date: string;
  /** Due date; a quote's expiry date. */
  dueDate: string | null;
  status: DocumentStatus;
  currency: string;
  /** Units of document currency for one unit of home currency (Xero: CurrencyRate), scaled by 1,000,000; null in home currency. */
  currencyRateE6: number | null;
  lineAmountTypes: "exclusive" | "inclusive" | "none";
  lines: readonly Line[];
  subtotalMinor: number;
  taxMinor: number;
  totalMinor: number;
  /** What Xero says is left to pay or to allocate; equals totalMinor before Xero has the document. */
  amountDueMinor: number;
  amountPaidMinor: number;
  amountCreditedMinor: number;
  /**
   * What was paid and credited, each part at its own rate: a payment or credit of another day is worth something else in home currency.
   * Xero's own list; absent in home currency, before anything is applied, and for parts whose rate is not known.
   */
  settlements?: readonly Settlement[];
  fullyPaidOn: string | null;
  sentToContact: boolean;
  /** Credit notes, over- and prepayments: where they were applied. */
  allocations: readonly Allocation[];
  /** Bank transactions: Xero's AccountID of the bank account. */
  bankAccountId: string | null;
  isReconciled: boolean;
  /** Bills: records of bills with the same supplier and number that a person said this one is not. Ours alone; absent where nobody was asked. */
  separateFrom?: readonly string[];
  /** Quotes. */
  title: string | null;
  summary: string | null;
  terms: string | null;
}

export type DocumentStatus =
  | "draft"
  | "submitted"
  | "authorised"
  | "paid"
  | "voided"
  | "deleted"
  | "sent"
  | "accepted"
  | "declined"
  | "invoiced";

export interface Line {
  /** Our id, stable for the life of the line. */
  id: string;
  /** Xero's LineItemID; null until Xero has answered once. */
  xeroLineId: string | null;
  description: string | null;
  quantityE4: number;
  unitAmountE4: number;
  /** Percent scaled by 10,000; exclusive with discountMinor. */
  discountRateE4: number | null;
  discountMinor: number | null;
  itemCode: string | null;
  accountCode: string | null;
  taxType: string | null;
  taxMinor: number;
  /** Quantity × unit price less discount; includes tax when lineAmountTypes is inclusive. */
  amountMinor: number;
  tracking: readonly TrackingChoice[];
  /** Ours alone (unless projects are mapped to a tracking category). */
  projectId: string | null;
  serviceId: string | null;
  /** Approved time that this sales line bills. */
  timeEntryIds: readonly string[];
}

export interface TrackingChoice {
  categoryId: string;
  optionId: string;
}

export interface Allocation {
  /** Xero's AllocationID; null until observed. */
  xeroId: string | null;
  documentId: string;
  amountMinor: number;
  date: string;
}

/** A payment of a foreign document, or a credit applied to it. */
export interface Settlement {
  /** In the document's currency. */
  amountMinor: number;
  /** Of the payment, or of the credit that was applied. */
  currencyRateE6: number;
}
