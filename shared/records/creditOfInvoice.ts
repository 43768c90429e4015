import type { Document } from "./document.ts";

/**
 * A draft credit note over a whole invoice or bill: what Xero no longer lets anybody change is credited and made anew. Which lines to
 * credit is for a person, who edits the draft before it is approved; time and services stay with the invoice.
 */
export function creditOfInvoice(invoice: Document, { date, newLineId }: { date: string; newLineId: () => string }): Document {
  // What the invoice was paid with, and which bills it is not, is no part of its credit.
  const { settlements: _, separateFrom: __, ...credited } = invoice;
  return {
    ...credited,
    number: null,
    reference: invoice.number ?? invoice.reference,
    date,
    dueDate: null,
    status: "draft",
    lines: invoice.lines.map((line) => ({ ...line, id: newLineId(), xeroLineId: null, serviceId: null, timeEntryIds: [] })),
    amountDueMinor: invoice.totalMinor,
    amountPaidMinor: 0,
    amountCreditedMinor: 0,
    fullyPaidOn: null,
    sentToContact: false,
    allocations: [],
  };
}
