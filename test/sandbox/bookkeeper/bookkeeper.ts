import { accept } from "../accept.ts";
import type { CreditDocument, Invoice, Overpayment, Payment } from "../books/document.ts";
import { takesPayments } from "../rules/accounts.ts";
import { allocate, removeAllocation } from "../rules/allocations.ts";
import { hasPaymentsOrCredits, invoiceBalance, remainingCredit } from "../rules/balance.ts";
import { saveBankTransaction } from "../rules/bankTransactions.ts";
import { saveContact } from "../rules/contacts.ts";
import { saveCreditNote } from "../rules/creditNotes.ts";
import { saveInvoice } from "../rules/invoices.ts";
import { mergeContacts } from "../rules/mergeContacts.ts";
import { refused, type Outcome } from "../rules/outcome.ts";
import { createOverpayment } from "../rules/overpayments.ts";
import { paidBillEdit } from "../rules/paidBill.ts";
import { createPayment, deletePayment } from "../rules/payments.ts";
import { PostDataInvalid, type Posted } from "../rules/posted.ts";
import { saveQuote } from "../rules/quotes.ts";
import { saveAccount } from "../rules/saveAccount.ts";
import { deleteItem } from "../rules/saveItem.ts";
import { saveTrackingCategory, saveTrackingOption } from "../rules/saveTracking.ts";
import { beginWriting, markOf, takeBack, type UndoableWriting } from "../rules/writing.ts";
import type { World } from "../world.ts";
import { BookkeeperRefused, type BookkeeperActions } from "./actions.ts";

const everything = { createOnly: false, unitdp: 4 } as const;

