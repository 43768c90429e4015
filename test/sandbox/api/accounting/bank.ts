import type { Books } from "../../books/books.ts";
import type { BankTransaction, BatchPayment, LinkedTransaction } from "../../books/document.ts";
import { msFromLocalDate, wireDate, wireInstant } from "../../dates.ts";
import { jsonFromMinor } from "../../money.ts";
import { list, type ListRules } from "../../queries/list.ts";
import { saveBankTransaction } from "../../rules/bankTransactions.ts";
import { createBatchPayment, deleteBatchPayment } from "../../rules/batchPayments.ts";
import { deleteLinkedTransaction, saveLinkedTransaction } from "../../rules/linkedTransactions.ts";
import { asGuid } from "../../rules/posted.ts";
import { ok, type Answer } from "../answer.ts";
import type { Call, Route } from "../call.ts";
import { unknownId } from "../unknownId.ts";
import { coreWire, type DocumentDetail } from "../wire/documents.ts";
import type { Wire } from "../wire/lines.ts";
import { writeMany } from "../writeMany.ts";

const bank = ["accounting.banktransactions"] as const;
const payments = ["accounting.payments"] as const;
const invoices = ["accounting.invoices"] as const;

export const bankRoutes: readonly Route[] = [
  { method: "GET", pattern: "/BankTransactions", scopes: bank, handle: listTransactions },
  { method: "PUT", pattern: "/BankTransactions", scopes: bank, handle: (call) => writeTransactions(call, true) },
  { method: "POST", pattern: "/BankTransactions", scopes: bank, handle: (call) => writeTransactions(call, false) },
  { method: "GET", pattern: "/BankTransactions/:id", scopes: bank, handle: (call) => within(call, call.books.bankTransactions, (one) => ok({ BankTransactions: [bankTransactionWire(call.books, one, full(call))] })) },
  { method: "POST", pattern: "/BankTransactions/:id", scopes: bank, handle: (call) => within(call, call.books.bankTransactions, (one) => writeTransactions(call, false, one.id)) },
  { method: "GET", pattern: "/BatchPayments", scopes: payments, handle: listBatches },
  { method: "PUT", pattern: "/BatchPayments", scopes: payments, handle: writeBatches },
  { method: "GET", pattern: "/BatchPayments/:id", scopes: payments, handle: (call) => within(call, call.books.batchPayments, (one) => ok({ BatchPayments: [batchWire(call.books, one)] })) },
  { method: "POST", pattern: "/BatchPayments/:id", scopes: payments, handle: (call) => within(call, call.books.batchPayments, (one) => writeMany(call, { list: "BatchPayments", idField: "BatchPaymentID", save: (posted) => deleteBatchPayment(call.writing, one, posted), wire: (batch) => batchWire(call.books, batch) })) },
  { method: "POST", pattern: "/BatchPayments", scopes: payments, handle: deleteByBody },
  { method: "GET", pattern: "/LinkedTransactions", scopes: invoices, handle: listLinked },
  { method: "PUT", pattern: "/LinkedTransactions", scopes: invoices, handle: (call) => writeLinked(call) },
  { method: "GET", pattern: "/LinkedTransactions/:id", scopes: invoices, handle: (call) => within(call, call.books.linkedTransactions, (one) => ok({ LinkedTransactions: [linkedWire(one)] })) },
  { method: "POST", pattern: "/LinkedTransactions/:id", scopes: invoices, handle: (call) => within(call, call.books.linkedTransactions, (one) => writeLinked(call, one)) },
  { method: "DELETE", pattern: "/LinkedTransactions/:id", scopes: invoices, handle: (call) => within(call, call.books.linkedTransactions, (one) => { deleteLinkedTransaction(call.writing, one); return { status: 204 }; }) },
];

const full = (call: Call): DocumentDetail => ({ lines: true, single: true, unitdp: call.unitdp });

function within<T>(call: Call, map: Map<string, T>, then: (record: T) => Answer): Answer {
  const record = map.get(asGuid(call.params["id"] ?? "") ?? "");
  return record === undefined ? unknownId(call) : then(record);
}

function bankTransactionWire(books: Books, transaction: BankTransaction, detail: DocumentDetail): Wire {
  const account = books.accounts.get(transaction.bankAccountId);
  const { UpdatedDateUTCString: _, ...core } = coreWire(books, transaction, detail);
  return {
    BankTransactionID: transaction.id,
    BankAccount: { AccountID: transaction.bankAccountId, ...(account && account.code !== "" ? { Code: account.code } : {}), Name: account?.name ?? "" },
    Type: transaction.type,
    Reference: transaction.reference,
    IsReconciled: transaction.isReconciled,
    Status: transaction.status,
    ...core,
    ...(transaction.prepaymentId === undefined ? {} : { PrepaymentID: transaction.prepaymentId }),
    ...(transaction.overpaymentId === undefined ? {} : { OverpaymentID: transaction.overpaymentId }),
  };
}

