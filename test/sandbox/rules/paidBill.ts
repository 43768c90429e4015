import type { Invoice, Line } from "../books/document.ts";
import type { Writing } from "../world.ts";
import { documentContact } from "./documentContact.ts";
import { urlErrors } from "./documentFields.ts";
import { changesLedger } from "./invoices.ts";
import { readLines } from "./lines.ts";
import { lockErrors } from "./locks.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { children, date, flag, guid, text, type Posted } from "./posted.ts";
import { announceDocument } from "./settle.ts";
import { changed, noteHistory, put } from "./writing.ts";

/**
 * An invoice with a payment or credit on it. Since 19 March 2026 a bill may still be retagged: reference, due date, number,
 * branding, contact, link, planned payment date, and on its lines description, account and tracking. Money never; a sales
 * invoice not at all (facts §5.3; the latter is U, hence the switch).
 */
export function paidBillEdit(writing: Writing, before: Invoice, posted: Posted): Outcome<Invoice> {
  const isOpen = before.type === "ACCPAY" || writing.world.state.assumptions.paidSalesInvoice === "retaggable";
  const after: Invoice = { ...before };
  const errors: string[] = [];
  const contact = isOpen ? documentContact(writing, posted) : undefined;
  if (contact && !contact.ok) return contact;
  if (contact) after.contactId = contact.record.id;
  const given = children(posted, "LineItems");
  if (given) {
    const rules = { side: before.type === "ACCREC" ? "sales" : "purchases", lineAmountTypes: before.lineAmountTypes, accountRequired: true, discounts: before.type === "ACCREC", unitdp: 4 } as const;
    const read = readLines(writing, given, before.lines, rules);
    errors.push(...read.errors);
    after.lines = read.lines;
  }
  after.reference = text(posted, "Reference") ?? before.reference;
  after.number = text(posted, "InvoiceNumber") ?? before.number;
  const dueDate = date(posted, "DueDate");
  if (dueDate) after.dueDate = dueDate;
  const planned = date(posted, "PlannedPaymentDate");
  if (planned) after.plannedPaymentDate = planned;
  const theme = guid(posted, "BrandingThemeID");
  if (theme) after.brandingThemeId = theme;
  const url = text(posted, "Url");
  errors.push(...urlErrors(url));
  if (url !== undefined) after.url = url;
  const sent = flag(posted, "SentToContact");
  if (sent !== undefined) after.sentToContact = sent;

  const moneyMoved =
    (date(posted, "Date") ?? before.date) !== before.date ||
    (text(posted, "CurrencyCode") || before.currency) !== before.currency ||
    (text(posted, "LineAmountTypes") || before.lineAmountTypes) !== before.lineAmountTypes ||
    !sameMoney(before.lines, after.lines);
  if (moneyMoved) return refused(messages.paidLock);
  const isChanged = JSON.stringify(after) !== JSON.stringify(before) || (contact !== undefined && contact.record.id !== before.contactId);
  if (!isOpen && isChanged) return refused(messages.paidLock);
  if (changesLedger(before, after)) errors.push(...lockErrors(writing, before.date));
  if (errors.length > 0) return refused(...errors);

  if (!onlyQuietFields(before, after) || writing.world.state.assumptions.partPaidDueDateBumps === "yes") after.updatedAtMs = writing.nowMs;
  put(writing, "invoices", after.id, after);
  changed(writing, "Invoice", after.id, "update");
  noteHistory(writing, after.id, "Edited");
  announceDocument(writing, after, "UPDATE");
  return accepted(after);
}

function sameMoney(before: readonly Line[], after: readonly Line[]): boolean {
  const money = (line: Line) => [line.lineItemId, line.quantityScaled, line.unitAmountScaled, line.taxType, line.taxMinor, line.lineMinor, line.discountRateScaled, line.discountMinor];
  return JSON.stringify(before.map(money)) === JSON.stringify(after.map(money));
}

/** DueDate and SentToContact of a part-paid document do not move UpdatedDateUTC (facts §2.4). */
function onlyQuietFields(before: Invoice, after: Invoice): boolean {
  const { dueDate: _due, sentToContact: _sent, ...rest } = before;
  const { dueDate: _newDue, sentToContact: _newSent, ...restAfter } = after;
  const quietChanged = before.dueDate !== after.dueDate || before.sentToContact !== after.sentToContact;
  return quietChanged && JSON.stringify(rest) === JSON.stringify(restAfter);
}