export function bookkeeperOf(world: World): BookkeeperActions {
  /** Runs one act of a person on one organisation's books; a refusal leaves no trace. */
  function act<T>(tenantId: string, run: (writing: UndoableWriting) => Outcome<T>): T {
    const organisation = world.state.organisations.find((one) => one.tenantId === tenantId);
    if (!organisation) throw new BookkeeperRefused([`There is no organisation ${tenantId}`]);
    const writing = beginWriting(world, organisation, { by: "bookkeeper", isAdviser: true });
    const mark = markOf(writing);
    let outcome: Outcome<T>;
    try {
      outcome = run(writing);
    } catch (error) {
      takeBack(writing, mark);
      if (error instanceof PostDataInvalid) throw new BookkeeperRefused([error.message]);
      throw error;
    }
    if (!outcome.ok) {
      takeBack(writing, mark);
      throw new BookkeeperRefused(outcome.errors);
    }
    accept(writing);
    return outcome.record;
  }

  const change = (tenantId: string, invoiceId: string, changes: Posted): Invoice =>
    act(tenantId, (writing) => {
      const invoice = writing.books.invoices.get(invoiceId);
      if (invoice?.type === "ACCREC" && (invoice.status === "PAID" || hasPaymentsOrCredits(writing.books, invoice))) return retagPaidSale(writing, invoice, changes);
      return saveInvoice(writing, changes, { ...everything, id: invoiceId });
    });

  return {
    createInvoice: ({ tenantId, invoice }) => act(tenantId, (writing) => saveInvoice(writing, { ...invoice, Type: "ACCREC" }, { ...everything, createOnly: true })),
    createBill: ({ tenantId, bill }) => act(tenantId, (writing) => saveInvoice(writing, { ...bill, Type: "ACCPAY" }, { ...everything, createOnly: true })),
    editInvoice: ({ tenantId, invoiceId, changes }) => change(tenantId, invoiceId, changes),
    editInvoiceLines: ({ tenantId, invoiceId, lines }) => change(tenantId, invoiceId, { LineItems: lines }),
    submit: ({ tenantId, invoiceId }) => change(tenantId, invoiceId, { Status: "SUBMITTED" }),
    approve: ({ tenantId, invoiceId }) => change(tenantId, invoiceId, { Status: "AUTHORISED" }),
    void: ({ tenantId, invoiceId }) => change(tenantId, invoiceId, { Status: "VOIDED" }),
    delete: ({ tenantId, invoiceId }) => change(tenantId, invoiceId, { Status: "DELETED" }),
    payInvoice: ({ tenantId, invoiceId, amountMinor, date, accountId, reference, currencyRate }) =>
      act<{ payment: Payment; overpayment?: Overpayment }>(tenantId, (writing) => {
        const invoice = writing.books.invoices.get(invoiceId);
        if (!invoice) return refused("The invoice could not be found");
        const due = invoiceBalance(writing.books, invoice).dueMinor;
        const amount = amountMinor ?? due;
        const account = accountId ?? [...writing.books.accounts.values()].find((one) => one.type === "BANK" && takesPayments(one))?.id;
        const common = { Account: { AccountID: account }, ...(date === undefined ? {} : { Date: date }), ...(reference === undefined ? {} : { Reference: reference }), ...(currencyRate === undefined ? {} : { CurrencyRate: currencyRate }) };
        const paid = createPayment(writing, { ...common, Invoice: { InvoiceID: invoiceId }, Amount: Math.min(amount, due) / 100 });
        if (!paid.ok) return paid;
        if (amount <= due) return { ok: true, record: { payment: paid.record }, warnings: [] };
        const over = createOverpayment(writing, { side: invoice.type === "ACCREC" ? "RECEIVE" : "SPEND", contactId: invoice.contactId, amountMinor: amount - due, date: paid.record.date, accountId: paid.record.accountId, currency: invoice.currency, rateScaled: paid.record.rateScaled, reference: invoice.number });
        return { ok: true, record: { payment: paid.record, overpayment: over }, warnings: [] };
      }),
    deletePayment: ({ tenantId, paymentId }) =>
      act(tenantId, (writing) => {
        const payment = writing.books.payments.get(paymentId);
        return payment ? deletePayment(writing, payment, { Status: "DELETED" }) : refused("The payment could not be found");
      }),
    createCreditNote: ({ tenantId, creditNote }) => act(tenantId, (writing) => saveCreditNote(writing, creditNote, { ...everything, createOnly: true })),
    createQuote: ({ tenantId, quote }) => act(tenantId, (writing) => saveQuote(writing, quote, { ...everything, createOnly: true })),
    createBankTransaction: ({ tenantId, bankTransaction }) => act(tenantId, (writing) => saveBankTransaction(writing, bankTransaction, { ...everything, createOnly: true })),
    allocate: ({ tenantId, creditId, invoiceId, amountMinor, date }) =>
      act(tenantId, (writing) => {
        const { creditNotes, overpayments, prepayments, invoices } = writing.books;
        const credit: CreditDocument | undefined = creditNotes.get(creditId) ?? overpayments.get(creditId) ?? prepayments.get(creditId);
        const invoice = invoices.get(invoiceId);
        if (!credit || !invoice) return refused("The document could not be found");
        const most = Math.min(remainingCredit(writing.books, credit), invoiceBalance(writing.books, invoice).dueMinor);
        return allocate(writing, credit, { Invoice: { InvoiceID: invoiceId }, Amount: (amountMinor ?? most) / 100, ...(date === undefined ? {} : { Date: date }) });
      }),
    removeAllocation: ({ tenantId, allocationId }) =>
      act(tenantId, (writing) => {
        const allocation = writing.books.allocations.get(allocationId);
        return allocation ? removeAllocation(writing, allocation) : refused("The allocation could not be found");
      }),
    createContact: ({ tenantId, contact }) => act(tenantId, (writing) => saveContact(writing, contact, { createOnly: true })),
    editContact: ({ tenantId, contactId, changes }) => act(tenantId, (writing) => saveContact(writing, { ...changes, ContactID: contactId }, { createOnly: false })),
    mergeContacts: ({ tenantId, contactId, intoContactId }) => act(tenantId, (writing) => mergeContacts(writing, contactId, intoContactId)),
    archive: ({ tenantId, contactId }) => act(tenantId, (writing) => saveContact(writing, { ContactID: contactId, ContactStatus: "ARCHIVED" }, { createOnly: false })),
    unarchive: ({ tenantId, contactId }) => act(tenantId, (writing) => saveContact(writing, { ContactID: contactId, ContactStatus: "ACTIVE" }, { createOnly: false })),
    setLockDates: ({ tenantId, periodLockDate, endOfYearLockDate }) => {
      const organisation = world.state.organisations.find((one) => one.tenantId === tenantId)?.books.organisation;
      if (!organisation) throw new BookkeeperRefused([`There is no organisation ${tenantId}`]);
      if (periodLockDate === null) delete organisation.periodLockDate;
      else if (periodLockDate !== undefined) organisation.periodLockDate = periodLockDate;
      if (endOfYearLockDate === null) delete organisation.endOfYearLockDate;
      else if (endOfYearLockDate !== undefined) organisation.endOfYearLockDate = endOfYearLockDate;
    },
    renameAccount: ({ tenantId, accountId, code, name }) =>
      act(tenantId, (writing) => {
        const account = writing.books.accounts.get(accountId);
        return account ? saveAccount(writing, { ...(code === undefined ? {} : { Code: code }), ...(name === undefined ? {} : { Name: name }) }, account) : refused("The account could not be found");
      }),
    archiveAccount: ({ tenantId, accountId }) =>
      act(tenantId, (writing) => {
        const account = writing.books.accounts.get(accountId);
        return account ? saveAccount(writing, { Status: "ARCHIVED" }, account) : refused("The account could not be found");
      }),
    archiveTrackingCategory: ({ tenantId, categoryId }) =>
      act(tenantId, (writing) => {
        const category = writing.books.trackingCategories.get(categoryId);
        return category ? saveTrackingCategory(writing, { Status: "ARCHIVED" }, category) : refused("The tracking category could not be found");
      }),
    deleteItem: ({ tenantId, itemId }) =>
      act(tenantId, (writing) => {
        const item = writing.books.items.get(itemId);
        if (!item) return refused("The item could not be found");
        deleteItem(writing, item);
        return { ok: true, record: item, warnings: [] };
      }),
    archiveTrackingOption: ({ tenantId, categoryId, optionId }) =>
      act(tenantId, (writing) => {
        const category = writing.books.trackingCategories.get(categoryId);
        const option = category?.options.find((one) => one.id === optionId);
        return category && option ? saveTrackingOption(writing, category, { Status: "ARCHIVED" }, option) : refused("The tracking option could not be found");
      }),
    setRole: ({ tenantId, userId, role }) => {
      const user = world.state.users.find((one) => one.userId === userId);
      if (!user) throw new BookkeeperRefused([`There is no user ${userId}`]);
      user.roles[tenantId] = role;
    },
  };
}

/** Xero's page lets a person change what moves no total on a sales invoice that is paid or part-paid (facts §5.3); the API may not. */
function retagPaidSale(writing: UndoableWriting, invoice: Invoice, changes: Posted): Outcome<Invoice> {
  const { assumptions } = writing.world.state;
  const asTold = assumptions.paidSalesInvoice;
  assumptions.paidSalesInvoice = "retaggable";
  try {
    return changes["Status"] === undefined ? paidBillEdit(writing, invoice, changes) : saveInvoice(writing, changes, { ...everything, id: invoice.id });
  } finally {
    assumptions.paidSalesInvoice = asTold;
  }
}
