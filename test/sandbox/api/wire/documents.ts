import type { Books } from "../../books/books.ts";
import type { CreditDocument, CreditNote, DocumentCore, Invoice, Overpayment, Payment, Prepayment } from "../../books/document.ts";
import { wireDate, wireDateString, wireInstant, wireInstantString } from "../../dates.ts";
import { jsonFromMinor, jsonFromRate } from "../../money.ts";
import { invoiceBalance, remainingCredit } from "../../rules/balance.ts";
import { contactWire } from "./contact.ts";
import { lineWire, type Wire } from "./lines.ts";

export interface DocumentDetail {
  /** Lists that are not paged leave the lines out (facts §2.3). */
  lines: boolean;
  /** summaryOnly=true: no lines, payments or credits at all. */
  summary?: boolean;
  /** A single document carries its whole contact. */
  single?: boolean;
  unitdp: 2 | 4;
}

function contactOf(books: Books, contactId: string, detail: DocumentDetail): Wire {
  const contact = books.contacts.get(contactId);
  if (!contact) return { ContactID: contactId };
  return detail.single ? contactWire(books, contact, "thin") : { ContactID: contact.id, Name: contact.name };
}

/** What every document of the accounting API carries. */
export function coreWire(books: Books, document: DocumentCore, detail: DocumentDetail): Wire {
  return {
    CurrencyRate: jsonFromRate(document.rateScaled),
    Contact: contactOf(books, document.contactId, detail),
    DateString: wireDateString(document.date),
    Date: wireDate(document.date),
    LineAmountTypes: document.lineAmountTypes,
    ...(detail.summary ? {} : { LineItems: detail.lines ? document.lines.map((line) => lineWire(books, line, detail.unitdp)) : [] }),
    SubTotal: jsonFromMinor(document.subTotalMinor),
    TotalTax: jsonFromMinor(document.taxMinor),
    Total: jsonFromMinor(document.totalMinor),
    UpdatedDateUTC: wireInstant(document.updatedAtMs),
    UpdatedDateUTCString: wireInstantString(document.updatedAtMs),
    CurrencyCode: document.currency,
    HasAttachments: document.hasAttachments,
    ...(document.brandingThemeId === undefined ? {} : { BrandingThemeID: document.brandingThemeId }),
    ...(document.url === undefined || document.url === "" ? {} : { Url: document.url }),
  };
}

export function invoiceWire(books: Books, invoice: Invoice, detail: DocumentDetail): Wire {
  const balance = invoiceBalance(books, invoice);
  const wire: Wire = {
    Type: invoice.type,
    InvoiceID: invoice.id,
    InvoiceNumber: invoice.number,
    Reference: invoice.reference,
    AmountDue: jsonFromMinor(balance.dueMinor),
    AmountPaid: jsonFromMinor(balance.paidMinor),
    AmountCredited: jsonFromMinor(balance.creditedMinor),
    SentToContact: invoice.sentToContact,
    IsDiscounted: invoice.lines.some((line) => line.discountRateScaled !== undefined || line.discountMinor !== undefined),
    HasErrors: false,
    Status: invoice.status,
    ...coreWire(books, invoice, detail),
  };
  if (invoice.dueDate) Object.assign(wire, { DueDate: wireDate(invoice.dueDate), DueDateString: wireDateString(invoice.dueDate) });
  if (invoice.fullyPaidOn) wire["FullyPaidOnDate"] = wireDate(invoice.fullyPaidOn);
  if (invoice.expectedPaymentDate) wire["ExpectedPaymentDate"] = wireDate(invoice.expectedPaymentDate);
  if (invoice.plannedPaymentDate) wire["PlannedPaymentDate"] = wireDate(invoice.plannedPaymentDate);
  if (!detail.summary) {
    wire["InvoiceAddresses"] = [];
    Object.assign(wire, appliedWire(books, invoice));
  }
  return wire;
}

