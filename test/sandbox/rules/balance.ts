import type { Books } from "../books/books.ts";
import type { CreditDocument, Invoice, PayableDocument } from "../books/document.ts";

/** What has come in against an invoice. Deleted payments stay readable and count for nothing (facts §5.5). */
export interface InvoiceBalance {
  paidMinor: number;
  creditedMinor: number;
  dueMinor: number;
}

export function invoiceBalance(books: Books, invoice: Invoice): InvoiceBalance {
  const paidMinor = paymentsTotal(books, invoice);
  let creditedMinor = 0;
  for (const id of invoice.allocationIds) creditedMinor += books.allocations.get(id)?.amountMinor ?? 0;
  const live = invoice.status !== "VOIDED" && invoice.status !== "DELETED";
  return { paidMinor, creditedMinor, dueMinor: live ? invoice.totalMinor - paidMinor - creditedMinor : 0 };
}

function paymentsTotal(books: Books, document: PayableDocument): number {
  let total = 0;
  for (const id of document.paymentIds) {
    const payment = books.payments.get(id);
    if (payment?.status === "AUTHORISED") total += payment.amountMinor;
  }
  return total;
}

/** What is left of a credit after allocations and refunds. */
export function remainingCredit(books: Books, credit: CreditDocument): number {
  if (credit.status === "VOIDED" || credit.status === "DELETED") return 0;
  let used = paymentsTotal(books, credit);
  for (const id of credit.allocationIds) used += books.allocations.get(id)?.amountMinor ?? 0;
  return credit.totalMinor - used;
}

export const hasPaymentsOrCredits = (books: Books, document: PayableDocument) =>
  document.allocationIds.length > 0 || document.paymentIds.some((id) => books.payments.get(id)?.status === "AUTHORISED");
