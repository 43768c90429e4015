import type { Invoice } from "../../books/document.ts";
import { msFromLocalDate } from "../../dates.ts";
import { list, type ListRules } from "../../queries/list.ts";
import { invoiceBalance } from "../../rules/balance.ts";
import { saveInvoice } from "../../rules/invoices.ts";
import { asGuid, type Posted } from "../../rules/posted.ts";
import { announceDocument } from "../../rules/settle.ts";
import { changed, noteHistory, put } from "../../rules/writing.ts";
import type { Books } from "../../books/books.ts";
import { notFound, ok, type Answer } from "../answer.ts";
import type { Call, Route } from "../call.ts";
import { unknownId } from "../unknownId.ts";
import { invoiceWire } from "../wire/documents.ts";
import { writeMany } from "../writeMany.ts";

const scopes = ["accounting.invoices"] as const;

export const invoiceRoutes: readonly Route[] = [
  { method: "GET", pattern: "/Invoices", scopes, handle: listInvoices },
  { method: "PUT", pattern: "/Invoices", scopes, handle: (call) => write(call, true) },
  { method: "POST", pattern: "/Invoices", scopes, handle: (call) => write(call, false) },
  { method: "GET", pattern: "/Invoices/:id", scopes, handle: getInvoice },
  { method: "POST", pattern: "/Invoices/:id", scopes, handle: changeOne },
  { method: "GET", pattern: "/Invoices/:id/OnlineInvoice", scopes, handle: (call) => withInvoice(call, (invoice) => ok({ OnlineInvoices: [{ OnlineInvoiceUrl: `https://in.xero.com/${invoice.id.replaceAll("-", "").slice(0, 22)}` }] })) },
  { method: "POST", pattern: "/Invoices/:id/Email", scopes, handle: email },
];

const rulesOf = new WeakMap<Books, ListRules<Invoice>>();

function invoiceRules(books: Books): ListRules<Invoice> {
  const known = rulesOf.get(books);
  if (known) return known;
  const contact = (invoice: Invoice) => books.contacts.get(invoice.contactId);
  const rules: ListRules<Invoice> = {
    updatedAtMs: (invoice) => invoice.updatedAtMs,
    paging: "optional",
    fields: {
      InvoiceID: { type: "guid", read: (one) => one.id, isOptimised: true },
      InvoiceNumber: { type: "string", read: (one) => one.number, isOptimised: true },
      Type: { type: "enum", read: (one) => one.type, isOptimised: true },
      Status: { type: "enum", read: (one) => one.status, isOptimised: true },
      Reference: { type: "string", read: (one) => one.reference, isOptimised: true },
      Date: { type: "date", read: (one) => msFromLocalDate(one.date), isOptimised: true },
      DueDate: { type: "date", read: (one) => (one.dueDate === undefined ? undefined : msFromLocalDate(one.dueDate)), isOptimised: true },
      UpdatedDateUTC: { type: "date", read: (one) => one.updatedAtMs, isOptimised: true },
      AmountDue: { type: "number", read: (one) => invoiceBalance(books, one).dueMinor / 100, isOptimised: true },
      AmountPaid: { type: "number", read: (one) => invoiceBalance(books, one).paidMinor / 100, isOptimised: true },
      AmountCredited: { type: "number", read: (one) => invoiceBalance(books, one).creditedMinor / 100 },
      Total: { type: "number", read: (one) => one.totalMinor / 100 },
      SubTotal: { type: "number", read: (one) => one.subTotalMinor / 100 },
      CurrencyCode: { type: "enum", read: (one) => one.currency },
      SentToContact: { type: "boolean", read: (one) => one.sentToContact },
      "Contact.ContactID": { type: "guid", read: (one) => one.contactId, isOptimised: true },
      "Contact.Name": { type: "string", read: (one) => contact(one)?.name, isOptimised: true },
      "Contact.ContactNumber": { type: "string", read: (one) => contact(one)?.contactNumber, isOptimised: true },
    },
  };
  rulesOf.set(books, rules);
  return rules;
}

/** The comma-separated ids, statuses or numbers of a list parameter; undefined when it is absent. */
function listed(query: URLSearchParams, name: string): Set<string> | undefined {
  const value = query.get(name);
  if (value === null || value.trim() === "") return undefined;
  return new Set(value.split(",").map((one) => one.trim()));
}