/** Payments and credits on an invoice; deleted payments are not listed here, only in Payments (facts §5.5). */
function appliedWire(books: Books, invoice: Invoice): Wire {
  const wire: Wire = { Payments: paymentsWithin(books, invoice.paymentIds), CreditNotes: [] };
  const lists: Record<CreditDocument["kind"], Wire[]> = { creditNote: wire["CreditNotes"] as Wire[], overpayment: [], prepayment: [] };
  for (const id of invoice.allocationIds) {
    const allocation = books.allocations.get(id);
    if (!allocation) continue;
    const common = { AppliedAmount: jsonFromMinor(allocation.amountMinor), DateString: wireDateString(allocation.date), Date: wireDate(allocation.date) };
    if (allocation.creditKind === "creditNote") {
      const note = books.creditNotes.get(allocation.creditId);
      if (note) lists.creditNote.push({ CreditNoteID: note.id, CreditNoteNumber: note.number, ...common, HasErrors: false, Total: jsonFromMinor(note.totalMinor) });
    } else if (allocation.creditKind === "overpayment") {
      lists.overpayment.push({ OverpaymentID: allocation.creditId, ...common });
    } else lists.prepayment.push({ PrepaymentID: allocation.creditId, ...common });
  }
  return { ...wire, Overpayments: lists.overpayment, Prepayments: lists.prepayment };
}

function paymentsWithin(books: Books, ids: readonly string[]): Wire[] {
  const list: Wire[] = [];
  for (const id of ids) {
    const payment = books.payments.get(id);
    if (payment?.status !== "AUTHORISED") continue;
    list.push({
      PaymentID: payment.id,
      ...(payment.batchPaymentId === undefined ? {} : { BatchPaymentID: payment.batchPaymentId }),
      Date: wireDate(payment.date),
      Amount: jsonFromMinor(payment.amountMinor),
      Reference: payment.reference,
      CurrencyRate: jsonFromRate(payment.rateScaled),
      HasAccount: false,
      HasValidationErrors: false,
    });
  }
  return list;
}

export function creditNoteWire(books: Books, note: CreditNote, detail: DocumentDetail): Wire {
  const wire: Wire = {
    CreditNoteID: note.id,
    CreditNoteNumber: note.number,
    Type: note.type,
    Reference: note.reference,
    Status: note.status,
    SentToContact: note.sentToContact,
    RemainingCredit: jsonFromMinor(remainingCredit(books, note)),
    AppliedAmount: jsonFromMinor(note.totalMinor - remainingCredit(books, note)),
    Payments: paymentsWithin(books, note.paymentIds),
    Allocations: allocationsWire(books, note),
    InvoiceAddresses: [],
    HasErrors: false,
    ...coreWire(books, note, detail),
  };
  if (note.dueDate) Object.assign(wire, { DueDate: wireDate(note.dueDate), DueDateString: wireDateString(note.dueDate) });
  if (note.fullyPaidOn) wire["FullyPaidOnDate"] = wireDate(note.fullyPaidOn);
  return wire;
}

function allocationsWire(books: Books, credit: CreditDocument): Wire[] {
  return credit.allocationIds.flatMap((id) => {
    const allocation = books.allocations.get(id);
    const invoice = allocation && books.invoices.get(allocation.invoiceId);
    if (!allocation || !invoice) return [];
    return [{
      AllocationID: allocation.id,
      Amount: jsonFromMinor(allocation.amountMinor),
      Date: wireDate(allocation.date),
      Invoice: { InvoiceID: invoice.id, InvoiceNumber: invoice.number, HasErrors: false, IsDiscounted: false, Payments: [], CreditNotes: [], LineItems: [] },
      IsDeleted: false,
    }];
  });
}

function prepaidWire(books: Books, credit: Overpayment | Prepayment, detail: DocumentDetail): Wire {
  const remaining = remainingCredit(books, credit);
  return {
    Type: credit.type,
    Status: credit.status,
    Reference: credit.reference,
    RemainingCredit: jsonFromMinor(remaining),
    AppliedAmount: jsonFromMinor(credit.totalMinor - remaining),
    Payments: paymentsWithin(books, credit.paymentIds),
    Allocations: allocationsWire(books, credit),
    ...coreWire(books, credit, detail),
  };
}

