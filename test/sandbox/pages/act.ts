import type { Invoice } from "../books/document.ts";
import { bookkeeperOf } from "../bookkeeper/bookkeeper.ts";
import { BookkeeperRefused, type BookkeeperActions } from "../bookkeeper/actions.ts";
import type { LocalDate } from "../dates.ts";
import { invoiceBalance } from "../rules/balance.ts";
import { typedDate, typedNumber } from "./format.ts";
import { documentAddress } from "./documentParts.ts";
import type { PageContext } from "./pageContext.ts";
import { readForm, type SentForm } from "./readForm.ts";
import { reconcile } from "./reconcile.ts";

/** What a page is told after a person's act: where to go next (stay, when absent), or what to show. */
export type Done = { ok: true; go?: string } | { ok: false; errors: readonly string[] };

interface Act {
  context: PageContext;
  bookkeeper: BookkeeperActions;
  tenantId: string;
  fields: URLSearchParams;
}

/** A field that must be readable, else the person is told which. */
function need(fields: URLSearchParams, name: string): string {
  const value = fields.get(name);
  if (!value) throw new BookkeeperRefused([`${name} is missing`]);
  return value;
}

function amountIn(fields: URLSearchParams): number {
  const typed = typedNumber(fields.get("amount") ?? "");
  if (typed === undefined) throw new BookkeeperRefused([`Amount: "${fields.get("amount") ?? ""}" is not a number`]);
  return Math.round(typed * 100);
}

function dateIn(fields: URLSearchParams, name: string): LocalDate | undefined {
  const text = fields.get(name) ?? "";
  const read = typedDate(text);
  if (read === undefined && text.trim() !== "") throw new BookkeeperRefused([`"${text}" is not a date`]);
  return read;
}

const stay: Done = { ok: true };
type Handler = (act: Act) => Done;

/** Everything a person can do on the pages, by the name that the form's address ends with. */
const handlers: Record<string, Handler> = {
  save: saveDocument,
  approve: ({ bookkeeper, tenantId, fields }) => (bookkeeper.approve({ tenantId, invoiceId: need(fields, "invoiceId") }), stay),
  submit: ({ bookkeeper, tenantId, fields }) => (bookkeeper.submit({ tenantId, invoiceId: need(fields, "invoiceId") }), stay),
  void: ({ bookkeeper, tenantId, fields }) => (bookkeeper.void({ tenantId, invoiceId: need(fields, "invoiceId") }), stay),
  deleteDraft: ({ bookkeeper, tenantId, fields, context }) => {
    const invoice = bookkeeper.delete({ tenantId, invoiceId: need(fields, "invoiceId") });
    return { ok: true, go: invoice.type === "ACCREC" ? "/AccountsReceivable/Search.aspx" : `${context.base}/bills/list/all` };
  },
  pay({ bookkeeper, tenantId, fields }) {
    const date = dateIn(fields, "date");
    const reference = fields.get("reference") ?? "";
    bookkeeper.payInvoice({ tenantId, invoiceId: need(fields, "invoiceId"), amountMinor: amountIn(fields), accountId: need(fields, "accountId"), ...(date === undefined ? {} : { date }), ...(reference === "" ? {} : { reference }) });
    return stay;
  },
  removePayment: ({ bookkeeper, tenantId, fields }) => (bookkeeper.deletePayment({ tenantId, paymentId: need(fields, "paymentId") }), stay),
  addCredit: ({ bookkeeper, tenantId, fields, context }) => (creditAll(bookkeeper, tenantId, context, need(fields, "invoiceId")), stay),
  allocate: ({ bookkeeper, tenantId, fields }) => (bookkeeper.allocate({ tenantId, creditId: need(fields, "creditId"), invoiceId: need(fields, "invoiceId"), amountMinor: amountIn(fields) }), stay),
  removeAllocation: ({ bookkeeper, tenantId, fields }) => (bookkeeper.removeAllocation({ tenantId, allocationId: need(fields, "allocationId") }), stay),
  editContact({ bookkeeper, tenantId, fields, context }) {
    const contactId = need(fields, "contactId");
    const old = context.books.contacts.get(contactId)?.phones.find((phone) => phone.number !== "")?.number ?? "";
    const phone = fields.get("phone") ?? "";
    bookkeeper.editContact({
      tenantId, contactId,
      changes: {
        Name: fields.get("name"), FirstName: fields.get("firstName"), LastName: fields.get("lastName"), EmailAddress: fields.get("emailAddress"), TaxNumber: fields.get("taxNumber"),
        ...(phone === old ? {} : { Phones: [{ PhoneType: "DEFAULT", PhoneNumber: phone }] }),
      },
    });
    return stay;
  },
  archiveContact: ({ bookkeeper, tenantId, fields }) => (bookkeeper.archive({ tenantId, contactId: need(fields, "contactId") }), stay),
  restoreContact: ({ bookkeeper, tenantId, fields }) => (bookkeeper.unarchive({ tenantId, contactId: need(fields, "contactId") }), stay),
  mergeContact({ bookkeeper, tenantId, fields, context }) {
    const intoContactId = need(fields, "intoContactId");
    bookkeeper.mergeContacts({ tenantId, contactId: need(fields, "contactId"), intoContactId });
    return { ok: true, go: `${context.base}/contacts/contact/${intoContactId}` };
  },
  setLockDates({ bookkeeper, tenantId, fields }) {
    bookkeeper.setLockDates({ tenantId, periodLockDate: dateIn(fields, "periodLockDate") ?? null, endOfYearLockDate: dateIn(fields, "endOfYearLockDate") ?? null });
    return stay;
  },
  reconcile: ({ context, fields }) => (reconcile(context, need(fields, "statementLineId")), stay),
};

