import type { CreditNote } from "../books/document.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { hasPaymentsOrCredits } from "./balance.ts";
import { documentContact, markSide } from "./documentContact.ts";
import { readCurrency, readLineAmountTypes, today } from "./documentFields.ts";
import { documentStatuses, isPosted, transitions, type DocumentMode } from "./invoices.ts";
import { readLines, totalsOf } from "./lines.ts";
import { lockErrors } from "./locks.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { children, date, guid, oneOf, text, tooLong, type Posted } from "./posted.ts";
import { announceDocument, settle } from "./settle.ts";
import { changed, createdBy, noteHistory, put, takeNumber } from "./writing.ts";

/** Credit notes go through the same states as invoices (facts §5.5). */
export function saveCreditNote(writing: Writing, posted: Posted, mode: DocumentMode): Outcome<CreditNote> {
  const id = mode.id ?? guid(posted, "CreditNoteID");
  const number = text(posted, "CreditNoteNumber");
  const before = id !== undefined ? writing.books.creditNotes.get(id) : number ? byNumber(writing, number) : undefined;
  if (id !== undefined && !before) return refused(messages.documentNotFound);
  if (before && mode.createOnly) return refused("Credit Note # must be unique.");
  return before ? changeCreditNote(writing, before, posted, mode) : createCreditNote(writing, posted, mode);
}

function byNumber(writing: Writing, number: string): CreditNote | undefined {
  for (const note of writing.books.creditNotes.values()) {
    if (note.number === number && note.type === "ACCRECCREDIT" && note.status !== "DELETED") return note;
  }
  return undefined;
}

function createCreditNote(writing: Writing, posted: Posted, mode: DocumentMode): Outcome<CreditNote> {
  const type = oneOf(posted, "Type", ["ACCRECCREDIT", "ACCPAYCREDIT"] as const);
  if (!type) return refused("Credit note type must be specified");
  const status = oneOf(posted, "Status", documentStatuses) ?? "DRAFT";
  if (status !== "DRAFT" && status !== "SUBMITTED" && status !== "AUTHORISED") return refused(messages.documentStatusNotValid);
  const contact = documentContact(writing, posted);
  if (!contact) return refused(messages.contactMissing);
  if (!contact.ok) return contact;
  const errors: string[] = [];
  const { organisation } = writing.books;
  const blank: CreditNote = {
    kind: "creditNote", type, status,
    id: nextGuid(writing.world.state.random),
    contactId: contact.record.id,
    number: text(posted, "CreditNoteNumber") || (type === "ACCRECCREDIT" ? `CN-${String(takeNumber(writing, "nextCreditNoteNumber")).padStart(4, "0")}` : ""),
    date: date(posted, "Date") ?? today(writing),
    lineAmountTypes: "Exclusive", lines: [],
    ...readCurrency(writing, posted, undefined, errors),
    subTotalMinor: 0, taxMinor: 0, totalMinor: 0, reference: "", brandingThemeId: organisation.brandingThemeId,
    sentToContact: false, hasAttachments: false, paymentIds: [], allocationIds: [], updatedAtMs: writing.nowMs,
    ...createdBy(writing),
  };
  const note = applied(writing, blank, posted, mode.unitdp, errors);
  if (errors.length > 0) return refused(...errors);
  store(writing, note, "CREATE");
  return accepted(writing.books.creditNotes.get(note.id) as CreditNote);
}

function changeCreditNote(writing: Writing, before: CreditNote, posted: Posted, mode: DocumentMode): Outcome<CreditNote> {
  const type = text(posted, "Type");
  if (type !== undefined && type !== before.type) return refused(messages.documentNotFound);
  const status = oneOf(posted, "Status", documentStatuses) ?? before.status;
  if (!transitions[before.status].includes(status)) return refused(messages.documentStatusNotValid);
  if (hasPaymentsOrCredits(writing.books, before) || before.status === "PAID") return refused(messages.paidLock);
  const errors: string[] = [];
  const contact = documentContact(writing, posted);
  if (contact && !contact.ok) return contact;
  if (isPosted(before.status)) errors.push(...lockErrors(writing, before.date));
  const draft: CreditNote = {
    ...before, status,
    contactId: contact?.record.id ?? before.contactId,
    date: date(posted, "Date") ?? before.date,
    number: text(posted, "CreditNoteNumber") ?? before.number,
    ...readCurrency(writing, posted, before, errors),
    updatedAtMs: writing.nowMs,
  };
  const note = status === "VOIDED" || status === "DELETED" ? draft : applied(writing, draft, posted, mode.unitdp, errors);
  if (errors.length > 0) return refused(...errors);
  store(writing, note, "UPDATE");
  return accepted(writing.books.creditNotes.get(note.id) as CreditNote);
}

function applied(writing: Writing, draft: CreditNote, posted: Posted, unitdp: 2 | 4, errors: string[]): CreditNote {
  errors.push(...tooLong(posted, { CreditNoteNumber: 255, Reference: 255 }));
  const note: CreditNote = { ...draft, lineAmountTypes: readLineAmountTypes(posted) ?? draft.lineAmountTypes, reference: text(posted, "Reference") ?? draft.reference };
  const dueDate = date(posted, "DueDate");
  if (dueDate) note.dueDate = dueDate;
  const namesake = note.type === "ACCRECCREDIT" ? byNumber(writing, note.number) : undefined;
  if (namesake && namesake.id !== note.id) errors.push("Credit Note # must be unique.");
  const given = children(posted, "LineItems");
  if (given || note.lineAmountTypes !== draft.lineAmountTypes) {
    const rules = { side: note.type === "ACCRECCREDIT" ? "sales" : "purchases", lineAmountTypes: note.lineAmountTypes, accountRequired: note.status !== "DRAFT", discounts: false, unitdp } as const;
    const read = readLines(writing, given ?? draft.lines.map((line) => ({ LineItemID: line.lineItemId })), draft.lines, rules);
    errors.push(...read.errors);
    Object.assign(note, { lines: read.lines }, totalsOf(read.lines, note.lineAmountTypes));
    if (note.totalMinor < 0) errors.push("The document total must be greater than or equal to zero");
  }
  if (note.status === "AUTHORISED") {
    if (note.lines.length === 0) errors.push(messages.linesMissing);
    errors.push(...lockErrors(writing, note.date));
  }
  return note;
}

function store(writing: Writing, note: CreditNote, type: "CREATE" | "UPDATE"): void {
  put(writing, "creditNotes", note.id, note);
  markSide(writing, note.contactId, note.type === "ACCRECCREDIT" ? "sales" : "purchases");
  changed(writing, "CreditNote", note.id, type === "CREATE" ? "create" : "update");
  noteHistory(writing, note.id, type === "CREATE" ? "Created" : "Edited");
  announceDocument(writing, note, type);
  if (note.status === "AUTHORISED" && note.totalMinor === 0) settle(writing, "creditNote", note.id);
}