export const overpaymentWire = (books: Books, credit: Overpayment, detail: DocumentDetail): Wire => ({ OverpaymentID: credit.id, ...prepaidWire(books, credit, detail) });

export const prepaymentWire = (books: Books, credit: Prepayment, detail: DocumentDetail): Wire => ({
  PrepaymentID: credit.id,
  ...(credit.invoiceNumber === "" ? {} : { InvoiceNumber: credit.invoiceNumber }),
  ...prepaidWire(books, credit, detail),
});

const paymentTypes: Record<string, string> = {
  ACCREC: "ACCRECPAYMENT", ACCPAY: "ACCPAYPAYMENT", ACCRECCREDIT: "ARCREDITPAYMENT", ACCPAYCREDIT: "APCREDITPAYMENT",
  "RECEIVE-OVERPAYMENT": "AROVERPAYMENTPAYMENT", "SPEND-OVERPAYMENT": "APOVERPAYMENTPAYMENT",
  "RECEIVE-PREPAYMENT": "ARPREPAYMENTPAYMENT", "SPEND-PREPAYMENT": "APPREPAYMENTPAYMENT",
};

function targetOf(books: Books, payment: Payment) {
  const maps = { invoice: books.invoices, creditNote: books.creditNotes, overpayment: books.overpayments, prepayment: books.prepayments };
  return maps[payment.targetKind].get(payment.targetId);
}

export const paymentTypeOf = (books: Books, payment: Payment): string => paymentTypes[targetOf(books, payment)?.type ?? "ACCREC"] ?? "ACCRECPAYMENT";

export function paymentWire(books: Books, payment: Payment, single: boolean): Wire {
  const target = targetOf(books, payment);
  const account = books.accounts.get(payment.accountId);
  const wire: Wire = {
    PaymentID: payment.id,
    ...(payment.batchPaymentId === undefined ? {} : { BatchPaymentID: payment.batchPaymentId }),
    Date: wireDate(payment.date),
    BankAmount: jsonFromMinor(payment.bankAmountMinor),
    Amount: jsonFromMinor(payment.amountMinor),
    Reference: payment.reference,
    CurrencyRate: jsonFromRate(payment.rateScaled),
    PaymentType: paymentTypeOf(books, payment),
    Status: payment.status,
    UpdatedDateUTC: wireInstant(payment.updatedAtMs),
    UpdatedDateUTCString: wireInstantString(payment.updatedAtMs),
    HasAccount: true,
    IsReconciled: payment.isReconciled,
    HasValidationErrors: false,
    Account: single && account ? { AccountID: account.id, Code: account.code, Name: account.name } : { AccountID: payment.accountId, ...(account && account.code !== "" ? { Code: account.code } : {}) },
  };
  if (!target) return wire;
  const contact = contactOf(books, target.contactId, { lines: false, unitdp: 2 });
  const common = { CurrencyCode: target.currency, Contact: contact, HasErrors: false, IsDiscounted: false, LineItems: [] };
  if (target.kind === "invoice") wire["Invoice"] = { Type: target.type, InvoiceID: target.id, InvoiceNumber: target.number, Payments: [], CreditNotes: [], Prepayments: [], Overpayments: [], ...common };
  else if (target.kind === "creditNote") wire["CreditNote"] = { Type: target.type, CreditNoteID: target.id, CreditNoteNumber: target.number, HasErrors: false, CurrencyCode: target.currency, Contact: contact };
  else if (target.kind === "overpayment") wire["Overpayment"] = { OverpaymentID: target.id, Type: target.type, CurrencyCode: target.currency, Contact: contact };
  else wire["Prepayment"] = { PrepaymentID: target.id, Type: target.type, CurrencyCode: target.currency, Contact: contact };
  return wire;
}
