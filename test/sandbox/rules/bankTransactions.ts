import type { BankTransaction, BankTransactionType, Prepayment } from "../books/document.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { accountByCode } from "./accounts.ts";
import { hasPaymentsOrCredits } from "./balance.ts";
import { documentContact, markSide } from "./documentContact.ts";
import { readCurrency, readLineAmountTypes, today, urlErrors } from "./documentFields.ts";
import type { DocumentMode } from "./invoices.ts";
import { readLines, totalsOf } from "./lines.ts";
import { lockErrors } from "./locks.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { createOverpayment } from "./overpayments.ts";
import { child, children, date, flag, guid, number, oneOf, text, tooLong, type Posted } from "./posted.ts";
import { announceDocument, putPayable } from "./settle.ts";
import { changed, createdBy, noteHistory, put } from "./writing.ts";

/** Transfers are readable only; over- and prepayments come into being here (facts §5.5, §5.6). */
const creatable: readonly BankTransactionType[] = ["RECEIVE", "SPEND", "RECEIVE-OVERPAYMENT", "SPEND-OVERPAYMENT", "RECEIVE-PREPAYMENT", "SPEND-PREPAYMENT"];

export function saveBankTransaction(writing: Writing, posted: Posted, mode: DocumentMode): Outcome<BankTransaction> {
  const id = mode.id ?? guid(posted, "BankTransactionID");
  if (id === undefined) return createBankTransaction(writing, posted, mode.unitdp);
  const before = writing.books.bankTransactions.get(id);
  if (!before) return refused(messages.documentNotFound);
  return mode.createOnly ? refused("The bank transaction exists already") : changeBankTransaction(writing, before, posted, mode.unitdp);
}

function createBankTransaction(writing: Writing, posted: Posted, unitdp: 2 | 4): Outcome<BankTransaction> {
  const type = oneOf(posted, "Type", creatable);
  if (!type) return refused("Bank transaction type must be specified");
  const account = bankAccount(writing, posted);
  if (!account) return refused(messages.accountUnknown);
  const contact = documentContact(writing, posted);
  if (!contact) return refused(messages.contactMissing);
  if (!contact.ok) return contact;
  const errors: string[] = [];
  const core: BankTransaction = {
    kind: "bankTransaction", type, status: "AUTHORISED",
    id: nextGuid(writing.world.state.random),
    contactId: contact.record.id,
    bankAccountId: account.id,
    isReconciled: flag(posted, "IsReconciled") ?? false,
    date: date(posted, "Date") ?? today(writing),
    // Money in and out defaults to prices with tax (facts §5.3).
    lineAmountTypes: "Inclusive", lines: [],
    ...readCurrency(writing, posted, undefined, errors),
    subTotalMinor: 0, taxMinor: 0, totalMinor: 0, reference: "", updatedAtMs: writing.nowMs, hasAttachments: false,
    ...createdBy(writing),
  };
  if (type.endsWith("-OVERPAYMENT")) return overpaid(writing, posted, core, errors);
  const transaction = applied(writing, core, posted, unitdp, errors);
  if (transaction.lines.length === 0) errors.push(messages.linesMissing);
  if (transaction.totalMinor <= 0) errors.push("The transaction total must be greater than zero");
  errors.push(...lockErrors(writing, transaction.date));
  if (errors.length > 0) return refused(...errors);
  if (type.endsWith("-PREPAYMENT")) transaction.prepaymentId = prepaid(writing, transaction);
  store(writing, transaction, "create");
  return accepted(transaction);
}

function bankAccount(writing: Writing, posted: Posted) {
  const given = child(posted, "BankAccount") ?? {};
  const id = guid(given, "AccountID");
  const account = id !== undefined ? writing.books.accounts.get(id) : accountByCode(writing.books, text(given, "Code") ?? "");
  return account?.type === "BANK" && account.status === "ACTIVE" ? account : undefined;
}

/** One line of one amount on the control account, without tax. */
function overpaid(writing: Writing, posted: Posted, core: BankTransaction, errors: string[]): Outcome<BankTransaction> {
  const [line] = children(posted, "LineItems") ?? [];
  const amount = line && (number(line, "LineAmount") ?? (number(line, "UnitAmount") ?? 0) * (number(line, "Quantity") ?? 1));
  if (!amount || amount <= 0) errors.push("An overpayment must have one line with an amount");
  errors.push(...lockErrors(writing, core.date));
  if (errors.length > 0) return refused(...errors);
  const made = createOverpayment(writing, {
    side: core.type.startsWith("RECEIVE") ? "RECEIVE" : "SPEND", contactId: core.contactId, amountMinor: Math.round((amount as number) * 100), date: core.date,
    accountId: core.bankAccountId, currency: core.currency, rateScaled: core.rateScaled, reference: text(posted, "Reference") ?? "",
  });
  return accepted(writing.books.bankTransactions.get(made.bankTransactionId ?? "") as BankTransaction);
}

