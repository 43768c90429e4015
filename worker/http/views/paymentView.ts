import type { ContextView } from "../../../shared/api/views.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { StoredRecord } from "../../store/reads/records.ts";

/** total − payments − credits = due, part by part, oldest first. The three sums are Xero's own; the parts explain them. */
export function paymentView(documentId: string, document: Document, naming: readonly StoredRecord<"payment" | "credit_note" | "overpayment" | "prepayment">[]): NonNullable<ContextView["payment"]> {
  const parts = naming.flatMap((record) => {
    if (record.kind === "payment") {
      const { body } = record;
      return body.documentId === documentId && body.status === "authorised" ? [{ label: body.reference ? `Payment (${body.reference})` : "Payment", date: body.date, amountMinor: body.amountMinor }] : [];
    }
    const label = `${CREDITS[record.kind]}${record.body.number === null ? "" : ` ${record.body.number}`}`;
    return record.body.allocations.filter((allocation) => allocation.documentId === documentId).map(({ date, amountMinor }) => ({ label, date, amountMinor }));
  });
  return {
    totalMinor: document.totalMinor,
    paidMinor: document.amountPaidMinor,
    creditedMinor: document.amountCreditedMinor,
    dueMinor: document.amountDueMinor,
    parts: parts.toSorted((a, b) => a.date.localeCompare(b.date)),
  };
}

const CREDITS = { credit_note: "Credit note", overpayment: "Overpayment", prepayment: "Prepayment" } as const;
