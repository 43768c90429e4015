import type { DocumentStatus, Invoice } from "../books/document.ts";
import { invoiceBalance } from "../rules/balance.ts";
import { numberOf, statusWords } from "./documentParts.ts";
import { pageDate, pageMoney } from "./format.ts";
import { m } from "./markup.ts";
import { paged } from "./paging.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";

const tabs: [DocumentStatus | "", string][] = [["", "All"], ["DRAFT", "Draft"], ["SUBMITTED", "Awaiting Approval"], ["AUTHORISED", "Awaiting Payment"], ["PAID", "Paid"]];

/** The classic list at /AccountsReceivable/Search.aspx (facts on the web app §3.6): whole tables, relative links. */
export function invoicesList(context: PageContext): DrawnPage {
  const { books, url } = context;
  const wanted = [...url.searchParams].find(([name]) => name.toLowerCase() === "invoicestatus")?.[1].replace("INVOICESTATUS/", "") ?? "";
  const status = tabs.find(([name]) => name === wanted)?.[0] ?? "";
  const rows = [...books.invoices.values()]
    .filter((invoice) => invoice.type === "ACCREC" && (status === "" ? invoice.status !== "DELETED" && invoice.status !== "VOIDED" : invoice.status === status))
    .sort((one, other) => (one.date === other.date ? (one.number < other.number ? 1 : -1) : one.date < other.date ? 1 : -1));
  const page = paged(rows, url);
  return {
    ui: "classic",
    title: "Invoices",
    main: m`<div id="page_title"><h1 id="title">Invoices</h1></div>
<ul class="xui-tabgroup">${tabs.map(([name, words]) => m`<li><a ${name === status ? m`aria-selected="true"` : ""} href="/AccountsReceivable/Search.aspx${name === "" ? "" : `?invoiceStatus=INVOICESTATUS%2F${name}`}">${words}</a></li>`)}</ul>
<div id="bodyContainer" class="wide"><div class="bulk-actions-spacing"><a class="xbtn" href="Edit.aspx">New Invoice</a></div>
<table class="standard items"><thead><tr><th><input type="checkbox" aria-label="Select all"></th><th>Number</th><th>Ref</th><th>To</th><th>Date</th><th>Due Date</th><th class="num">Paid</th><th class="num">Due</th><th>Status</th></tr></thead><tbody>
${page.items.map((invoice) => row(context, invoice))}</tbody></table>${page.pager}</div>`,
  };
}

function row({ books }: PageContext, invoice: Invoice) {
  const balance = invoiceBalance(books, invoice);
  const name = books.contacts.get(invoice.contactId)?.name ?? "";
  return m`<tr><td><input type="checkbox" aria-label="Select ${invoice.number}"></td><td><a href="${invoice.status === "DRAFT" ? "Edit" : "View"}.aspx?InvoiceID=${invoice.id}">${numberOf(invoice)}</a></td><td>${invoice.reference}</td><td>${name}</td><td>${pageDate(invoice.date)}</td><td>${pageDate(invoice.dueDate)}</td><td class="num">${pageMoney(balance.paidMinor + balance.creditedMinor)}</td><td class="num">${pageMoney(balance.dueMinor)}</td><td>${statusWords[invoice.status]}</td></tr>
`;
}