function prepaid(writing: Writing, transaction: BankTransaction): string {
  const { kind: _, bankAccountId: __, isReconciled: ___, type, status: ____, id: bankTransactionId, ...core } = transaction;
  const prepayment: Prepayment = {
    ...core, kind: "prepayment", id: nextGuid(writing.world.state.random), type: type.startsWith("RECEIVE") ? "RECEIVE-PREPAYMENT" : "SPEND-PREPAYMENT",
    status: "AUTHORISED", invoiceNumber: "", paymentIds: [], allocationIds: [], bankTransactionId,
  };
  put(writing, "prepayments", prepayment.id, prepayment);
  changed(writing, "Prepayment", prepayment.id, "create");
  announceDocument(writing, prepayment, "CREATE");
  return prepayment.id;
}

function changeBankTransaction(writing: Writing, before: BankTransaction, posted: Posted, unitdp: 2 | 4): Outcome<BankTransaction> {
  const status = oneOf(posted, "Status", ["AUTHORISED", "DELETED", "VOIDED"] as const) ?? before.status;
  if (before.status !== "AUTHORISED") return refused(messages.documentStatusNotValid);
  const errors = lockErrors(writing, before.date);
  if (errors.length > 0) return refused(...errors);
  if (status !== "AUTHORISED") return endTransaction(writing, before, status);
  if (before.type !== "RECEIVE" && before.type !== "SPEND") return refused(messages.documentStatusNotValid);
  const contact = documentContact(writing, posted);
  if (contact && !contact.ok) return contact;
  const draft: BankTransaction = {
    ...before, contactId: contact?.record.id ?? before.contactId, date: date(posted, "Date") ?? before.date, isReconciled: flag(posted, "IsReconciled") ?? before.isReconciled,
    ...readCurrency(writing, posted, before, errors), updatedAtMs: writing.nowMs,
  };
  const transaction = applied(writing, draft, posted, unitdp, errors);
  if (before.isReconciled && transaction.totalMinor !== before.totalMinor) errors.push("This bank transaction cannot be edited as it has been reconciled");
  errors.push(...lockErrors(writing, transaction.date));
  if (errors.length > 0) return refused(...errors);
  store(writing, transaction, "update");
  return accepted(transaction);
}

function endTransaction(writing: Writing, before: BankTransaction, status: "DELETED" | "VOIDED"): Outcome<BankTransaction> {
  const credit = before.overpaymentId ? writing.books.overpayments.get(before.overpaymentId) : before.prepaymentId ? writing.books.prepayments.get(before.prepaymentId) : undefined;
  if (credit && hasPaymentsOrCredits(writing.books, credit)) return refused(messages.paidLock);
  if (credit) {
    putPayable(writing, { ...credit, status: "VOIDED", updatedAtMs: writing.nowMs });
    announceDocument(writing, { ...credit, status: "VOIDED" }, "UPDATE");
  }
  const ended: BankTransaction = { ...before, status, updatedAtMs: writing.nowMs };
  store(writing, ended, "delete");
  return accepted(ended);
}

function applied(writing: Writing, draft: BankTransaction, posted: Posted, unitdp: 2 | 4, errors: string[]): BankTransaction {
  errors.push(...tooLong(posted, { Reference: 255 }), ...urlErrors(text(posted, "Url")));
  const transaction: BankTransaction = { ...draft, lineAmountTypes: readLineAmountTypes(posted) ?? draft.lineAmountTypes, reference: text(posted, "Reference") ?? draft.reference };
  const url = text(posted, "Url");
  if (url !== undefined) transaction.url = url;
  const given = children(posted, "LineItems");
  if (!given) return transaction;
  const read = readLines(writing, given, draft.lines, { side: draft.type.startsWith("RECEIVE") ? "sales" : "purchases", lineAmountTypes: transaction.lineAmountTypes, accountRequired: true, discounts: false, unitdp });
  errors.push(...read.errors);
  return { ...transaction, lines: read.lines, ...totalsOf(read.lines, transaction.lineAmountTypes) };
}

function store(writing: Writing, transaction: BankTransaction, action: "create" | "update" | "delete"): void {
  put(writing, "bankTransactions", transaction.id, transaction);
  markSide(writing, transaction.contactId, transaction.type.startsWith("RECEIVE") ? "sales" : "purchases");
  changed(writing, "BankTransaction", transaction.id, action);
  noteHistory(writing, transaction.id, action === "create" ? "Created" : action === "update" ? "Edited" : "Deleted");
}
