import type { LineAmountTypes, Quote } from "../books/document.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { documentContact } from "./documentContact.ts";
import { readCurrency, today } from "./documentFields.ts";
import type { DocumentMode } from "./invoices.ts";
import { readLines, totalsOf } from "./lines.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { children, date, guid, oneOf, PostDataInvalid, text, tooLong, type Posted } from "./posted.ts";
import { changed, createdBy, noteHistory, put, takeNumber } from "./writing.ts";

const quoteStatuses = ["DRAFT", "SENT", "DECLINED", "ACCEPTED", "INVOICED", "DELETED"] as const;

/** Facts §5.4; that a declined quote may be sent again is U. */
const transitions: Record<Quote["status"], readonly Quote["status"][]> = {
  DRAFT: ["DRAFT", "SENT", "DELETED"],
  SENT: ["SENT", "DRAFT", "ACCEPTED", "DECLINED", "INVOICED", "DELETED"],
  DECLINED: ["DECLINED", "SENT", "DRAFT", "ACCEPTED", "DELETED"],
  ACCEPTED: ["ACCEPTED", "SENT", "DRAFT", "DECLINED", "INVOICED", "DELETED"],
  INVOICED: ["INVOICED", "SENT", "ACCEPTED", "DELETED"],
  DELETED: [],
};

/** Quotes spell them in capitals, unlike invoices (facts §11.3). */
export const quoteLineAmountTypes: Record<LineAmountTypes, string> = { Exclusive: "EXCLUSIVE", Inclusive: "INCLUSIVE", NoTax: "NOTAX" };

export function saveQuote(writing: Writing, posted: Posted, mode: DocumentMode): Outcome<Quote> {
  const id = mode.id ?? guid(posted, "QuoteID");
  const number = text(posted, "QuoteNumber");
  const before = id !== undefined ? writing.books.quotes.get(id) : number ? [...writing.books.quotes.values()].find((one) => one.number === number && one.status !== "DELETED") : undefined;
  if (id !== undefined && !before) return refused(messages.documentNotFound);
  if (before && mode.createOnly) return refused("Quote # must be unique.");
  const status = oneOf(posted, "Status", quoteStatuses) ?? before?.status ?? "DRAFT";
  if (before ? !transitions[before.status].includes(status) : status === "DELETED" || status === "INVOICED") return refused("Quote not of valid status for modification");
  const contact = documentContact(writing, posted);
  const day = date(posted, "Date");
  // An update needs both again (facts §5.4).
  if (!contact) return refused(messages.contactMissing);
  if (!contact.ok) return contact;
  if (before && day === undefined) return refused("A Date must be specified for this quote");

  const errors = tooLong(posted, { QuoteNumber: 255, Title: 100, Summary: 3000, Terms: 4000, Reference: 4000 });
  const { organisation } = writing.books;
  const lineAmountTypes = readQuoteLineAmountTypes(posted) ?? before?.lineAmountTypes ?? "Exclusive";
  const given = children(posted, "LineItems");
  const old = before?.lines ?? [];
  const read = given ? readLines(writing, given, old, { side: "sales", lineAmountTypes, accountRequired: false, discounts: true, unitdp: mode.unitdp }) : { lines: old, errors: [] };
  errors.push(...read.errors);
  const expiryDate = date(posted, "ExpiryDate") ?? before?.expiryDate;
  const quote: Quote = {
    kind: "quote",
    id: before?.id ?? nextGuid(writing.world.state.random),
    number: number || before?.number || `QU-${String(takeNumber(writing, "nextQuoteNumber")).padStart(4, "0")}`,
    status,
    contactId: contact.record.id,
    date: day ?? today(writing),
    ...(expiryDate === undefined ? {} : { expiryDate }),
    lineAmountTypes,
    lines: read.lines,
    ...totalsOf(read.lines, lineAmountTypes),
    ...readCurrency(writing, posted, before, errors),
    title: text(posted, "Title") ?? before?.title ?? "",
    summary: text(posted, "Summary") ?? before?.summary ?? "",
    terms: text(posted, "Terms") ?? before?.terms ?? "",
    reference: text(posted, "Reference") ?? before?.reference ?? "",
    brandingThemeId: organisation.brandingThemeId,
    updatedAtMs: writing.nowMs,
    hasAttachments: before?.hasAttachments ?? false,
    ...(before?.createdByAppId === undefined ? createdBy(writing) : { createdByAppId: before.createdByAppId }),
  };
  if (quote.totalMinor < 0) errors.push("The document total must be greater than or equal to zero");
  if (errors.length > 0) return refused(...errors);
  put(writing, "quotes", quote.id, quote);
  changed(writing, "Quote", quote.id, before ? "update" : "create");
  noteHistory(writing, quote.id, before ? "Edited" : "Created");
  return accepted(quote);
}

function readQuoteLineAmountTypes(posted: Posted): LineAmountTypes | undefined {
  const value = text(posted, "LineAmountTypes");
  if (value === undefined || value === "") return undefined;
  const found = (Object.keys(quoteLineAmountTypes) as LineAmountTypes[]).find((key) => quoteLineAmountTypes[key] === value);
  if (!found) throw new PostDataInvalid(`Error converting value "${value}" to type 'QuoteLineAmountTypes'`);
  return found;
}
