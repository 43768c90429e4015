import type { Allocation, BankTransaction, CreditNote, Invoice, Overpayment, Payment, Quote } from "../books/document.ts";
import type { Contact } from "../books/contact.ts";
import type { Account, Item, TrackingCategory, TrackingOption } from "../books/ledger.ts";
import type { LocalDate } from "../dates.ts";
import type { Posted } from "../rules/posted.ts";

/** Xero refused what the person tried; `messages` are the sentences its page shows. */
export class BookkeeperRefused extends Error {
  override readonly name = "BookkeeperRefused";
  readonly messages: readonly string[];
  constructor(messages: readonly string[]) {
    super(messages.join("; "));
    this.messages = messages;
  }
}

interface In {
  tenantId: string;
}

/**
 * What a person does in Xero's own pages, by the same rules. Documents are given as Xero's JSON has them (Contact, LineItems, …), so a
 * form's fields go straight in. Refusals throw BookkeeperRefused.
 */
export interface BookkeeperActions {
  createInvoice(what: In & { invoice: Posted }): Invoice;
  createBill(what: In & { bill: Posted }): Invoice;
  /** Any fields of an invoice or bill, LineItems as a replacing set. A person may also retag a paid sales invoice (facts §5.3). */
  editInvoice(what: In & { invoiceId: string; changes: Posted }): Invoice;
  editInvoiceLines(what: In & { invoiceId: string; lines: Posted[] }): Invoice;
  submit(what: In & { invoiceId: string }): Invoice;
  approve(what: In & { invoiceId: string }): Invoice;
  void(what: In & { invoiceId: string }): Invoice;
  delete(what: In & { invoiceId: string }): Invoice;
  /** Without an amount: all that is due. More than is due leaves an overpayment. Without a rate: the invoice's own. */
  payInvoice(what: In & { invoiceId: string; amountMinor?: number; date?: LocalDate; accountId?: string; reference?: string; currencyRate?: number }): { payment: Payment; overpayment?: Overpayment };
  deletePayment(what: In & { paymentId: string }): Payment;
  createCreditNote(what: In & { creditNote: Posted }): CreditNote;
  createQuote(what: In & { quote: Posted }): Quote;
  /** Spend or receive money straight on a bank account. */
  createBankTransaction(what: In & { bankTransaction: Posted }): BankTransaction;
  /** Applies a credit note, over- or prepayment. Without an amount: as much as fits. */
  allocate(what: In & { creditId: string; invoiceId: string; amountMinor?: number; date?: LocalDate }): Allocation;
  removeAllocation(what: In & { allocationId: string }): Allocation;
  createContact(what: In & { contact: Posted }): Contact;
  editContact(what: In & { contactId: string; changes: Posted }): Contact;
  /** All documents move to `intoContactId`; the loser is archived and points to it (facts §5.2). */
  mergeContacts(what: In & { contactId: string; intoContactId: string }): Contact;
  archive(what: In & { contactId: string }): Contact;
  unarchive(what: In & { contactId: string }): Contact;
  setLockDates(what: In & { periodLockDate?: LocalDate | null; endOfYearLockDate?: LocalDate | null }): void;
  renameAccount(what: In & { accountId: string; code?: string; name?: string }): Account;
  archiveAccount(what: In & { accountId: string }): Account;
  archiveTrackingCategory(what: In & { categoryId: string }): TrackingCategory;
  /** An item is gone for good; lines that named it keep its code (facts §2.4). */
  deleteItem(what: In & { itemId: string }): Item;
  archiveTrackingOption(what: In & { categoryId: string; optionId: string }): TrackingOption;
  /** A role lowered, or the user removed from the organisation. */
  setRole(what: In & { userId: string; role: "READONLY" | "INVOICEONLY" | "STANDARD" | "FINANCIALADVISER" | "REMOVED" }): void;
}
