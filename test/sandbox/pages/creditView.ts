import type { CreditDocument } from "../books/document.ts";
import { remainingCredit } from "../rules/balance.ts";
import { creditName } from "./documentActions.ts";
import { accountLabel, documentAddress, numberOf, taxLabel } from "./documentParts.ts";
import { pageDate, pageMoney } from "./format.ts";
import { m } from "./markup.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";

/** A credit note, overpayment or prepayment to read: its lines, what it was used for, and what is left of it. */
export function creditView({ base, books, organisation }: PageContext, credit: CreditDocument): DrawnPage {
  const allocations = credit.allocationIds.map((id) => books.allocations.get(id)).filter((allocation) => allocation !== undefined);
  const title = creditName(credit);
  return {
    ui: "spa",
    title,
    main: m`<header class="xui-pageheading" data-automationid="PageHeader"><div class="xui-pageheading--content"><h1 class="xui-pageheading--title" data-automationid="PageHeader--title">${title}</h1><span data-automationid="PageHeader--tag"><span class="xui-tagcontent ${credit.status}">${credit.status === "AUTHORISED" ? "Credit remaining" : credit.status === "PAID" ? "Used up" : credit.status}</span></span><div class="xui-pageheading--actions"><div class="xui-actions"><button type="button" class="xui-button">Print PDF</button></div></div></div></header>
<div class="xui-panel"><div class="details-grid"><div><div class="caption">Contact</div><a href="${base}/contacts/contact/${credit.contactId}">${books.contacts.get(credit.contactId)?.name}</a></div><div><div class="caption">Date</div>${pageDate(credit.date)}</div><div><div class="caption">Total</div>${pageMoney(credit.totalMinor)}</div><div><div class="caption">Remaining</div>${pageMoney(remainingCredit(books, credit))}</div></div>
<table class="xui-readonlytable" aria-label="Line items"><thead><tr><th>Description</th><th>Account</th><th>Tax rate</th><th class="num">Amount</th></tr></thead><tbody>${credit.lines.map((line) => m`<tr><td>${line.description ?? ""}</td><td>${accountLabel(books, line.accountId)}</td><td>${taxLabel(books, line.taxType)}</td><td class="num">${pageMoney(line.lineMinor)}</td></tr>`)}</tbody></table></div>
<section class="xui-panel" aria-label="Allocations"><h2>Used for</h2>${allocations.length === 0 ? m`<p class="hint">Nothing yet. Allocate it on an open document of the same contact.</p>` : ""}
${allocations.map((allocation) => {
      const invoice = books.invoices.get(allocation.invoiceId);
      return m`<form class="row" data-act="/standin/act/${organisation.shortCode}/removeAllocation"><input type="hidden" name="allocationId" value="${allocation.id}">${invoice ? m`<a href="${documentAddress(base, invoice)}">${numberOf(invoice)}</a>` : ""}<span>${pageDate(allocation.date)}</span><strong>${pageMoney(allocation.amountMinor)}</strong><button class="linkish">remove</button></form>`;
    })}</section>`,
  };
}
