import type { DocumentStatus, Invoice, Line } from "../books/document.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { hasPaymentsOrCredits } from "./balance.ts";
import { documentContact, markSide } from "./documentContact.ts";
import { readCurrency, readLineAmountTypes, today, urlErrors } from "./documentFields.ts";
import { readLines, totalsOf } from "./lines.ts";
import { lockErrors } from "./locks.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { paidBillEdit } from "./paidBill.ts";
import { children, date, flag, guid, oneOf, text, tooLong, type Posted } from "./posted.ts";
import { announceDocument, settle } from "./settle.ts";
import { dueDateByTerms } from "./terms.ts";
import { changed, createdBy, noteHistory, put, takeNumber } from "./writing.ts";

export interface DocumentMode {
  createOnly: boolean;
  unitdp: 2 | 4;
  /** The id in the address, for POST /Invoices/{id}. */
  id?: string;
}

export const documentStatuses = ["DRAFT", "SUBMITTED", "AUTHORISED", "PAID", "VOIDED", "DELETED"] as const;

/** One-way: what a client may ask for (facts §5.3). PAID comes and goes with payments only. */
export const transitions: Record<DocumentStatus, readonly DocumentStatus[]> = {
  DRAFT: ["DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"],
  SUBMITTED: ["SUBMITTED", "DRAFT", "AUTHORISED", "DELETED"],
  AUTHORISED: ["AUTHORISED", "VOIDED"],
  PAID: ["PAID", "AUTHORISED"],
  VOIDED: [],
  DELETED: [],
};

export const isPosted = (status: DocumentStatus) => status === "AUTHORISED" || status === "PAID";

export function saveInvoice(writing: Writing, posted: Posted, mode: DocumentMode): Outcome<Invoice> {
  const before = findInvoice(writing, posted, mode);
  if (before === "not found") return refused(messages.documentNotFound);
  if (before && mode.createOnly) return refused(messages.numberNotUnique);
  return before ? changeInvoice(writing, before, posted, mode) : createInvoice(writing, posted, mode);
}

function findInvoice(writing: Writing, posted: Posted, mode: DocumentMode): Invoice | undefined | "not found" {
  const id = mode.id ?? guid(posted, "InvoiceID");
  if (id !== undefined) return writing.books.invoices.get(id) ?? "not found";
  const number = text(posted, "InvoiceNumber");
  // A sales invoice is matched by its number; bills share numbers, so each is new (facts §2.5, §5.3).
  return number && text(posted, "Type") !== "ACCPAY" ? salesInvoiceByNumber(writing, number) : undefined;
}

function salesInvoiceByNumber(writing: Writing, number: string): Invoice | undefined {
  for (const invoice of writing.books.invoices.values()) {
    if (invoice.number === number && invoice.type === "ACCREC" && invoice.status !== "DELETED") return invoice;
  }
  return undefined;
}

function createInvoice(writing: Writing, posted: Posted, mode: DocumentMode): Outcome<Invoice> {
  const type = oneOf(posted, "Type", ["ACCREC", "ACCPAY"] as const);
  if (!type) return refused("Invoice type must be specified");
  const status = oneOf(posted, "Status", documentStatuses) ?? "DRAFT";
  if (status !== "DRAFT" && status !== "SUBMITTED" && status !== "AUTHORISED") return refused(messages.statusNotValid);
  const contact = documentContact(writing, posted);
  if (!contact) return refused(messages.contactMissing);
  if (!contact.ok) return contact;

  const errors: string[] = [];
  const date_ = date(posted, "Date") ?? today(writing);
  const blank: Invoice = {
    kind: "invoice", type, status,
    id: nextGuid(writing.world.state.random),
    contactId: contact.record.id,
    number: text(posted, "InvoiceNumber") || (type === "ACCREC" ? nextNumber(writing) : ""),
    date: date_,
    lineAmountTypes: "Exclusive", lines: [],
    ...readCurrency(writing, posted, contact.record.defaultCurrency === undefined ? undefined : dayRateOf(writing, contact.record.defaultCurrency), errors),
    subTotalMinor: 0, taxMinor: 0, totalMinor: 0,
    reference: "", brandingThemeId: writing.books.organisation.brandingThemeId,
    sentToContact: false, hasAttachments: false, paymentIds: [], allocationIds: [],
    updatedAtMs: writing.nowMs,
    ...createdBy(writing),
  };
  const terms = type === "ACCREC" ? contact.record.salesTerms : contact.record.billsTerms;
  if (terms) blank.dueDate = dueDateByTerms(date_, terms);
  const invoice = applied(writing, blank, posted, mode.unitdp, errors);
  errors.push(...approvalErrors(writing, invoice));
  if (errors.length > 0) return refused(...errors);
  store(writing, invoice, "CREATE");
  markQuoteInvoiced(writing, invoice);
  return accepted(writing.books.invoices.get(invoice.id) as Invoice);
}

