import type { Invoice } from "../books/document.ts";
import { asGuid } from "../rules/posted.ts";
import { bankRec } from "./bankRec.ts";
import { billEdit } from "./billEdit.ts";
import { billView } from "./billView.ts";
import { billsList, isBillsTab } from "./billsList.ts";
import { contactView } from "./contactView.ts";
import { contactsList, isContactsTab } from "./contactsList.ts";
import { creditView } from "./creditView.ts";
import { documentAddress } from "./documentParts.ts";
import { homepage } from "./homepage.ts";
import { invoiceEdit } from "./invoiceEdit.ts";
import { invoicesList } from "./invoicesList.ts";
import { invoiceView } from "./invoiceView.ts";
import type { DrawnPage, PageContext, Redirected } from "./pageContext.ts";
import { settings } from "./settings.ts";

export type Answer = DrawnPage | Redirected | undefined;
type Draw = (context: PageContext, ...parts: string[]) => Answer;

/** A parameter whatever its case: Xero's own links write InvoiceID, invoiceID and invoiceid (facts on the web app §2). */
function parameter(context: PageContext, name: string): string {
  return [...context.url.searchParams].find(([key]) => key.toLowerCase() === name)?.[1] ?? "";
}

function document(context: PageContext, id: string, type: Invoice["type"]): Invoice | undefined {
  const invoice = context.books.invoices.get(asGuid(id) ?? "");
  return invoice?.type === type ? invoice : undefined;
}

const shownAs = (context: PageContext, type: Invoice["type"], redirected: (invoice: Invoice) => Answer): Answer => {
  const invoice = document(context, parameter(context, "invoiceid"), type);
  return invoice ? redirected(invoice) : undefined;
};

/** Pages below /app/!code: pattern of the rest of the path → how it is drawn. */
export const appRoutes: [RegExp, Draw][] = [
  [/^\/(?:homepage|dashboard)?\/?$/, (context) => homepage(context)],
  [/^\/invoicing\/view\/([^/]+)$/, (context, id) => shown(document(context, id ?? "", "ACCREC"), (invoice) => invoiceView(context, invoice))],
  [/^\/invoicing\/edit\/([^/]+)$/, (context, id) => shown(document(context, id ?? "", "ACCREC"), (invoice) => invoiceEdit(context, invoice))],
  [/^\/invoicing\/?$/, (context) => invoiceEdit(context)],
  [/^\/bills\/?$/, (context) => ({ redirect: `${context.base}/bills/list/all` })],
  [/^\/bills\/list\/([a-z-]+)$/, (context, tab = "") => (isBillsTab(tab) ? billsList(context, tab) : undefined)],
  [/^\/bills\/view\/bill$/, (context) => shown(document(context, parameter(context, "id"), "ACCPAY"), (bill) => billView(context, bill))],
  [/^\/contacts\/contact\/([^/]+)$/, (context, id) => shown(context.books.contacts.get(asGuid(id ?? "") ?? ""), (contact) => contactView(context, contact))],
  [/^\/contacts\/([a-z]+)$/, (context, tab = "") => (isContactsTab(tab) ? contactsList(context, tab) : undefined)],
  [/^\/credit-notes\/view\/([^/]+)$/, (context, id = "") => shown(context.books.creditNotes.get(id) ?? context.books.overpayments.get(id) ?? context.books.prepayments.get(id), (credit) => creditView(context, credit))],
  [/^\/settings(?:\/financial)?\/?$/, (context) => settings(context)],
];

function shown<T>(record: T | undefined, draw: (record: T) => Answer): Answer {
  return record === undefined ? undefined : draw(record);
}

/** Pages of the older kind, whose organisation is the session's; their case varies, so it is not looked at. */
export const classicRoutes: [RegExp, Draw][] = [
  [/^\/accountsreceivable\/search(?:repeating)?\.aspx$/i, (context) => invoicesList(context)],
  [/^\/accountsreceivable\/view\.aspx$/i, (context) => shownAs(context, "ACCREC", (invoice) => ({ redirect: documentAddress(context.base, invoice) }))],
  [/^\/accountsreceivable\/edit\.aspx$/i, (context) => (parameter(context, "invoiceid") === "" ? { redirect: `${context.base}/invoicing` } : shownAs(context, "ACCREC", (invoice) => ({ redirect: `${context.base}/invoicing/edit/${invoice.id}` })))],
  [/^\/accountspayable\/view\.aspx$/i, (context) => shownAs(context, "ACCPAY", (bill) => ({ redirect: documentAddress(context.base, bill) }))],
  [/^\/accountspayable\/edit\.aspx$/i, (context) => (parameter(context, "invoiceid") === "" ? billEdit(context) : shownAs(context, "ACCPAY", (bill) => billEdit(context, bill)))],
  [/^\/accountspayable\/search\.aspx$/i, (context) => ({ redirect: `${context.base}/bills/list/all` })],
  [/^\/(?:bank|bankrec)\/bankrec\.aspx$/i, (context) => {
    // Without the account Xero goes home (facts on the web app §2).
    const account = context.books.accounts.get(asGuid(parameter(context, "accountid")) ?? "");
    return account?.type === "BANK" ? bankRec(context, account) : { redirect: `${context.base}/homepage` };
  }],
  [/^\/contacts\/view\.aspx$/i, (context) => ({ redirect: `${context.base}/contacts/contact/${parameter(context, "contactid")}` })],
  [/^\/contacts\/view\/([^/]+)$/i, (context, id) => ({ redirect: `${context.base}/contacts/contact/${id}` })],
  [/^\/(?:dashboard\/?)?$/i, (context) => ({ redirect: `${context.base}/homepage` })],
];

/** Draws the first route that fits. */
export function drawn(context: PageContext, routes: [RegExp, Draw][], path: string): Answer {
  for (const [pattern, draw] of routes) {
    const found = pattern.exec(path);
    if (found) return draw(context, ...found.slice(1));
  }
  return undefined;
}
