import type { Contact } from "../books/contact.ts";
import type { Writing } from "../world.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { announce, changed, noteHistory, put } from "./writing.ts";

/** Only a person can merge: every document moves to the winner, the loser is archived with MergedToContactID (facts §5.2). */
export function mergeContacts(writing: Writing, loserId: string, winnerId: string): Outcome<Contact> {
  const { books } = writing;
  const loser = books.contacts.get(loserId);
  const winner = books.contacts.get(winnerId);
  if (!loser || !winner || loserId === winnerId) return refused(messages.contactNotFound);
  if (loser.status !== "ACTIVE" || winner.status !== "ACTIVE") return refused("Only active contacts can be merged");
  for (const name of ["invoices", "creditNotes", "overpayments", "prepayments", "bankTransactions", "quotes"] as const) {
    for (const document of books[name].values()) {
      if (document.contactId !== loserId) continue;
      // The documents are not stamped: only their contact's record changed.
      put(writing, name, document.id, { ...document, contactId: winnerId } as never);
    }
  }
  put(writing, "contacts", loserId, { ...loser, status: "ARCHIVED", mergedToContactId: winnerId, updatedAtMs: writing.nowMs });
  put(writing, "contacts", winnerId, { ...winner, isCustomer: winner.isCustomer || loser.isCustomer, isSupplier: winner.isSupplier || loser.isSupplier, updatedAtMs: writing.nowMs });
  for (const id of [loserId, winnerId]) {
    changed(writing, "Contact", id, "update");
    announce(writing, { category: "CONTACT", id, type: "UPDATE" });
  }
  noteHistory(writing, winnerId, "Merged", `${loser.name} was merged into this contact`);
  return accepted(books.contacts.get(winnerId) as Contact);
}
