import type { Quote } from "../../books/document.ts";
import { msFromLocalDate, wireDate, wireDateString } from "../../dates.ts";
import { jsonFromMinor } from "../../money.ts";
import { list, type ListRules } from "../../queries/list.ts";
import { asGuid } from "../../rules/posted.ts";
import { quoteLineAmountTypes, saveQuote } from "../../rules/quotes.ts";
import type { Books } from "../../books/books.ts";
import { ok, type Answer } from "../answer.ts";
import type { Call, Route } from "../call.ts";
import { unknownId } from "../unknownId.ts";
import { coreWire } from "../wire/documents.ts";
import type { Wire } from "../wire/lines.ts";
import { writeMany } from "../writeMany.ts";

const scopes = ["accounting.invoices"] as const;
/** Xero's description knows `unitdp` for all other documents, not for quotes: their prices have two decimals, asked or not. */
const PRICE_DECIMALS = 2 as const;

export const quoteRoutes: readonly Route[] = [
  { method: "GET", pattern: "/Quotes", scopes, handle: listQuotes },
  { method: "PUT", pattern: "/Quotes", scopes, handle: (call) => write(call, true) },
  { method: "POST", pattern: "/Quotes", scopes, handle: (call) => write(call, false) },
  { method: "GET", pattern: "/Quotes/:id", scopes, handle: (call) => withQuote(call, (quote) => ok({ Quotes: [quoteWire(call.books, quote, PRICE_DECIMALS, true)] })) },
  { method: "POST", pattern: "/Quotes/:id", scopes, handle: (call) => withQuote(call, (quote) => write(call, false, quote.id)) },
];

function quoteWire(books: Books, quote: Quote, unitdp: 2 | 4, single: boolean): Wire {
  const { HasAttachments: _, UpdatedDateUTCString: __, Url: ___, ...core } = coreWire(books, quote, { lines: true, single, unitdp });
  const contact = books.contacts.get(quote.contactId);
  return {
    QuoteID: quote.id,
    QuoteNumber: quote.number,
    Reference: quote.reference,
    Terms: quote.terms,
    Status: quote.status,
    Title: quote.title,
    Summary: quote.summary,
    ...core,
    Contact: { ContactID: quote.contactId, Name: contact?.name ?? "", EmailAddress: contact?.emailAddress ?? "" },
    LineAmountTypes: quoteLineAmountTypes[quote.lineAmountTypes],
    TotalDiscount: jsonFromMinor(quote.lines.reduce((sum, line) => sum + Math.max(0, Math.round(((line.quantityScaled ?? 0) * (line.unitAmountScaled ?? 0)) / 1_000_000) - line.lineMinor), 0)),
    ...(quote.expiryDate === undefined ? {} : { ExpiryDate: wireDate(quote.expiryDate), ExpiryDateString: wireDateString(quote.expiryDate) }),
  };
}

/** `order` but no `where`, pages of 100 without a pagination object (facts §2.3, §11.4). */
function listQuotes(call: Call): Answer {
  const { query, books } = call;
  const rules: ListRules<Quote> = {
    updatedAtMs: (quote) => quote.updatedAtMs,
    paging: "always", pageSize: 100, maxPageSize: 0, hasPagination: false, where: false,
    fields: {
      QuoteID: { type: "guid", read: (one) => one.id },
      QuoteNumber: { type: "string", read: (one) => one.number },
      Date: { type: "date", read: (one) => msFromLocalDate(one.date) },
      ExpiryDate: { type: "date", read: (one) => (one.expiryDate === undefined ? undefined : msFromLocalDate(one.expiryDate)) },
      Status: { type: "enum", read: (one) => one.status },
      UpdatedDateUTC: { type: "date", read: (one) => one.updatedAtMs },
    },
  };
  const between = (value: string | undefined, from: string, to: string) =>
    (!query.has(from) || (value !== undefined && value >= (query.get(from) ?? ""))) && (!query.has(to) || (value !== undefined && value <= (query.get(to) ?? "")));
  const found = list(call.world, call.request, query, books.quotes.values(), rules, (quote) => {
    if (query.has("Status") && quote.status !== query.get("Status")) return false;
    if (query.has("ContactID") && quote.contactId !== asGuid(query.get("ContactID") ?? "")) return false;
    if (query.has("QuoteNumber") && !quote.number.includes(query.get("QuoteNumber") ?? "")) return false;
    return between(quote.date, "DateFrom", "DateTo") && between(quote.expiryDate, "ExpiryDateFrom", "ExpiryDateTo");
  });
  return ok({ Quotes: found.records.map((quote) => quoteWire(books, quote, PRICE_DECIMALS, false)) });
}

function withQuote(call: Call, then: (quote: Quote) => Answer): Answer {
  const quote = call.books.quotes.get(asGuid(call.params["id"] ?? "") ?? "");
  return quote ? then(quote) : unknownId(call);
}

function write(call: Call, createOnly: boolean, id?: string): Answer {
  const mode = { createOnly, unitdp: PRICE_DECIMALS, ...(id === undefined ? {} : { id }) };
  return writeMany(call, { list: "Quotes", idField: "QuoteID", save: (posted) => saveQuote(call.writing, posted, mode), wire: (quote) => quoteWire(call.books, quote, PRICE_DECIMALS, true) });
}