export const listedIds = (query: URLSearchParams, name: string) => {
  const given = listed(query, name);
  return given && new Set([...given].map((one) => asGuid(one) ?? "no id"));
};

function listInvoices(call: Call): Answer {
  const { books, query } = call;
  const ids = listedIds(query, "IDs");
  const contactIds = listedIds(query, "ContactIDs");
  const numbers = listed(query, "InvoiceNumbers");
  const statuses = listed(query, "Statuses");
  const isMine = query.get("createdByMyApp")?.toLowerCase() === "true";
  const includeArchived = query.get("includeArchived")?.toLowerCase() === "true";
  const searchTerm = query.get("searchTerm")?.toLowerCase();
  const candidates = ids ? [...ids].flatMap((id) => books.invoices.get(id) ?? []) : books.invoices.values();
  const found = list(call.world, call.request, query, candidates, invoiceRules(books), (invoice) => {
    if (contactIds && !contactIds.has(invoice.contactId)) return false;
    if (numbers && !numbers.has(invoice.number)) return false;
    if (statuses && !statuses.has(invoice.status)) return false;
    if (isMine && invoice.createdByAppId !== call.token.clientId) return false;
    if (searchTerm && !`${invoice.number} ${invoice.reference} ${books.contacts.get(invoice.contactId)?.name ?? ""}`.toLowerCase().includes(searchTerm)) return false;
    // Ended documents are left out of a bare list unless asked for by id or status.
    return !(invoice.status === "DELETED" && !includeArchived && !ids && !statuses && !query.has("where") && !query.has("page") && !query.has("pageSize") && !call.request.headers.has("if-modified-since"));
  });
  const detail = { lines: found.isPaged, summary: query.get("summaryOnly")?.toLowerCase() === "true", unitdp: call.unitdp };
  return ok({ ...(found.pagination ? { pagination: found.pagination } : {}), Invoices: found.records.map((invoice) => invoiceWire(books, invoice, detail)) });
}

const fullDetail = (call: Call) => ({ lines: true, single: true, unitdp: call.unitdp });

function withInvoice(call: Call, then: (invoice: Invoice) => Answer): Answer {
  const given = call.params["id"] ?? "";
  const id = asGuid(given);
  // An invoice can be fetched by its number as well.
  const invoice = id !== undefined ? call.books.invoices.get(id) : [...call.books.invoices.values()].find((one) => one.number === given && one.type === "ACCREC");
  return invoice ? then(invoice) : unknownId(call);
}

function getInvoice(call: Call): Answer {
  return withInvoice(call, (invoice) => ok({ Invoices: [{ ...invoiceWire(call.books, invoice, fullDetail(call)), Attachments: [] }] }));
}

function write(call: Call, createOnly: boolean): Answer {
  return writeMany(call, {
    list: "Invoices",
    idField: "InvoiceID",
    save: (posted: Posted) => saveInvoice(call.writing, posted, { createOnly, unitdp: call.unitdp }),
    wire: (invoice) => invoiceWire(call.books, invoice, fullDetail(call)),
  });
}

function changeOne(call: Call): Answer {
  return withInvoice(call, (invoice) =>
    writeMany(call, {
      list: "Invoices",
      idField: "InvoiceID",
      save: (posted: Posted) => saveInvoice(call.writing, posted, { createOnly: false, unitdp: call.unitdp, id: invoice.id }),
      wire: (saved) => invoiceWire(call.books, saved, fullDetail(call)),
    }),
  );
}

/** Emailing marks an approved sales invoice as sent (facts §5.3). */
function email(call: Call): Answer {
  return withInvoice(call, (invoice) => {
    if (invoice.type !== "ACCREC" || (invoice.status !== "AUTHORISED" && invoice.status !== "PAID")) return notFound();
    put(call.writing, "invoices", invoice.id, { ...invoice, sentToContact: true, updatedAtMs: call.writing.nowMs });
    changed(call.writing, "Invoice", invoice.id, "update");
    noteHistory(call.writing, invoice.id, "Invoice sent");
    announceDocument(call.writing, invoice, "UPDATE");
    return { status: 204 };
  });
}
