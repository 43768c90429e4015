/** Money moved for one document. Xero can only create or delete a payment, never edit one. */
export interface Payment {
  /** The paid invoice, bill, credit note, over- or prepayment (our record id). */
  documentId: string;
  /** Xero's AccountID of the bank or clearing account; null when only the method is known. */
  accountId: string | null;
  /** A name such as "card" that the organisation maps to an account. */
  method: string | null;
  date: string;
  /** In the document's currency. */
  amountMinor: number;
  currency: string;
  currencyRateE6: number | null;
  reference: string | null;
  status: "authorised" | "deleted";
  isReconciled: boolean;
}
