import type { Invoice } from "../books/document.ts";
import { accountLabel, activeTracking, amountSummary, history, numberOf, statusWords, taxLabel, trackingLabel } from "./documentParts.ts";
import { optionsMenu, settlePanel } from "./documentActions.ts";
import { pageDate, pageMoney, pageScaled } from "./format.ts";
import { m } from "./markup.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";

/** A bill to read, at /app/!code/bills/view/bill?id= (facts on the web app §2; its body is assumed, §3.9). */
export function billView(context: PageContext, bill: Invoice): DrawnPage {
  const { books, base } = context;
  const contact = books.contacts.get(bill.contactId);
  const tracking = activeTracking(books);
  const title = `Bill ${numberOf(bill)}`;
  const mayEdit = bill.status !== "VOIDED" && bill.status !== "DELETED";
  return {
    ui: "spa",
    title,
    main: m`<header class="xui-pageheading" data-automationid="PageHeader"><div class="xui-pageheading--content">
<div class="xui-pageheading--leftcontent"><ol class="xui-breadcrumbtrail"><li class="xui-breadcrumb"><a href="${base}/bills/list/all">Bills</a></li></ol><div class="xui-pageheading--titlewrapper"><h1 class="xui-pageheading--title" data-automationid="PageHeader--title">${title}</h1><span data-automationid="PageHeader--tag"><span class="xui-tagcontent ${bill.status}">${statusWords[bill.status]}</span></span></div></div>
<div class="xui-pageheading--actions"><div class="xui-actions"><button type="button" class="xui-button">Print PDF</button>${mayEdit ? m`<a class="xui-button" href="/AccountsPayable/Edit.aspx?InvoiceID=${bill.id}">Edit</a>` : ""}<div class="options"><button type="button" class="xui-button" aria-haspopup="listbox" aria-controls="document-options" aria-expanded="false">Bill options</button>${optionsMenu(context, bill)}</div></div></div></div></header>
<div class="xui-panel">
  <div class="details-grid"><div><div data-automationid="contacts-picker-read-only--label">From</div><button type="button" class="linkish">${contact?.name}</button></div>
  <div><div class="caption">Reference</div>${bill.number}</div><div><div class="caption">Date</div>${pageDate(bill.date)}</div><div><div class="caption">Due date</div>${pageDate(bill.dueDate)}</div><div><div class="caption">Amounts are</div>${{ Exclusive: "Tax exclusive", Inclusive: "Tax inclusive", NoTax: "No tax" }[bill.lineAmountTypes]}</div></div>
  <table class="xui-readonlytable" aria-label="Line items"><thead class="xui-readonlytablehead"><tr class="xui-readonlytablerow"><th>Description</th><th class="num">Qty</th><th class="num">Price</th><th>Account</th><th>Tax rate</th>${tracking.map((category) => m`<th>${category.name}</th>`)}<th class="num">Amount</th></tr></thead><tbody class="xui-readonlytablebody">
${bill.lines.map((line) => m`<tr class="xui-readonlytablerow"><td class="xui-readonlytablecell">${line.description ?? ""}</td><td class="xui-readonlytablecell num">${pageScaled(line.quantityScaled)}</td><td class="xui-readonlytablecell num">${pageScaled(line.unitAmountScaled)}</td><td class="xui-readonlytablecell">${accountLabel(books, line.accountId)}</td><td class="xui-readonlytablecell">${taxLabel(books, line.taxType)}</td>${tracking.map((category) => m`<td class="xui-readonlytablecell">${trackingLabel(books, line, category.id)}</td>`)}<td class="xui-readonlytablecell num">${line.quantityScaled === undefined ? "" : pageMoney(line.lineMinor)}</td></tr>`)}
  </tbody></table>
  ${amountSummary(context, bill)}
</div>
${settlePanel(context, bill)}${history(context, bill.id)}`,
  };
}
