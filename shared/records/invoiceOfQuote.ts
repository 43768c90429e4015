import type { Document } from "./document.ts";

/**
 * The sales invoice that an accepted quote becomes: its client, lines, currency and terms of tax, and its number as reference. Accounts and
 * tax that the quote leaves open are given by the mappings when it is sent.
 *
 * @param newLineId ids of the new lines; the quote keeps its own.
 */
export function invoiceOfQuote(quote: Document, { date, dueDate, status, newLineId }: { date: string; dueDate: string | null; status: "draft" | "authorised"; newLineId: () => string }): Document {
  return {
    ...quote,
    number: null,
    reference: quote.number ?? quote.reference,
    date,
    dueDate,
    status,
    lines: quote.lines.map((line) => ({ ...line, id: newLineId(), xeroLineId: null })),
    amountDueMinor: quote.totalMinor,
    amountPaidMinor: 0,
    amountCreditedMinor: 0,
    fullyPaidOn: null,
    sentToContact: false,
    allocations: [],
    title: null,
    summary: null,
    terms: null,
  };
}
