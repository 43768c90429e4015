import type { CreditDocument, Invoice } from "../books/document.ts";
import { hasPaymentsOrCredits, invoiceBalance, remainingCredit } from "../rules/balance.ts";
import { paymentAccounts } from "./documentParts.ts";
import { pageDate, pageMoney } from "./format.ts";
import { m, type Markup } from "./markup.ts";
import type { PageContext } from "./pageContext.ts";

/** A form that carries a document's id to one of the bookkeeper's actions. */
const actionForm = ({ organisation }: PageContext, action: string, invoiceId: string, body: Markup, className = ""): Markup =>
  m`<form class="${className}" data-act="/standin/act/${organisation.shortCode}/${action}"><input type="hidden" name="invoiceId" value="${invoiceId}">${body}</form>`;

/** One entry of the options menu. */
const option = (context: PageContext, action: string, invoice: Invoice, text: string, className = "") =>
  m`<li>${actionForm(context, action, invoice.id, m`<button type="submit" class="${className}" data-standin="${action}">${text}</button>`)}</li>`;

/** The options menu behind the kebab or "Bill options": what the state of the document lets a person do. */
export function optionsMenu(context: PageContext, invoice: Invoice): Markup {
  const isOpen = invoice.status === "DRAFT" || invoice.status === "SUBMITTED";
  const mayVoid = invoice.status === "AUTHORISED" && !hasPaymentsOrCredits(context.books, invoice);
  const entries = [
    isOpen ? option(context, "approve", invoice, "Approve") : undefined,
    invoice.status === "DRAFT" ? option(context, "submit", invoice, "Submit for approval") : undefined,
    invoice.status === "AUTHORISED" ? option(context, "addCredit", invoice, "Add credit note for what is due") : undefined,
    isOpen ? option(context, "deleteDraft", invoice, "Delete", "danger") : undefined,
    mayVoid ? option(context, "void", invoice, "Void", "danger") : undefined,
  ].filter((entry) => entry !== undefined);
  return m`<div id="document-options" class="x-nav--sub-nav-container x-nav--sub-nav-container-hidden"><ul style="list-style:none;margin:0;padding:0">${entries.length > 0 ? entries : m`<li class="hint" style="padding:8px 12px">Nothing can be done in this state.</li>`}</ul></div>`;
}

/** The panel below an approved document: pay in full or in part, pay too much, use a credit of the same contact. */
export function settlePanel(context: PageContext, invoice: Invoice): Markup {
  if (invoice.status !== "AUTHORISED") return m``;
  const { books, today } = context;
  const { dueMinor } = invoiceBalance(books, invoice);
  const isSale = invoice.type === "ACCREC";
  const credits = [...books.creditNotes.values(), ...books.overpayments.values(), ...books.prepayments.values()].filter((credit) => mayCover(invoice, credit) && remainingCredit(books, credit) > 0);
  return m`<section class="xui-panel" aria-label="${isSale ? "Receive a payment" : "Make a payment"}"><h2>${isSale ? "Receive a payment" : "Make a payment"}</h2>
${actionForm(context, "pay", invoice.id, m`<label class="field">Amount paid<input type="text" name="amount" value="${pageMoney(dueMinor)}" inputmode="decimal"></label>
<label class="field">Date paid<input type="text" name="date" value="${pageDate(today)}"></label>
<label class="field">${isSale ? "Paid to" : "Paid from"}<select name="accountId">${paymentAccounts(books)}</select></label>
<label class="field">Reference<input type="text" name="reference"></label><button type="submit" class="xui-button xui-button-main" data-standin="pay">Add payment</button>`, "row")}
<p class="hint">More than ${pageMoney(dueMinor)} leaves an overpayment with the contact.</p>
${credits.length === 0 ? "" : actionForm(context, "allocate", invoice.id, m`<label class="field">Credit available<select name="creditId">${credits.map((credit) => m`<option value="${credit.id}">${creditName(credit)} (${pageMoney(remainingCredit(books, credit))})</option>`)}</select></label>
<label class="field">Amount to credit<input type="text" name="amount" value="${pageMoney(Math.min(dueMinor, remainingCredit(books, credits[0] as CreditDocument)))}"></label><button type="submit" class="xui-button" data-standin="allocate">Allocate credit</button>`, "row")}</section>`;
}

/** Credits serve documents of the same contact, side and currency. */
function mayCover(invoice: Invoice, credit: CreditDocument): boolean {
  const side = credit.type.startsWith("ACCREC") || credit.type.startsWith("RECEIVE") ? "ACCREC" : "ACCPAY";
  return credit.status === "AUTHORISED" && credit.contactId === invoice.contactId && credit.currency === invoice.currency && side === invoice.type;
}

export const creditName = (credit: CreditDocument): string =>
  credit.kind === "creditNote" ? `Credit note ${credit.number}` : credit.kind === "overpayment" ? "Overpayment" : "Prepayment";
