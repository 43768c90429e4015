import type { Books } from "../../books/books.ts";
import type { Payment } from "../../books/document.ts";
import { msFromLocalDate } from "../../dates.ts";
import { list, type ListRules } from "../../queries/list.ts";
import { createPayment, deletePayment } from "../../rules/payments.ts";
import { asGuid } from "../../rules/posted.ts";
import { ok, type Answer } from "../answer.ts";
import type { Call, Route } from "../call.ts";
import { unknownId } from "../unknownId.ts";
import { paymentTypeOf, paymentWire } from "../wire/documents.ts";
import { writeMany } from "../writeMany.ts";

const scopes = ["accounting.payments"] as const;

export const paymentRoutes: readonly Route[] = [
  { method: "GET", pattern: "/Payments", scopes, handle: listPayments },
  { method: "PUT", pattern: "/Payments", scopes, handle: write },
  { method: "POST", pattern: "/Payments", scopes, handle: write },
  { method: "GET", pattern: "/Payments/:id", scopes, handle: (call) => withPayment(call, (payment) => ok({ Payments: [paymentWire(call.books, payment, true)] })) },
  { method: "POST", pattern: "/Payments/:id", scopes, handle: (call) => withPayment(call, (payment) => remove(call, payment)) },
];

const rules = (books: Books): ListRules<Payment> => ({
  updatedAtMs: (payment) => payment.updatedAtMs,
  paging: "optional",
  fields: {
    PaymentID: { type: "guid", read: (one) => one.id },
    Status: { type: "enum", read: (one) => one.status },
    PaymentType: { type: "enum", read: (one) => paymentTypeOf(books, one) },
    Date: { type: "date", read: (one) => msFromLocalDate(one.date) },
    Amount: { type: "number", read: (one) => one.amountMinor / 100 },
    Reference: { type: "string", read: (one) => one.reference || undefined },
    IsReconciled: { type: "boolean", read: (one) => one.isReconciled },
    "Invoice.InvoiceID": { type: "guid", read: (one) => (one.targetKind === "invoice" ? one.targetId : undefined) },
    "Invoice.InvoiceNumber": { type: "string", read: (one) => (one.targetKind === "invoice" ? books.invoices.get(one.targetId)?.number : undefined) },
    "CreditNote.CreditNoteID": { type: "guid", read: (one) => (one.targetKind === "creditNote" ? one.targetId : undefined) },
    "Account.AccountID": { type: "guid", read: (one) => one.accountId },
    UpdatedDateUTC: { type: "date", read: (one) => one.updatedAtMs },
  },
});

function listPayments(call: Call): Answer {
  const found = list(call.world, call.request, call.query, call.books.payments.values(), rules(call.books));
  return ok({ ...(found.pagination ? { pagination: found.pagination } : {}), Payments: found.records.map((payment) => paymentWire(call.books, payment, false)) });
}

function withPayment(call: Call, then: (payment: Payment) => Answer): Answer {
  const payment = call.books.payments.get(asGuid(call.params["id"] ?? "") ?? "");
  return payment ? then(payment) : unknownId(call);
}

function write(call: Call): Answer {
  return writeMany(call, { list: "Payments", idField: "PaymentID", save: (posted) => createPayment(call.writing, posted), wire: (payment) => paymentWire(call.books, payment, true) });
}

function remove(call: Call, payment: Payment): Answer {
  return writeMany(call, { list: "Payments", idField: "PaymentID", save: (posted) => deletePayment(call.writing, payment, posted), wire: (deleted) => paymentWire(call.books, deleted, true) });
}