function listTransactions(call: Call): Answer {
  const { books } = call;
  const rules: ListRules<BankTransaction> = {
    updatedAtMs: (one) => one.updatedAtMs,
    paging: "optional",
    fields: {
      BankTransactionID: { type: "guid", read: (one) => one.id },
      Type: { type: "enum", read: (one) => one.type, isOptimised: true },
      Status: { type: "enum", read: (one) => one.status, isOptimised: true },
      Date: { type: "date", read: (one) => msFromLocalDate(one.date), isOptimised: true },
      Reference: { type: "string", read: (one) => one.reference || undefined },
      IsReconciled: { type: "boolean", read: (one) => one.isReconciled },
      Total: { type: "number", read: (one) => one.totalMinor / 100 },
      UpdatedDateUTC: { type: "date", read: (one) => one.updatedAtMs, isOptimised: true },
      "Contact.ContactID": { type: "guid", read: (one) => one.contactId, isOptimised: true },
      "Contact.Name": { type: "string", read: (one) => books.contacts.get(one.contactId)?.name },
      "BankAccount.AccountID": { type: "guid", read: (one) => one.bankAccountId },
    },
  };
  const found = list(call.world, call.request, call.query, books.bankTransactions.values(), rules);
  const detail = { lines: found.isPaged, unitdp: call.unitdp };
  return ok({ ...(found.pagination ? { pagination: found.pagination } : {}), BankTransactions: found.records.map((one) => bankTransactionWire(books, one, detail)) });
}

function writeTransactions(call: Call, createOnly: boolean, id?: string): Answer {
  const mode = { createOnly, unitdp: call.unitdp, ...(id === undefined ? {} : { id }) };
  return writeMany(call, { list: "BankTransactions", idField: "BankTransactionID", save: (posted) => saveBankTransaction(call.writing, posted, mode), wire: (one) => bankTransactionWire(call.books, one, full(call)) });
}

function batchWire(books: Books, batch: BatchPayment): Wire {
  return {
    BatchPaymentID: batch.id,
    Account: { AccountID: batch.accountId },
    Reference: batch.reference,
    Narrative: batch.narrative,
    Date: wireDate(batch.date),
    DateString: batch.date,
    Type: batch.type,
    Status: batch.status,
    TotalAmount: jsonFromMinor(batch.totalMinor),
    IsReconciled: batch.isReconciled,
    UpdatedDateUTC: wireInstant(batch.updatedAtMs),
    Payments: batch.paymentIds.flatMap((id) => {
      const payment = books.payments.get(id);
      return payment ? [{ PaymentID: id, Amount: jsonFromMinor(payment.amountMinor), BankAmount: jsonFromMinor(payment.bankAmountMinor), Invoice: { InvoiceID: payment.targetId } }] : [];
    }),
  };
}

function listBatches(call: Call): Answer {
  const rules: ListRules<BatchPayment> = {
    updatedAtMs: (one) => one.updatedAtMs,
    paging: "none",
    fields: {
      BatchPaymentID: { type: "guid", read: (one) => one.id },
      Status: { type: "enum", read: (one) => one.status },
      Type: { type: "enum", read: (one) => one.type },
      Date: { type: "date", read: (one) => msFromLocalDate(one.date) },
      UpdatedDateUTC: { type: "date", read: (one) => one.updatedAtMs },
    },
  };
  return ok({ BatchPayments: list(call.world, call.request, call.query, call.books.batchPayments.values(), rules).records.map((one) => batchWire(call.books, one)) });
}

function writeBatches(call: Call): Answer {
  return writeMany(call, { list: "BatchPayments", idField: "BatchPaymentID", save: (posted) => createBatchPayment(call.writing, posted), wire: (batch) => batchWire(call.books, batch) });
}

/** POST /BatchPayments with {BatchPaymentID, Status: DELETED}: the other form of the same deletion. */
function deleteByBody(call: Call): Answer {
  return writeMany(call, {
    list: "BatchPayments",
    idField: "BatchPaymentID",
    save: (posted) => {
      const batch = call.books.batchPayments.get(asGuid(String(posted["BatchPaymentID"] ?? "")) ?? "");
      return batch ? deleteBatchPayment(call.writing, batch, posted) : createBatchPayment(call.writing, posted);
    },
    wire: (batch) => batchWire(call.books, batch),
  });
}

const linkedWire = (linked: LinkedTransaction): Wire => ({
  LinkedTransactionID: linked.id,
  SourceTransactionID: linked.sourceTransactionId,
  SourceLineItemID: linked.sourceLineItemId,
  SourceTransactionTypeCode: linked.sourceType,
  Type: "BILLABLEEXPENSE",
  Status: linked.status,
  UpdatedDateUTC: wireInstant(linked.updatedAtMs),
  ...(linked.contactId === undefined ? {} : { ContactID: linked.contactId }),
  ...(linked.targetTransactionId === undefined ? {} : { TargetTransactionID: linked.targetTransactionId }),
  ...(linked.targetLineItemId === undefined ? {} : { TargetLineItemID: linked.targetLineItemId }),
});

/** Paged by 100 without a pagination object (facts §11.4). */
function listLinked(call: Call): Answer {
  const { query } = call;
  const wanted: [string, (one: LinkedTransaction) => string | undefined][] = [["SourceTransactionID", (one) => one.sourceTransactionId], ["TargetTransactionID", (one) => one.targetTransactionId], ["ContactID", (one) => one.contactId], ["Status", (one) => one.status]];
  const rules: ListRules<LinkedTransaction> = { paging: "always", pageSize: 100, maxPageSize: 0, hasPagination: false, where: false, order: false, fields: {} };
  const found = list(call.world, call.request, query, call.books.linkedTransactions.values(), rules, (one) => wanted.every(([name, read]) => !query.has(name) || query.get(name) === read(one)));
  return ok({ LinkedTransactions: found.records.map(linkedWire) });
}

function writeLinked(call: Call, before?: LinkedTransaction): Answer {
  return writeMany(call, { list: "LinkedTransactions", idField: "LinkedTransactionID", save: (posted) => saveLinkedTransaction(call.writing, posted, before), wire: linkedWire });
}