/** Nothing joins an invoice made by API to its quote; at most the number in its reference could (facts §5.4, U). */
function markQuoteInvoiced(writing: Writing, invoice: Invoice): void {
  if (writing.world.state.assumptions.quoteFlipsOnInvoice === "no" || invoice.type !== "ACCREC" || invoice.reference === "") return;
  for (const quote of writing.books.quotes.values()) {
    if (quote.number !== invoice.reference || quote.contactId !== invoice.contactId || (quote.status !== "SENT" && quote.status !== "ACCEPTED")) continue;
    put(writing, "quotes", quote.id, { ...quote, status: "INVOICED", updatedAtMs: writing.nowMs });
    changed(writing, "Quote", quote.id, "update");
  }
}

const dayRateOf = (writing: Writing, currency: string) => ({ currency, rateScaled: writing.books.organisation.currencies[currency] ?? 1_000_000 });

function nextNumber(writing: Writing): string {
  const { organisation } = writing.books;
  for (;;) {
    const number = `${organisation.invoicePrefix}${String(takeNumber(writing, "nextInvoiceNumber")).padStart(4, "0")}`;
    if (!salesInvoiceByNumber(writing, number)) return number;
  }
}

function changeInvoice(writing: Writing, before: Invoice, posted: Posted, mode: DocumentMode): Outcome<Invoice> {
  const type = text(posted, "Type");
  if (type !== undefined && type !== before.type) return refused(messages.documentNotFound);
  const status = oneOf(posted, "Status", documentStatuses) ?? before.status;
  if (!transitions[before.status].includes(status) || (status === "PAID" && before.status !== "PAID")) return refused(messages.statusNotValid);
  const isTaken = hasPaymentsOrCredits(writing.books, before);
  if (status === "VOIDED" || status === "DELETED") return endInvoice(writing, before, status, isTaken);
  if (isTaken || before.status === "PAID") return paidBillEdit(writing, before, posted);

  const contact = documentContact(writing, posted);
  if (contact && !contact.ok) return contact;
  const errors: string[] = [];
  const draft: Invoice = {
    ...before,
    status,
    contactId: contact?.record.id ?? before.contactId,
    date: date(posted, "Date") ?? before.date,
    number: text(posted, "InvoiceNumber") ?? before.number,
    ...readCurrency(writing, posted, before, errors),
  };
  const invoice = applied(writing, draft, posted, mode.unitdp, errors);
  if (isPosted(before.status) && changesLedger(before, invoice)) errors.push(...lockErrors(writing, before.date, invoice.date));
  else if (!isPosted(before.status)) errors.push(...approvalErrors(writing, invoice));
  if (isPosted(before.status)) errors.push(...completenessErrors(invoice));
  if (errors.length > 0) return refused(...errors);
  store(writing, { ...invoice, updatedAtMs: writing.nowMs }, "UPDATE");
  return accepted(writing.books.invoices.get(invoice.id) as Invoice);
}

/** What a locked period protects: anything that would repost the journal. */
export function changesLedger(before: Invoice, after: Invoice): boolean {
  return (
    before.date !== after.date || before.contactId !== after.contactId || before.totalMinor !== after.totalMinor || before.currency !== after.currency ||
    before.rateScaled !== after.rateScaled || JSON.stringify(before.lines.map(ledgerPart)) !== JSON.stringify(after.lines.map(ledgerPart))
  );
}

const ledgerPart = (line: Line) => [line.lineItemId, line.accountId, line.taxType, line.taxMinor, line.lineMinor, line.tracking];

