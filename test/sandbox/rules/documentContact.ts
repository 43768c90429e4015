import type { Contact } from "../books/contact.ts";
import type { Writing } from "../world.ts";
import { changeContact, contactByName, contactByNumber, saveContact } from "./contacts.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { child, guid, text, type Posted } from "./posted.ts";
import { put } from "./writing.ts";

/**
 * The contact a document names. With an id alone it is that contact. Any further field rewrites the contact and drops its
 * persons (the rename trap); a bare name matches an active contact or silently makes a new one (facts §5.2).
 */
export function documentContact(writing: Writing, posted: Posted): Outcome<Contact> | undefined {
  const given = child(posted, "Contact");
  if (!given) return undefined;
  const id = guid(given, "ContactID");
  const contactNumber = text(given, "ContactNumber");
  const name = text(given, "Name");
  if (id === undefined && !contactNumber && !name) return refused(messages.contactEmpty);
  const found = id !== undefined ? writing.books.contacts.get(id) : ((contactNumber ? contactByNumber(writing.books, contactNumber) : undefined) ?? (name ? contactByName(writing.books, name) : undefined));
  if (id !== undefined && !found) return refused(messages.contactNotFound);
  if (!found) return saveContact(writing, given, { createOnly: false });
  if (found.status === "ARCHIVED") return refused(messages.contactArchived);
  const extra = Object.keys(given).filter((field) => field !== "ContactID" && field !== "ContactNumber" && !(field === "Name" && (id === undefined || name === found.name)));
  if (extra.length === 0) return accepted(found);
  const rewritten = changeContact(writing, found, given);
  if (!rewritten.ok || given["ContactPersons"] !== undefined) return rewritten;
  const withoutPersons = { ...rewritten.record, persons: [] };
  put(writing, "contacts", found.id, withoutPersons);
  return accepted(withoutPersons);
}

/** A document makes its contact a customer or supplier; that does not move UpdatedDateUTC (facts §2.4). */
export function markSide(writing: Writing, contactId: string, side: "sales" | "purchases"): void {
  const contact = writing.books.contacts.get(contactId);
  if (!contact || (side === "sales" ? contact.isCustomer : contact.isSupplier)) return;
  put(writing, "contacts", contactId, side === "sales" ? { ...contact, isCustomer: true } : { ...contact, isSupplier: true });
}
