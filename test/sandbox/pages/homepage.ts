import { invoiceBalance } from "../rules/balance.ts";
import { pageMoney } from "./format.ts";
import { m } from "./markup.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";
import { statementLines } from "./statementLines.ts";

/** The first page of an organisation: bank accounts with what waits there, and what is owed either way. */
export function homepage(context: PageContext): DrawnPage {
  const { base, books, organisation, user } = context;
  const banks = [...books.accounts.values()].filter((account) => account.type === "BANK" && account.status === "ACTIVE");
  const owed = (type: "ACCREC" | "ACCPAY") => [...books.invoices.values()].filter((invoice) => invoice.type === type && invoice.status === "AUTHORISED");
  const sum = (type: "ACCREC" | "ACCPAY") => owed(type).reduce((total, invoice) => total + invoiceBalance(books, invoice).dueMinor, 0);
  const drafts = [...books.invoices.values()].filter((invoice) => invoice.type === "ACCPAY" && invoice.status === "DRAFT").length;
  return {
    ui: "spa",
    title: organisation.name,
    main: m`<header class="xui-pageheading" data-automationid="PageHeader"><div class="xui-pageheading--content"><h1 class="xui-pageheading--title" data-automationid="PageHeader--title">${organisation.name}</h1><span class="hint">Good day, ${user.givenName}.</span></div></header>
<div class="cards">
${banks.map((account) => m`<section class="xui-panel homepage-banking-widget-mfe" data-automationid="bankWidget"><h2>${account.name}</h2><p class="hint">${account.bankAccountNumber ?? ""}</p><a class="xui-button xui-button-main" data-automationid="reconcileBankItems" href="/BankRec/BankRec.aspx?accountID=${account.id}">Reconcile ${statementLines(books, account.id).length} items</a></section>`)}
<section class="xui-panel"><h2>Invoices owed to you</h2><p class="big">${pageMoney(sum("ACCREC"))}</p><a href="/AccountsReceivable/Search.aspx?invoiceStatus=INVOICESTATUS%2FAUTHORISED">${owed("ACCREC").length} awaiting payment</a></section>
<section class="xui-panel"><h2>Bills you need to pay</h2><p class="big">${pageMoney(sum("ACCPAY"))}</p><a href="${base}/bills/list/awaiting-payment">${owed("ACCPAY").length} awaiting payment</a> · <a href="${base}/bills/list/draft">${drafts} draft</a></section>
</div>`,
  };
}