function applied(writing: Writing, draft: Invoice, posted: Posted, unitdp: 2 | 4, errors: string[]): Invoice {
  errors.push(...tooLong(posted, { InvoiceNumber: 255, Reference: 255 }), ...urlErrors(text(posted, "Url")));
  const invoice: Invoice = { ...draft, lineAmountTypes: readLineAmountTypes(posted) ?? draft.lineAmountTypes };
  invoice.reference = text(posted, "Reference") ?? draft.reference;
  const dueDate = date(posted, "DueDate");
  if (dueDate) invoice.dueDate = dueDate;
  const expected = date(posted, "ExpectedPaymentDate");
  if (expected && invoice.type === "ACCREC") invoice.expectedPaymentDate = expected;
  const planned = date(posted, "PlannedPaymentDate");
  if (planned && invoice.type === "ACCPAY") invoice.plannedPaymentDate = planned;
  const url = text(posted, "Url");
  if (url !== undefined) invoice.url = url;
  const theme = guid(posted, "BrandingThemeID");
  if (theme !== undefined) invoice.brandingThemeId = theme;
  const sent = flag(posted, "SentToContact");
  if (sent === true && !isPosted(invoice.status)) errors.push("SentToContact can only be set on approved invoices");
  if (sent !== undefined) invoice.sentToContact = sent;
  if (invoice.type === "ACCREC" && invoice.number !== "") {
    const namesake = salesInvoiceByNumber(writing, invoice.number);
    if (namesake && namesake.id !== invoice.id) errors.push(messages.numberNotUnique);
  }
  const given = children(posted, "LineItems");
  if (given || invoice.lineAmountTypes !== draft.lineAmountTypes) {
    const rules = { side: invoice.type === "ACCREC" ? "sales" : "purchases", lineAmountTypes: invoice.lineAmountTypes, accountRequired: invoice.status !== "DRAFT", discounts: invoice.type === "ACCREC", unitdp } as const;
    const read = readLines(writing, given ?? draft.lines.map((line) => ({ LineItemID: line.lineItemId })), draft.lines, rules);
    errors.push(...read.errors);
    invoice.lines = read.lines;
    Object.assign(invoice, totalsOf(read.lines, invoice.lineAmountTypes));
    if (invoice.totalMinor < 0) errors.push("The document total must be greater than or equal to zero");
  }
  return invoice;
}

/** What an approved (or submitted) document must have. */
function completenessErrors(invoice: Invoice): string[] {
  if (invoice.status === "DRAFT") return [];
  const errors: string[] = [];
  if (invoice.lines.length === 0) errors.push(messages.linesMissing);
  if (invoice.lines.some((line) => line.quantityScaled !== undefined && line.accountId === undefined)) errors.push(messages.accountMissing);
  if (invoice.dueDate === undefined) errors.push(messages.dueDateMissing);
  return errors;
}

function approvalErrors(writing: Writing, invoice: Invoice): string[] {
  const errors = completenessErrors(invoice);
  if (invoice.status !== "AUTHORISED") return errors;
  return [...errors, ...lockErrors(writing, invoice.date), ...planCapErrors(writing, invoice)];
}

const planCaps = { ACCREC: 20, ACCPAY: 5 } as const;

/** Starter and Ignite plans approve 20 sales invoices and 5 bills a month (facts §2.2). Counted by the document's month. */
export function planCapErrors(writing: Writing, invoice: Pick<Invoice, "type" | "date" | "id">): string[] {
  const plan = writing.books.organisation.class;
  if (plan !== "STARTER" && plan !== "IGNITE") return [];
  const month = invoice.date.slice(0, 7);
  let approved = 0;
  for (const other of writing.books.invoices.values()) {
    if (other.type === invoice.type && isPosted(other.status) && other.date.startsWith(month) && other.id !== invoice.id) approved += 1;
  }
  return approved >= planCaps[invoice.type] ? [messages.planCap] : [];
}

function endInvoice(writing: Writing, before: Invoice, status: "VOIDED" | "DELETED", isTaken: boolean): Outcome<Invoice> {
  if (isTaken) return refused(messages.paidLock);
  if (status === "VOIDED") {
    const errors = lockErrors(writing, before.date);
    if (errors.length > 0) return refused(...errors);
  }
  store(writing, { ...before, status, updatedAtMs: writing.nowMs }, "UPDATE");
  return accepted(writing.books.invoices.get(before.id) as Invoice);
}

const historyWords: Record<DocumentStatus, string> = { DRAFT: "Edited", SUBMITTED: "Submitted for approval", AUTHORISED: "Approved", PAID: "Edited", VOIDED: "Voided", DELETED: "Deleted" };

function store(writing: Writing, invoice: Invoice, type: "CREATE" | "UPDATE"): void {
  const before = writing.books.invoices.get(invoice.id);
  put(writing, "invoices", invoice.id, invoice);
  markSide(writing, invoice.contactId, invoice.type === "ACCREC" ? "sales" : "purchases");
  changed(writing, "Invoice", invoice.id, type === "CREATE" ? "create" : "update");
  noteHistory(writing, invoice.id, type === "CREATE" ? "Created" : before?.status === invoice.status ? "Edited" : historyWords[invoice.status]);
  announceDocument(writing, invoice, type);
  // A document of nothing is paid the moment it is approved.
  if (invoice.status === "AUTHORISED" && invoice.totalMinor === 0) settle(writing, "invoice", invoice.id);
}
