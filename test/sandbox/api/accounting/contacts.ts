import type { Contact } from "../../books/contact.ts";
import { list, type ListRules } from "../../queries/list.ts";
import { saveContact } from "../../rules/contacts.ts";
import { asGuid, type Posted } from "../../rules/posted.ts";
import { ok, type Answer } from "../answer.ts";
import type { Call, Route } from "../call.ts";
import { unknownId } from "../unknownId.ts";
import { contactWire } from "../wire/contact.ts";
import { writeMany } from "../writeMany.ts";
import { listedIds } from "./invoices.ts";

const scopes = ["accounting.contacts"] as const;

export const contactRoutes: readonly Route[] = [
  { method: "GET", pattern: "/Contacts", scopes, handle: listContacts },
  { method: "PUT", pattern: "/Contacts", scopes, handle: (call) => write(call, true) },
  { method: "POST", pattern: "/Contacts", scopes, handle: (call) => write(call, false) },
  { method: "GET", pattern: "/Contacts/:id", scopes, handle: (call) => withContact(call, (contact) => ok({ Contacts: [contactWire(call.books, contact, "single")] })) },
  { method: "POST", pattern: "/Contacts/:id", scopes, handle: (call) => withContact(call, (contact) => write(call, false, contact.id)) },
];

const rules: ListRules<Contact> = {
  updatedAtMs: (contact) => contact.updatedAtMs,
  paging: "optional",
  fields: {
    ContactID: { type: "guid", read: (one) => one.id, isOptimised: true },
    Name: { type: "string", read: (one) => one.name, isOptimised: true },
    EmailAddress: { type: "string", read: (one) => one.emailAddress || undefined, isOptimised: true },
    AccountNumber: { type: "string", read: (one) => one.accountNumber || undefined, isOptimised: true },
    ContactNumber: { type: "string", read: (one) => one.contactNumber || undefined, isOptimised: true },
    ContactStatus: { type: "enum", read: (one) => one.status },
    FirstName: { type: "string", read: (one) => one.firstName || undefined },
    LastName: { type: "string", read: (one) => one.lastName || undefined },
    TaxNumber: { type: "string", read: (one) => one.taxNumber || undefined },
    IsCustomer: { type: "boolean", read: (one) => one.isCustomer },
    IsSupplier: { type: "boolean", read: (one) => one.isSupplier },
    UpdatedDateUTC: { type: "date", read: (one) => one.updatedAtMs, isOptimised: true },
  },
};

function listContacts(call: Call): Answer {
  const { books, query } = call;
  const ids = listedIds(query, "IDs");
  const includeArchived = query.get("includeArchived")?.toLowerCase() === "true";
  const searchTerm = query.get("searchTerm")?.toLowerCase();
  const found = list(call.world, call.request, query, ids ? [...ids].flatMap((id) => books.contacts.get(id) ?? []) : books.contacts.values(), rules, (contact) => {
    if (contact.status !== "ACTIVE" && !includeArchived) return false;
    return !searchTerm || `${contact.name} ${contact.firstName} ${contact.lastName} ${contact.emailAddress} ${contact.contactNumber}`.toLowerCase().includes(searchTerm);
  });
  const detail = query.get("summaryOnly")?.toLowerCase() === "true" ? "summary" : found.isPaged ? "full" : "thin";
  return ok({ ...(found.pagination ? { pagination: found.pagination } : {}), Contacts: found.records.map((contact) => contactWire(books, contact, detail)) });
}

function withContact(call: Call, then: (contact: Contact) => Answer): Answer {
  const given = call.params["id"] ?? "";
  const id = asGuid(given);
  const contact = id !== undefined ? call.books.contacts.get(id) : [...call.books.contacts.values()].find((one) => one.contactNumber === given && given !== "");
  return contact ? then(contact) : unknownId(call);
}

function write(call: Call, createOnly: boolean, id?: string): Answer {
  return writeMany(call, {
    list: "Contacts",
    idField: "ContactID",
    save: (posted: Posted) => saveContact(call.writing, id === undefined ? posted : { ...posted, ContactID: id }, { createOnly }),
    wire: (contact) => contactWire(call.books, contact, "full"),
  });
}
