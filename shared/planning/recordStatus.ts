import type { SyncedBody } from "../merge/groups.ts";
import type { Document } from "../records/document.ts";
import type { SyncedKind } from "../records/kinds.ts";

/** Statuses after which nothing flows any more. Archiving a contact is not one: it can be restored. */
export function isEnded(kind: SyncedKind, body: SyncedBody): boolean {
  return kind !== "contact" && (body.status === "voided" || body.status === "deleted");
}

/** In Xero's ledger: changes to it need a bookkeeper. Quotes never are; payments are made or deleted, never changed. */
export function isPosted(kind: SyncedKind, body: SyncedBody): boolean {
  return kind !== "contact" && kind !== "payment" && kind !== "quote" && (body.status === "authorised" || body.status === "paid");
}

/** Nothing paid, credited or sent yet: the only posted documents that a sync rule may let flow. */
export function isUnpaidUnsent(body: SyncedBody): boolean {
  const document = body as Document;
  return document.amountPaidMinor === 0 && document.amountCreditedMinor === 0 && !document.sentToContact && document.status === "authorised";
}
