import type { Account } from "../books/ledger.ts";
import { activeTracking } from "./documentParts.ts";
import { hexOf, pageDate, pageMoney } from "./format.ts";
import { m, type Markup } from "./markup.ts";
import type { DrawnPage, PageContext } from "./pageContext.ts";
import { statementLines, type StatementLine } from "./statementLines.ts";

/** Bank reconciliation (facts on the web app §3.7): in each row a React half with test ids and an ExtJS half with ids per line. */
export function bankRec(context: PageContext, account: Account): DrawnPage {
  const { books } = context;
  const lines = statementLines(books, account.id);
  const balance = [...books.payments.values()]
    .filter((payment) => payment.accountId === account.id && payment.status === "AUTHORISED")
    .reduce((total, payment) => total + (books.invoices.get(payment.targetId)?.type === "ACCPAY" ? -payment.bankAmountMinor : payment.bankAmountMinor), 0);
  const statement = lines.reduce((total, line) => total + (line.match ? 0 : line.amountMinor), balance);
  return {
    ui: "classic",
    title: "Bank Reconciliation",
    main: m`<div id="page_title"><h1 id="title">${account.name}</h1></div>
<div class="bank-summary"><span>${pageMoney(statement)} Statement Balance</span><span>${pageMoney(balance)} Balance in Xero stand-in</span></div>
<div id="ItemsToReconcile"><div class="statement-line-header">Review your bank statement lines</div>
<div id="statementLines">${lines.map((line, index) => row(context, line, index))}<div class="line no-display" id="sl00000000000000000000000000000000" data-id="00000000000000000000000000000000" data-index="${lines.length}"></div></div>
<div class="xui-select"><span class="xui-select--content">Page 1 of 1</span></div></div>`,
  };
}

function row({ books, organisation }: PageContext, line: StatementLine, index: number): Markup {
  const hex = hexOf(line.id);
  const isSpent = line.amountMinor < 0;
  const amount = pageMoney(Math.abs(line.amountMinor));
  const tab = (name: string, text: string, isActive: boolean) => m`<a class="${name}${isActive ? " active" : ""}" href="javascript:">${text}</a>`;
  return m`
<div class="line" id="sl${hex}" data-id="${hex}" data-statementlineid="${line.id}" data-index="${index}">
<div class="bank-transaction statement-line"><div class="details-container"><div class="line-details"><span class="font-size-small" data-testid="posted-date">${pageDate(line.date)}</span><span class="font-size-medium" data-testid="payee">${line.payee}</span><span class="font-size-medium" data-testid="reference">${line.reference}</span><span class="font-size-medium" data-testid="notes"></span><button type="button" data-testid="more-details">More details</button></div>
<div class="amounts"><span class="font-size-medium" data-testid="amount-spent">${isSpent ? amount : ""}</span><span class="font-size-medium" data-testid="amount-received">${isSpent ? "" : amount}</span></div></div>
<button type="button" aria-haspopup="listbox" aria-label="Options"></button><div id="create-bank-rule" hidden><a href="/app/bank-rules/spend/new?statementLineId=${line.id}">Create bank rule</a></div></div>
<div class="ok"><a class="xbtn skip okayButton exclude" href="javascript:" data-act="/standin/act/${organisation.shortCode}/reconcile" style="visibility: ${line.match ? "visible" : "hidden"}">OK</a></div>
<div class="statement${line.match ? "" : " ruled"}"><div class="tabs">${tab("t1", "Match", line.match !== undefined)}${tab("t2", "Create", line.match === undefined)}${tab("t3", "Transfer", false)}${tab("t4", "Discuss", false)}${tab("t5 find", "Find & Match", false)}</div>
${line.match ? m`<div class="info c0"><div class="details-container"><div class="icon transfer" title="Bank Transaction">&nbsp;</div><div class="details"><span>${pageDate(line.match.payment.date)}</span><span>Payment: ${books.contacts.get(line.match.invoice.contactId)?.name}</span><span>Ref: ${line.match.invoice.number}</span></div><div class="amount set">${amount}</div><div class="amount">&nbsp;</div></div></div>` : ""}
<div class="info c2"><div class="who"><label for="paidTo${hex}_value">Who</label><input type="text" class="autocompleter" id="paidTo${hex}_value" placeholder="Name of the contact..." value=""><input type="hidden" id="paidToID${hex}"><input type="hidden" id="paidTo${hex}"></div><div class="what"><label for="paidAccount${hex}_value">What</label><input type="text" class="legacy-control" id="paidAccount${hex}_value" placeholder="Choose the account..." value=""><input type="hidden" id="paidAccount${hex}"></div><div class="why"><label for="paidDesc${hex}">Why</label><input type="text" class="legacy-control" id="paidDesc${hex}" placeholder="Enter a description..." value=""></div><div class="tax"><input type="hidden" id="paidGSTCode${hex}"></div>${activeTracking(books).map((category, place) => m`<div class="tracking"><label>&nbsp;</label><div class="x-form-field-wrap"><input type="text" class="x-form-text x-form-field x-form-empty-field" id="ext-comp-${1001 + index * 10 + place}" aria-label="${category.name}" value="${category.name}"></div></div>`)}</div></div>
</div>`;
}
