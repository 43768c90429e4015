import type { Contact } from "../books/contact.ts";
import { m } from "./markup.ts";
import { paged } from "./paging.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";

const tabs: Record<string, { words: string; shows: (contact: Contact) => boolean }> = {
  all: { words: "All", shows: (contact) => contact.status === "ACTIVE" },
  customers: { words: "Customers", shows: (contact) => contact.status === "ACTIVE" && contact.isCustomer },
  suppliers: { words: "Suppliers", shows: (contact) => contact.status === "ACTIVE" && contact.isSupplier },
  archived: { words: "Archived", shows: (contact) => contact.status === "ARCHIVED" },
};

export const isContactsTab = (tab: string): boolean => Object.hasOwn(tabs, tab);

/** Contacts by tab (facts on the web app §2). */
export function contactsList({ base, books, url }: PageContext, tab: string): DrawnPage {
  const rows = [...books.contacts.values()].filter((contact) => tabs[tab]?.shows(contact)).sort((one, other) => one.name.localeCompare(other.name));
  const page = paged(rows, url);
  return {
    ui: "spa",
    title: "Contacts",
    main: m`<header class="xui-pageheading"><div class="xui-pageheading--content"><h1 class="xui-pageheading--title">Contacts</h1></div></header>
<nav aria-label="Contacts by kind"><ul class="xui-tabgroup">${Object.entries(tabs).map(([name, { words }]) => m`<li><a role="tab" ${name === tab ? m`aria-selected="true"` : ""} href="${base}/contacts/${name}">${words}</a></li>`)}</ul></nav>
<div class="xui-panel"><table class="xui-readonlytable" aria-label="Contacts"><thead class="xui-readonlytablehead"><tr class="xui-readonlytablerow"><th>Contact</th><th>Email</th><th>Number</th></tr></thead><tbody class="xui-readonlytablebody">
${page.items.map((contact) => m`<tr class="xui-readonlytablerow"><td><a href="${base}/contacts/contact/${contact.id}">${contact.name}</a></td><td>${contact.emailAddress}</td><td>${contact.contactNumber}</td></tr>
`)}</tbody></table>${page.pager}</div>`,
  };
}