/** Carries out one act of the person who is signed in, or says why the books refuse it. */
export function actOnPage(context: PageContext, action: string, fields: URLSearchParams): Done {
  const handler = Object.hasOwn(handlers, action) ? handlers[action] : undefined;
  if (!handler) return { ok: false, errors: [`There is no action ${action}`] };
  if (context.user.roles[context.organisation.tenantId] === "READONLY") return { ok: false, errors: ["Your role lets you look, not change"] };
  try {
    return handler({ context, bookkeeper: bookkeeperOf(context.world), tenantId: context.organisation.tenantId, fields });
  } catch (error) {
    if (error instanceof BookkeeperRefused) return { ok: false, errors: error.messages };
    throw error;
  }
}

/** The form's copy replaces the document, whatever happened to it meanwhile: Xero checks no version. */
function saveDocument({ context, bookkeeper, tenantId, fields }: Act): Done {
  const invoiceId = fields.get("invoiceId") ?? "";
  const before = context.books.invoices.get(invoiceId);
  const form = sentForm(need(fields, "form"));
  if (!form) return { ok: false, errors: ["The form could not be read"] };
  const read = readForm(context.books, form, before);
  if (!read.ok) return read;
  const status = { approve: "AUTHORISED", submit: "SUBMITTED" }[fields.get("saveAs") ?? ""];
  const document = { ...read.posted, ...(status === undefined ? {} : { Status: status }) };
  const saved = before
    ? bookkeeper.editInvoice({ tenantId, invoiceId, changes: document })
    : fields.get("type") === "ACCPAY" ? bookkeeper.createBill({ tenantId, bill: document }) : bookkeeper.createInvoice({ tenantId, invoice: document });
  return { ok: true, go: documentAddress(context.base, saved) };
}

/** The form as the page sent it; undefined when it is not one of ours. */
function sentForm(text: string): SentForm | undefined {
  try {
    const form = JSON.parse(text) as Partial<SentForm> | null;
    const isForm = typeof form?.contact === "string" && typeof form.date === "string" && typeof form.dueDate === "string" && typeof form.number === "string" && Array.isArray(form.lines);
    return isForm ? (form as SentForm) : undefined;
  } catch {
    return undefined;
  }
}

/** A credit note for all that is still due: the same lines where nothing was paid, one line of the rest otherwise. */
function creditAll(bookkeeper: BookkeeperActions, tenantId: string, { books }: PageContext, invoiceId: string): void {
  const invoice = books.invoices.get(invoiceId);
  if (!invoice) throw new BookkeeperRefused(["The invoice could not be found"]);
  const due = invoiceBalance(books, invoice).dueMinor;
  const note = bookkeeper.createCreditNote({
    tenantId,
    creditNote: {
      Type: invoice.type === "ACCREC" ? "ACCRECCREDIT" : "ACCPAYCREDIT", Status: "AUTHORISED", Contact: { ContactID: invoice.contactId }, CurrencyCode: invoice.currency,
      ...(invoice.type === "ACCPAY" ? { CreditNoteNumber: `Credit ${invoice.number}` } : {}),
      Reference: invoice.number,
      ...(due === invoice.totalMinor ? { LineAmountTypes: invoice.lineAmountTypes, LineItems: linesOf(invoice) } : { LineAmountTypes: "Inclusive", LineItems: [restOf(invoice, due)] }),
    },
  });
  bookkeeper.allocate({ tenantId, creditId: note.id, invoiceId });
}

const linesOf = (invoice: Invoice) =>
  invoice.lines.map((line) => ({
    Description: line.description,
    ...(line.quantityScaled === undefined ? {} : { Quantity: line.quantityScaled / 10_000, UnitAmount: line.lineMinor / 100 / (line.quantityScaled / 10_000 || 1), LineAmount: line.lineMinor / 100 }),
    ...(line.accountId === undefined ? {} : { AccountID: line.accountId }),
    ...(line.taxType === undefined ? {} : { TaxType: line.taxType }),
    Tracking: line.tracking.map((one) => ({ TrackingCategoryID: one.categoryId, TrackingOptionID: one.optionId })),
  }));

function restOf(invoice: Invoice, dueMinor: number) {
  const line = invoice.lines.find((one) => one.accountId !== undefined);
  return { Description: `Credit for ${invoice.number}`, Quantity: 1, UnitAmount: dueMinor / 100, ...(line?.accountId === undefined ? {} : { AccountID: line.accountId }), ...(line?.taxType === undefined ? {} : { TaxType: line.taxType }) };
}
