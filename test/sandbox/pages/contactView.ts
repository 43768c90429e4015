import type { Contact } from "../books/contact.ts";
import { invoiceBalance } from "../rules/balance.ts";
import { addressLines, numberOf, statusWords } from "./documentParts.ts";
import { pageDate, pageMoney } from "./format.ts";
import { m, type Markup } from "./markup.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";

/** One contact with its documents (facts on the web app §3.8), and what a person may do with it: edit, archive, merge. */
export function contactView(context: PageContext, contact: Contact): DrawnPage {
  const { books, organisation } = context;
  const isActive = contact.status === "ACTIVE";
  const phone = contact.phones.find((one) => one.type === "DEFAULT" && one.number) ?? contact.phones.find((one) => one.number);
  const spoken = phone ? [phone.countryCode, phone.areaCode, phone.number].filter(Boolean).join(" ") : "";
  const person = [contact.firstName, contact.lastName].filter(Boolean).join(" ");
  const merged = contact.mergedToContactId === undefined ? undefined : books.contacts.get(contact.mergedToContactId);
  const act = (action: string, body: Markup, className = "row") => m`<form class="${className}" data-act="/standin/act/${organisation.shortCode}/${action}"><input type="hidden" name="contactId" value="${contact.id}">${body}</form>`;
  return {
    ui: "spa",
    title: contact.name,
    main: m`<header class="xui-pageheading"><div class="xui-pageheading--content">
  <h1 class="cnt-ContactHeader__title">${contact.name}</h1>${isActive ? "" : m`<span class="xui-tagcontent ARCHIVED">Archived</span>`}
  <div class="cnt-ContactHeaderDetails">${block("Primary person", m`<span>${person}</span>`, person)}${block("Email", m`<a href="mailto:${contact.emailAddress}"><span>${contact.emailAddress}</span></a>`, contact.emailAddress)}${block("Phone number", m`<span>${spoken}</span>`, spoken)}${block("Billing address", m`<span>${addressLines(contact)}</span>`, addressLines(contact).text)}</div>
  <div class="xui-pageheading--actions"><div class="xui-actions"><button type="button" class="xui-button" data-automationid="CONTACT_HEADER_ACTIONS_EDIT">Edit</button>
  <div class="options"><button type="button" class="xui-button xui-button-icon" aria-label="More contact options" aria-controls="contact-options" aria-expanded="false"></button><div id="contact-options" class="x-nav--sub-nav-container x-nav--sub-nav-container-hidden">${isActive ? act("archiveContact", m`<button type="submit" class="danger" data-standin="archiveContact">Archive</button>`, "") : act("restoreContact", m`<button type="submit" data-standin="restoreContact">Restore</button>`, "")}</div></div></div></div>
</div></header>
${merged ? m`<section class="xui-panel"><p class="hint">Merged into <a href="${context.base}/contacts/contact/${merged.id}">${merged.name}</a>.</p></section>` : ""}
<section class="xui-panel" aria-label="Edit contact"><h2>Contact details</h2>${act("editContact", m`${field("name", "Name", contact.name)}${field("firstName", "First name", contact.firstName)}${field("lastName", "Last name", contact.lastName)}${field("emailAddress", "Email", contact.emailAddress)}${field("phone", "Phone number", phone?.number ?? "")}${field("taxNumber", "ABN or tax number", contact.taxNumber)}<button type="submit" class="xui-button xui-button-main" data-standin="editContact">Save details</button>`)}</section>
${activity(context, contact)}
${isActive ? m`<section class="xui-panel" aria-label="Merge"><h2>Merge into another contact</h2>${act("mergeContact", m`<label class="field">Keep<select name="intoContactId">${others(context, contact).map((other) => m`<option value="${other.id}">${other.name}</option>`)}</select></label><button type="submit" class="xui-button" data-standin="mergeContact">Merge</button>`)}<p class="hint">Everything of ${contact.name} moves to the contact that is kept; this one is archived. It cannot be undone.</p></section>` : ""}`,
  };
}

const block = (title: string, value: Markup, text: string) => (text === "" ? "" : m`<div class="xui-margin-right-small"><svg><title>${title}</title></svg>${value}</div>`);
const field = (name: string, label: string, value: string) => m`<label class="field">${label}<input type="text" name="${name}" value="${value}"></label>`;

const others = ({ books }: PageContext, contact: Contact) =>
  [...books.contacts.values()].filter((other) => other.id !== contact.id && other.status === "ACTIVE").sort((one, other) => one.name.localeCompare(other.name));

function activity({ books }: PageContext, contact: Contact): Markup {
  const documents = [...books.invoices.values()].filter((invoice) => invoice.contactId === contact.id && invoice.status !== "DELETED").sort((one, other) => (one.date < other.date ? 1 : -1)).slice(0, 100);
  return m`<div class="xui-panel"><table class="xui-readonlytable"><thead class="xui-readonlytablehead"><tr class="xui-readonlytablerow"><th>Type</th><th>Number</th><th>Reference</th><th>Date</th><th>Due date</th><th class="num">Paid</th><th class="num">Due</th><th>Status</th></tr></thead><tbody class="xui-readonlytablebody">
${documents.map((invoice) => {
    const balance = invoiceBalance(books, invoice);
    const isSale = invoice.type === "ACCREC";
    return m`<tr class="xui-readonlytablerow"><td>${isSale ? "Invoice" : "Bill"}</td><td><a href="/${isSale ? "AccountsReceivable" : "AccountsPayable"}/View.aspx?invoiceID=${invoice.id}">${numberOf(invoice)}</a></td><td>${invoice.reference}</td><td>${pageDate(invoice.date)}</td><td>${pageDate(invoice.dueDate)}</td><td class="num">${pageMoney(balance.paidMinor + balance.creditedMinor)}</td><td class="num">${pageMoney(balance.dueMinor)}</td><td><span class="xui-tag"><span class="xui-tagcontent ${invoice.status}">${statusWords[invoice.status]}</span></span></td></tr>
`;
  })}</tbody></table></div>`;
}
