import type { DocumentStatus, Invoice } from "../books/document.ts";
import { invoiceBalance } from "../rules/balance.ts";
import { numberOf, statusWords } from "./documentParts.ts";
import { pageDate, pageMoney } from "./format.ts";
import { m } from "./markup.ts";
import { paged, pageQuery } from "./paging.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";

const tabs: Record<string, { words: string; statuses: DocumentStatus[] }> = {
  all: { words: "All", statuses: ["DRAFT", "SUBMITTED", "AUTHORISED", "PAID"] },
  draft: { words: "Draft", statuses: ["DRAFT"] },
  "awaiting-approval": { words: "Awaiting approval", statuses: ["SUBMITTED"] },
  "awaiting-payment": { words: "Awaiting payment", statuses: ["AUTHORISED"] },
  paid: { words: "Paid", statuses: ["PAID"] },
  repeating: { words: "Repeating", statuses: [] },
};

export const isBillsTab = (tab: string): boolean => Object.hasOwn(tabs, tab);

/** The bills, by tab, 25 to 200 a page (facts on the web app §3.5). Two links a row, both to the bill. */
export function billsList(context: PageContext, tab: string): DrawnPage {
  const { base, books, url } = context;
  const bills = [...books.invoices.values()].filter((invoice) => invoice.type === "ACCPAY");
  const of = (name: string) => bills.filter((bill) => tabs[name]?.statuses.includes(bill.status));
  const sort = url.searchParams.get("sort") ?? "-date";
  const rows = sorted(context, of(tab), sort);
  const page = paged(rows, url);
  const heading = (field: string, text: string, className = "") =>
    m`<th class="${className}" aria-sort="${sort === field ? "ascending" : sort === `-${field}` ? "descending" : "none"}"><a href="${pageQuery(url, { sort: sort === `-${field}` ? field : `-${field}`, page: undefined })}">${text}</a></th>`;
  return {
    ui: "spa",
    title: "Bills",
    main: m`<header class="xui-pageheading" data-automationid="PageHeader"><div class="xui-pageheading--content"><h1 class="xui-pageheading--title" data-automationid="PageHeader--title">Bills</h1><div class="xui-pageheading--actions"><div class="xui-actions"><a class="xui-button xui-button-main" href="/AccountsPayable/Edit.aspx">New bill</a></div></div></div></header>
<nav aria-label="Bills by state"><ul class="xui-tabgroup">${Object.entries(tabs).map(([name, { words }]) => m`<li><a role="tab" ${name === tab ? m`aria-selected="true"` : ""} href="${base}/bills/list/${name}">${words}${name === "all" || of(name).length === 0 ? "" : m` <span>${of(name).length}</span>`}</a></li>`)}</ul></nav>
<div class="xui-panel bills-table">
  <div class="xui-u-flex bulk-actions-spacing"><button type="button" class="xui-button xui-button-standard xui-button-small">Make payment</button><span class="hint">${page.items.length === 0 ? "Nothing here." : "No items selected"}</span></div>
  <table class="xui-readonlytable" aria-label="Bills"><thead class="xui-readonlytablehead"><tr class="xui-readonlytablerow"><th><input type="checkbox" aria-label="Select all"></th>${heading("from", "From")}${heading("reference", "Reference")}${heading("date", "Date")}${heading("due", "Due date")}<th>Status</th>${heading("amount", "Due", "num")}</tr></thead>
  <tbody class="xui-readonlytablebody">
${page.items.map((bill) => {
      const address = `${base}/bills/view/bill?id=${bill.id}`;
      const name = books.contacts.get(bill.contactId)?.name ?? "";
      return m`<tr class="xui-readonlytablerow"><td class="xui-readonlytablecell"><input type="checkbox" aria-label="Select ${name}"></td><td class="xui-readonlytablecell"><a href="${address}">${name}</a></td><td class="xui-readonlytablecell"><a href="${address}">${numberOf(bill)}</a></td><td class="xui-readonlytablecell">${pageDate(bill.date)}</td><td class="xui-readonlytablecell">${pageDate(bill.dueDate)}</td><td class="xui-readonlytablecell"><span class="xui-tag"><span class="xui-tagcontent ${bill.status}">${statusWords[bill.status]}</span></span></td><td class="xui-readonlytablecell num">${pageMoney(invoiceBalance(books, bill).dueMinor)}</td></tr>
`;
    })}
  </tbody></table>
  ${page.pager}
</div>`,
  };
}

function sorted({ books }: PageContext, bills: Invoice[], sort: string): Invoice[] {
  const name = (bill: Invoice) => books.contacts.get(bill.contactId)?.name ?? "";
  const keys: Record<string, (bill: Invoice) => string | number> = {
    from: name, reference: (bill) => bill.number, date: (bill) => bill.date, due: (bill) => bill.dueDate ?? "", amount: (bill) => invoiceBalance(books, bill).dueMinor,
  };
  const key = keys[sort.replace(/^-/, "")] ?? ((bill: Invoice) => bill.date);
  const sign = sort.startsWith("-") ? -1 : 1;
  return bills.sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    return a === b ? (one.id < other.id ? -1 : 1) : a < b ? -sign : sign;
  });
}
