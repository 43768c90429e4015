import type { Account } from "../books/ledger.ts";
import type { PayableDocument, Payment } from "../books/document.ts";
import { minorFromJson, multiplyRounded, rateFromJson } from "../money.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { accountByCode, takesPayments } from "./accounts.ts";
import { invoiceBalance, remainingCredit } from "./balance.ts";
import { today, unitRate } from "./documentFields.ts";
import { lockErrors } from "./locks.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { child, date, flag, guid, number, oneOf, text, tooLong, type Posted } from "./posted.ts";
import { payable, putPayable, settle } from "./settle.ts";
import { announce, changed, createdBy, noteHistory, put } from "./writing.ts";

const targets = [
  ["Invoice", "invoice", "InvoiceID", "InvoiceNumber"],
  ["CreditNote", "creditNote", "CreditNoteID", "CreditNoteNumber"],
  ["Overpayment", "overpayment", "OverpaymentID", ""],
  ["Prepayment", "prepayment", "PrepaymentID", ""],
] as const;

export function createPayment(writing: Writing, posted: Posted, batchPaymentId?: string): Outcome<Payment> {
  if (guid(posted, "PaymentID") !== undefined) return refused("Payments cannot be modified, only created and deleted.");
  if (targets.filter(([field]) => child(posted, field)).length > 1) return refused("Only one of Invoice, CreditNote, Prepayment or Overpayment may be specified.");
  const target = readTarget(writing, posted);
  if (!target) return refused(messages.documentNotFound);
  const account = readPaymentAccount(writing, child(posted, "Account") ?? {});
  if (!account) return refused(messages.accountUnknown);
  const errors = tooLong(posted, { Reference: 255 });
  const amountMinor = minorFromJson(number(posted, "Amount"));
  const paidOn = date(posted, "Date") ?? today(writing);
  if (amountMinor === undefined || amountMinor <= 0) errors.push("Payment amount must be greater than zero");
  errors.push(...amountErrors(writing, target, amountMinor ?? 0), ...lockErrors(writing, paidOn));
  if (errors.length > 0) return refused(...errors);

  const rateScaled = rateFromJson(number(posted, "CurrencyRate")) ?? target.rateScaled;
  const isForeign = target.currency !== (account.currency ?? writing.books.organisation.baseCurrency);
  const payment: Payment = {
    id: nextGuid(writing.world.state.random),
    targetKind: target.kind,
    targetId: target.id,
    accountId: account.id,
    date: paidOn,
    amountMinor: amountMinor as number,
    bankAmountMinor: minorFromJson(number(posted, "BankAmount")) ?? (isForeign ? multiplyRounded(amountMinor as number, unitRate, rateScaled) : (amountMinor as number)),
    rateScaled,
    reference: text(posted, "Reference") ?? "",
    isReconciled: flag(posted, "IsReconciled") ?? false,
    status: "AUTHORISED",
    updatedAtMs: writing.nowMs,
    ...(batchPaymentId === undefined ? {} : { batchPaymentId }),
    ...createdBy(writing),
  };
  put(writing, "payments", payment.id, payment);
  putPayable(writing, { ...target, paymentIds: [...target.paymentIds, payment.id] });
  changed(writing, "Payment", payment.id, "create");
  announcePayment(writing, payment, "CREATE");
  settle(writing, target.kind, target.id, true);
  noteHistory(writing, target.id, "Payment", `Payment of ${(payment.amountMinor / 100).toFixed(2)} on ${paidOn}`);
  return accepted(payment);
}

function readTarget(writing: Writing, posted: Posted): PayableDocument | undefined {
  for (const [field, kind, idField, numberField] of targets) {
    const given = child(posted, field);
    if (!given) continue;
    const id = guid(given, idField);
    if (id !== undefined) return payable(writing, kind, id);
    const wanted = numberField === "" ? undefined : text(given, numberField);
    return wanted ? byNumber(writing, kind, wanted) : undefined;
  }
  const invoiceNumber = text(posted, "InvoiceNumber");
  if (invoiceNumber) return byNumber(writing, "invoice", invoiceNumber);
  const creditNoteNumber = text(posted, "CreditNoteNumber");
  return creditNoteNumber ? byNumber(writing, "creditNote", creditNoteNumber) : undefined;
}

function byNumber(writing: Writing, kind: PayableDocument["kind"], wanted: string): PayableDocument | undefined {
  const documents = kind === "invoice" ? writing.books.invoices : writing.books.creditNotes;
  for (const document of documents.values()) if (document.number === wanted && document.status !== "DELETED") return document;
  return undefined;
}

export function readPaymentAccount(writing: Writing, posted: Posted): Account | undefined {
  const id = guid(posted, "AccountID");
  const account = id !== undefined ? writing.books.accounts.get(id) : accountByCode(writing.books, text(posted, "Code") ?? "");
  return account && takesPayments(account) ? account : undefined;
}

function amountErrors(writing: Writing, target: PayableDocument, amountMinor: number): string[] {
  if (target.status === "PAID") return [target.kind === "invoice" ? messages.paidOff(target.number) : messages.paymentTooLarge];
  if (target.status !== "AUTHORISED") return [messages.paymentStatus];
  const open = target.kind === "invoice" ? invoiceBalance(writing.books, target).dueMinor : remainingCredit(writing.books, target);
  return amountMinor > open ? [messages.paymentTooLarge] : [];
}

/** POST /Payments/{id} {Status: DELETED}: the only change a payment knows (facts §5.5). */
export function deletePayment(writing: Writing, payment: Payment, posted: Posted): Outcome<Payment> {
  const status = oneOf(posted, "Status", ["AUTHORISED", "DELETED"] as const);
  if (status !== "DELETED") return refused("Payments cannot be modified, only created and deleted.");
  if (payment.status === "DELETED") return refused("Payment has already been deleted.");
  if (payment.batchPaymentId !== undefined) return refused("This payment cannot be deleted as it is part of a batch payment.");
  if (payment.isReconciled && writing.world.state.assumptions.reconciledPaymentDelete === "refused") return refused("This payment cannot be deleted as it has been reconciled.");
  const errors = lockErrors(writing, payment.date);
  return errors.length > 0 ? refused(...errors) : accepted(undoPayment(writing, payment));
}

export function undoPayment(writing: Writing, payment: Payment): Payment {
  const deleted: Payment = { ...payment, status: "DELETED", updatedAtMs: writing.nowMs };
  put(writing, "payments", payment.id, deleted);
  changed(writing, "Payment", payment.id, "delete");
  if (writing.world.state.assumptions.paymentDeleteWebhook === "yes") announcePayment(writing, deleted, "UPDATE");
  settle(writing, payment.targetKind, payment.targetId, true);
  noteHistory(writing, payment.targetId, "Payment deleted", `Payment of ${(payment.amountMinor / 100).toFixed(2)} removed`);
  return deleted;
}

function announcePayment(writing: Writing, payment: Payment, type: "CREATE" | "UPDATE"): void {
  if (writing.world.state.assumptions.paymentWebhook === "no") return;
  announce(writing, { category: "PAYMENT", id: payment.id, type, data: { Status: payment.status } });
}
