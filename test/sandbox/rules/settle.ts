import type { CreditDocument, Invoice, PayableDocument } from "../books/document.ts";
import type { Writing } from "../world.ts";
import { invoiceBalance, remainingCredit } from "./balance.ts";
import { announce, changed, put } from "./writing.ts";

/** Which books map a payable document lies in, and how webhooks and the log call it. */
const payableKinds = {
  invoice: { map: "invoices", category: "INVOICE", entity: "Invoice" },
  creditNote: { map: "creditNotes", category: "CREDITNOTE", entity: "CreditNote" },
  overpayment: { map: "overpayments", category: "OVERPAYMENT", entity: "Overpayment" },
  prepayment: { map: "prepayments", category: "PREPAYMENT", entity: "Prepayment" },
} as const;

export function payable(writing: Writing, kind: PayableDocument["kind"], id: string): PayableDocument | undefined {
  return writing.books[payableKinds[kind].map].get(id);
}

export function putPayable(writing: Writing, document: PayableDocument): void {
  if (document.kind === "invoice") put(writing, "invoices", document.id, document);
  else if (document.kind === "creditNote") put(writing, "creditNotes", document.id, document);
  else if (document.kind === "overpayment") put(writing, "overpayments", document.id, document);
  else put(writing, "prepayments", document.id, document);
}

/**
 * Re-derives AUTHORISED or PAID after anything was applied or taken away, and stamps the document: every payment and
 * allocation moves UpdatedDateUTC of both ends (facts §5.5, §4.4).
 */
export function settle(writing: Writing, kind: PayableDocument["kind"], id: string, byPayment = false): void {
  const document = payable(writing, kind, id);
  if (!document) return;
  const settled = document.kind === "invoice" ? settledInvoice(writing, document) : settledCredit(writing, document);
  putPayable(writing, settled);
  const { entity } = payableKinds[kind];
  changed(writing, entity, id, "update");
  if (byPayment && writing.world.state.assumptions.paymentEchoesInvoice === "no") return;
  announceDocument(writing, settled, "UPDATE");
}

export function announceDocument(writing: Writing, document: PayableDocument, type: "CREATE" | "UPDATE"): void {
  const { category } = payableKinds[document.kind];
  const data = document.kind === "invoice" ? {} : { data: { Type: document.type, Status: document.status } };
  announce(writing, { category, id: document.id, type, ...data });
}

function settledInvoice(writing: Writing, invoice: Invoice): Invoice {
  const { fullyPaidOn: _, ...rest } = invoice;
  const stamped: Invoice = { ...rest, updatedAtMs: writing.nowMs };
  if (invoice.status !== "AUTHORISED" && invoice.status !== "PAID") return stamped;
  if (invoiceBalance(writing.books, invoice).dueMinor > 0) return { ...stamped, status: "AUTHORISED" };
  return { ...stamped, status: "PAID", fullyPaidOn: lastDate(writing, invoice) };
}

function settledCredit(writing: Writing, credit: CreditDocument): CreditDocument {
  const stamped = { ...credit, updatedAtMs: writing.nowMs };
  if (credit.status !== "AUTHORISED" && credit.status !== "PAID") return stamped;
  const isUsedUp = remainingCredit(writing.books, credit) <= 0;
  if (stamped.kind !== "creditNote") return { ...stamped, status: isUsedUp ? "PAID" : "AUTHORISED" };
  const { fullyPaidOn: _, ...rest } = stamped;
  return isUsedUp ? { ...rest, status: "PAID", fullyPaidOn: lastDate(writing, credit) } : { ...rest, status: "AUTHORISED" };
}

function lastDate(writing: Writing, document: PayableDocument): string {
  let last = document.date;
  for (const id of document.paymentIds) {
    const payment = writing.books.payments.get(id);
    if (payment?.status === "AUTHORISED" && payment.date > last) last = payment.date;
  }
  for (const id of document.allocationIds) {
    const allocation = writing.books.allocations.get(id);
    if (allocation && allocation.date > last) last = allocation.date;
  }
  return last;
}
