import type { Contact } from "../records/contact.ts";
import type { Document } from "../records/document.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { Payment } from "../records/payment.ts";
import { sameLineCoding, sameLineMoney, sameSettlements } from "./documentGroups.ts";
import type { Json, SyncedBody } from "./groups.ts";
import { differingGroups, takeObserved } from "./recordGroups.ts";
import { sameJson } from "./sameJson.ts";

/**
 * Whether nothing at all is to be done between our side and Xero's: every group equal and nothing observed that we lack. A quick look
 * before the groups are taken apart; "false" may also mean that it was too hard to see (lines without LineItemID).
 */
export function equalSynced(kind: SyncedKind, ours: SyncedBody, xero: SyncedBody): boolean {
  if (ours === xero) return true;
  if (kind === "contact") return equalContacts(ours as Contact, xero as Contact);
  if (kind === "payment") return equalPayments(ours as Payment, xero as Payment);
  return equalDocuments(ours as Document, xero as Document);
}

function equalContacts(a: Contact, b: Contact): boolean {
  if (a.name !== b.name || a.email !== b.email || a.status !== b.status) return false;
  return differingGroups("contact", a, b).length === 0 && takeObserved("contact", a, b) === a;
}

function equalPayments(a: Payment, b: Payment): boolean {
  return differingGroups("payment", a, b).length === 0 && takeObserved("payment", a, b) === a;
}

function equalDocuments(a: Document, b: Document): boolean {
  if (
    a.status !== b.status ||
    a.totalMinor !== b.totalMinor ||
    a.taxMinor !== b.taxMinor ||
    a.subtotalMinor !== b.subtotalMinor ||
    a.amountDueMinor !== b.amountDueMinor ||
    a.amountPaidMinor !== b.amountPaidMinor ||
    a.amountCreditedMinor !== b.amountCreditedMinor ||
    a.fullyPaidOn !== b.fullyPaidOn ||
    a.sentToContact !== b.sentToContact ||
    a.isReconciled !== b.isReconciled ||
    a.bankAccountId !== b.bankAccountId ||
    a.contactId !== b.contactId ||
    a.number !== b.number ||
    a.date !== b.date ||
    a.dueDate !== b.dueDate ||
    a.reference !== b.reference ||
    a.currency !== b.currency ||
    a.currencyRateE6 !== b.currencyRateE6 ||
    a.lineAmountTypes !== b.lineAmountTypes ||
    a.title !== b.title ||
    a.summary !== b.summary ||
    a.terms !== b.terms ||
    a.lines.length !== b.lines.length ||
    a.allocations.length !== b.allocations.length ||
    ((a.settlements !== undefined || b.settlements !== undefined) && !sameSettlements(a, b))
  ) {
    return false;
  }
  for (let index = 0; index < a.lines.length; index += 1) {
    const left = a.lines[index]!;
    const right = b.lines[index]!;
    if (left.xeroLineId === null || left.xeroLineId !== right.xeroLineId) return false;
    if (left.description !== right.description || !sameLineCoding(left, right) || !sameLineMoney(left, right)) return false;
  }
  return a.allocations.length === 0 || sameJson(a.allocations as unknown as Json, b.allocations as unknown as Json);
}
