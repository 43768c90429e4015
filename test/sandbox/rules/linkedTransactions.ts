import type { LinkedTransaction } from "../books/document.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { guid, type Posted } from "./posted.ts";
import { changed, put, remove } from "./writing.ts";

/** A bill's or spend's line that is to be billed on to a customer (facts §5.9). */
export function saveLinkedTransaction(writing: Writing, posted: Posted, before?: LinkedTransaction): Outcome<LinkedTransaction> {
  const { invoices, bankTransactions, contacts } = writing.books;
  const sourceTransactionId = guid(posted, "SourceTransactionID") ?? before?.sourceTransactionId ?? "";
  const sourceLineItemId = guid(posted, "SourceLineItemID") ?? before?.sourceLineItemId ?? "";
  const bill = invoices.get(sourceTransactionId);
  const spend = bankTransactions.get(sourceTransactionId);
  const source = bill?.type === "ACCPAY" ? bill : spend?.type === "SPEND" ? spend : undefined;
  const errors: string[] = [];
  if (!source) errors.push(messages.documentNotFound);
  else if (!source.lines.some((line) => line.lineItemId === sourceLineItemId)) errors.push("The source line item could not be found");
  const contactId = guid(posted, "ContactID") ?? before?.contactId;
  if (contactId !== undefined && !contacts.has(contactId)) errors.push(messages.contactNotFound);
  const targetTransactionId = guid(posted, "TargetTransactionID") ?? before?.targetTransactionId;
  const targetLineItemId = guid(posted, "TargetLineItemID") ?? before?.targetLineItemId;
  const target = targetTransactionId === undefined ? undefined : invoices.get(targetTransactionId);
  if (targetTransactionId !== undefined && target?.type !== "ACCREC") errors.push("The target transaction must be a sales invoice");
  else if (target && contactId !== undefined && target.contactId !== contactId) errors.push("The target transaction must be of the same contact");
  else if (target && targetLineItemId !== undefined && !target.lines.some((line) => line.lineItemId === targetLineItemId)) errors.push("The target line item could not be found");
  if (errors.length > 0 || !source) return refused(...errors);
  const isBilled = target?.status === "AUTHORISED" || target?.status === "PAID";
  const linked: LinkedTransaction = {
    id: before?.id ?? nextGuid(writing.world.state.random), sourceTransactionId, sourceLineItemId, sourceType: bill ? "ACCPAY" : "SPEND",
    status: target ? (isBilled ? "BILLED" : "ONDRAFT") : source.status === "DRAFT" || source.status === "SUBMITTED" ? "DRAFT" : "APPROVED",
    updatedAtMs: writing.nowMs,
    ...(contactId === undefined ? {} : { contactId }),
    ...(targetTransactionId === undefined ? {} : { targetTransactionId }),
    ...(targetLineItemId === undefined ? {} : { targetLineItemId }),
  };
  put(writing, "linkedTransactions", linked.id, linked);
  changed(writing, "LinkedTransaction", linked.id, before ? "update" : "create");
  return accepted(linked);
}

export function deleteLinkedTransaction(writing: Writing, linked: LinkedTransaction): void {
  remove(writing, "linkedTransactions", linked.id);
  changed(writing, "LinkedTransaction", linked.id, "delete");
}
