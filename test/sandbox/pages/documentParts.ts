import type { Books } from "../books/books.ts";
import type { Contact } from "../books/contact.ts";
import type { DocumentStatus, Invoice, Line } from "../books/document.ts";
import { takesPayments } from "../rules/accounts.ts";
import { invoiceBalance } from "../rules/balance.ts";
import { pageDate, pageMoney } from "./format.ts";
import { m, type Markup } from "./markup.ts";
import type { PageContext } from "./pageContext.ts";

/** Words of a status as Xero's pages show them. */
export const statusWords: Record<DocumentStatus, string> = {
  DRAFT: "Draft", SUBMITTED: "Awaiting approval", AUTHORISED: "Awaiting payment", PAID: "Paid", VOIDED: "Voided", DELETED: "Deleted",
};

export const accountLabel = (books: Books, id: string | undefined): string => {
  const account = id === undefined ? undefined : books.accounts.get(id);
  return account ? (account.code === "" ? account.name : `${account.code} - ${account.name}`) : "";
};

export const taxLabel = (books: Books, taxType: string | undefined): string => (taxType === undefined ? "" : (books.taxRates.get(taxType)?.name ?? taxType));

export const trackingLabel = (books: Books, line: Line, categoryId: string): string => {
  const chosen = line.tracking.find((one) => one.categoryId === categoryId);
  return books.trackingCategories.get(categoryId)?.options.find((option) => option.id === chosen?.optionId)?.name ?? "";
};

export const activeTracking = (books: Books) => [...books.trackingCategories.values()].filter((category) => category.status === "ACTIVE").slice(0, 2);

/** The number of a document, or what stands for it where it has none. */
export const numberOf = (invoice: Invoice): string => invoice.number || (invoice.type === "ACCPAY" ? "(no reference)" : "(no number)");

/** The address of a document's own page. */
export function documentAddress(base: string, invoice: Invoice): string {
  return invoice.type === "ACCREC" ? `${base}/invoicing/view/${invoice.id}` : `${base}/bills/view/bill?id=${invoice.id}`;
}

export function addressLines(contact: Contact | undefined): Markup {
  const address = contact?.addresses.find((one) => one.type === "POBOX" && one.line1) ?? contact?.addresses.find((one) => one.line1);
  const parts = address ? [address.line1, [address.city, address.region, address.postalCode].filter(Boolean).join(" ")] : [];
  return m`${parts.filter(Boolean).map((part, index) => (index === 0 ? m`${part}` : m`<br>${part}`))}`;
}

const amountRow = (id: string, label: Markup | string, value: string, isStrong = false) =>
  m`<div data-automationid="as-${id}--as-readonly-row"><div data-automationid="as-readonly-row-field"><div class="${isStrong ? "xui-text-emphasis xui-textcolor-muted" : "xui-textcolor-standard"}">${label}</div><div class="xui-row-flex"><div class="xui-margin-left-small ${isStrong ? "xui-text-emphasis " : ""}xui-textcolor-standard">${value}</div></div></div></div>`;

/** Subtotal, tax, total, every payment and credit, and what is still due. */
export function amountSummary({ books, base, organisation }: PageContext, invoice: Invoice): Markup {
  const balance = invoiceBalance(books, invoice);
  const payments = invoice.paymentIds.map((id) => books.payments.get(id)).filter((payment) => payment?.status === "AUTHORISED");
  const credits = invoice.allocationIds.map((id) => books.allocations.get(id)).filter((allocation) => allocation !== undefined);
  const words = { creditNote: "Less credit", overpayment: "Less overpayment", prepayment: "Less prepayment" };
  return m`<div class="InvoiceFooter"><div class="InvoiceFooter-amountSummary" data-automationid="AmountSummaryCommonComponent">
${amountRow("subtotal", "Subtotal", pageMoney(invoice.lineAmountTypes === "Inclusive" ? invoice.totalMinor : invoice.subTotalMinor))}
${amountRow("tax-total", invoice.lineAmountTypes === "Inclusive" ? "Includes tax" : "Total tax", pageMoney(invoice.taxMinor))}
${amountRow("total", `Total ${invoice.currency}`, pageMoney(invoice.totalMinor), true)}
${payments.map((payment) => amountRow("payment", m`Less <span data-payment="${payment?.id}">payment</span> ${pageDate(payment?.date)} <form class="row" style="display:inline" data-act="/standin/act/${organisation.shortCode}/removePayment"><input type="hidden" name="paymentId" value="${payment?.id}"><button class="linkish" title="Remove this payment">remove</button></form>`, pageMoney(payment?.amountMinor ?? 0)))}
${credits.map((credit) => amountRow("credit", m`<a href="${base}/credit-notes/view/${credit.creditId}">${words[credit.creditKind]}</a> ${pageDate(credit.date)}`, pageMoney(credit.amountMinor)))}
${amountRow("amount-due", "Amount due", pageMoney(balance.dueMinor), true)}
</div></div>`;
}

/** Accounts that a payment may come from or go to, for a select. */
export const paymentAccounts = (books: Books): Markup =>
  m`${[...books.accounts.values()].filter(takesPayments).map((account) => m`<option value="${account.id}">${account.code === "" ? account.name : `${account.code} - ${account.name}`}</option>`)}`;

export function history({ books }: PageContext, id: string): Markup {
  const records = (books.history.get(id) ?? []).slice(-8).reverse();
  return m`<section class="xui-panel" aria-label="History"><h2>History &amp; notes</h2><ul class="history">${records.map((record) => m`<li>${pageDate(new Date(record.atMs).toISOString().slice(0, 10))}: <strong>${record.changes}</strong> by ${record.user}${record.details ? m` · ${record.details}` : ""}</li>`)}${records.length === 0 ? m`<li>Nothing yet.</li>` : ""}</ul></section>`;
}
