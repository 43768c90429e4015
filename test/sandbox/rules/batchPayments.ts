import type { BatchPayment } from "../books/document.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { lockErrors } from "./locks.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { createPayment, readPaymentAccount, undoPayment } from "./payments.ts";
import { child, children, date, flag, oneOf, text, tooLong, type Posted } from "./posted.ts";
import { today } from "./documentFields.ts";
import { changed, put } from "./writing.ts";

/** Several payments of one side on one day out of one account (facts §5.5). */
export function createBatchPayment(writing: Writing, posted: Posted): Outcome<BatchPayment> {
  const account = readPaymentAccount(writing, child(posted, "Account") ?? {});
  if (!account) return refused(messages.accountUnknown);
  const given = children(posted, "Payments") ?? [];
  if (given.length === 0) return refused("A batch payment must contain at least one payment");
  const errors = tooLong(posted, { Reference: 255, Narrative: 255 });
  const id = nextGuid(writing.world.state.random);
  const day = date(posted, "Date") ?? today(writing);
  const common = { Account: { AccountID: account.id }, Date: day, Reference: text(posted, "Reference") ?? "" };
  const paymentIds: string[] = [];
  const sides = new Set<string>();
  let totalMinor = 0;
  for (const one of given) {
    const outcome = createPayment(writing, { ...one, ...common }, id);
    if (!outcome.ok) errors.push(...outcome.errors);
    else {
      paymentIds.push(outcome.record.id);
      totalMinor += outcome.record.amountMinor;
      sides.add(writing.books.invoices.get(outcome.record.targetId)?.type ?? "other");
    }
  }
  if (sides.size > 1 || sides.has("other")) errors.push("All payments of a batch must be for invoices of one type");
  if (errors.length > 0) return refused(...errors);
  const batch: BatchPayment = {
    id, type: sides.has("ACCPAY") ? "PAYBATCH" : "RECBATCH", accountId: account.id, date: day, paymentIds, status: "AUTHORISED", totalMinor,
    isReconciled: flag(posted, "IsReconciled") ?? false, reference: text(posted, "Reference") ?? "", narrative: text(posted, "Narrative") ?? "", updatedAtMs: writing.nowMs,
  };
  put(writing, "batchPayments", id, batch);
  changed(writing, "BatchPayment", id, "create");
  return accepted(batch);
}

/** The description offers it, the field's text denies it: a switch (facts §5.5). */
export function deleteBatchPayment(writing: Writing, batch: BatchPayment, posted: Posted): Outcome<BatchPayment> {
  if (oneOf(posted, "Status", ["DELETED"] as const) !== "DELETED") return refused("Batch payments cannot be modified, only created and deleted.");
  if (writing.world.state.assumptions.batchPaymentDelete === "refused") return refused("Batch payments cannot be deleted");
  if (batch.status === "DELETED") return refused("The batch payment has already been deleted.");
  const errors = lockErrors(writing, batch.date);
  if (errors.length > 0) return refused(...errors);
  for (const id of batch.paymentIds) {
    const payment = writing.books.payments.get(id);
    if (payment?.status === "AUTHORISED") undoPayment(writing, payment);
  }
  const deleted: BatchPayment = { ...batch, status: "DELETED", updatedAtMs: writing.nowMs };
  put(writing, "batchPayments", batch.id, deleted);
  changed(writing, "BatchPayment", batch.id, "delete");
  return accepted(deleted);
}
