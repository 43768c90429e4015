import type { AccountingApi } from "xero-node/dist/gen/api/accountingApi.js";

/** What can be listed. Invoices and bills are one endpoint in Xero. */
export type XeroKind =
  | "contact"
  | "invoice"
  | "credit_note"
  | "payment"
  | "bank_transaction"
  | "quote"
  | "overpayment"
  | "prepayment"
  | "account"
  | "tax_rate"
  | "tracking_category"
  | "item"
  | "organisation"
  | "action"
  | "user";

export interface ListQuery {
  /** Only what changed since, to the second, UTC ms. Kinds that do not know it ignore it (§2.4 of Xero's pages). */
  modifiedSince?: number;
  /** From 1. Kinds that Xero does not page ignore it. */
  page?: number;
  pageSize?: number;
  ids?: readonly string[];
  summaryOnly?: boolean;
  createdByMyApp?: boolean;
  where?: string;
  statuses?: readonly string[];
}

interface KindSpec {
  /** The list's name in Xero's envelope. */
  envelope: string;
  id: string;
  paged: boolean;
  list: (api: AccountingApi, query: ListQuery) => Promise<unknown>;
}

/** Cursors rest on this order: a page that shifts can then only repeat rows, never skip them. */
const ORDER = "UpdatedDateUTC ASC";
/** Else prices are rounded to two decimals on the way out and in. */
const UNIT_DP = 4;
/** xero-node writes the tenant header; sendRequest.ts writes it again from the organisation's row. */
const T = "organisation";

const since = (query: ListQuery): Date | undefined =>
  query.modifiedSince === undefined ? undefined : new Date(query.modifiedSince);
const list = (values: readonly string[] | undefined): string[] | undefined => (values === undefined ? undefined : [...values]);
const page = (query: ListQuery): number => query.page ?? 1;
const size = (query: ListQuery): number => query.pageSize ?? 1_000;
/** False is the default and need not be said. */
const flag = (value: boolean | undefined): true | undefined => (value === true ? true : undefined);

export const XERO_KINDS: Readonly<Record<XeroKind, KindSpec>> = {
  contact: { envelope: "Contacts", id: "ContactID", paged: true,
    // includeArchived: archiving is how contacts end in Xero.
    list: (api, q) => api.getContacts(T, since(q), q.where, ORDER, list(q.ids), page(q), true, flag(q.summaryOnly), undefined, size(q)) },
  invoice: { envelope: "Invoices", id: "InvoiceID", paged: true,
    list: (api, q) => api.getInvoices(T, since(q), q.where, ORDER, list(q.ids), undefined, undefined, list(q.statuses), page(q), true,
      flag(q.createdByMyApp), UNIT_DP, flag(q.summaryOnly), size(q)) },
  credit_note: { envelope: "CreditNotes", id: "CreditNoteID", paged: true,
    list: (api, q) => api.getCreditNotes(T, since(q), q.where, ORDER, page(q), UNIT_DP, size(q)) },
  payment: { envelope: "Payments", id: "PaymentID", paged: true,
    list: (api, q) => api.getPayments(T, since(q), q.where, ORDER, page(q), size(q)) },
  bank_transaction: { envelope: "BankTransactions", id: "BankTransactionID", paged: true,
    list: (api, q) => api.getBankTransactions(T, since(q), q.where, ORDER, page(q), UNIT_DP, size(q)) },
  quote: { envelope: "Quotes", id: "QuoteID", paged: true,
    list: (api, q) => api.getQuotes(T, since(q), undefined, undefined, undefined, undefined, undefined, undefined, page(q), ORDER) },
  overpayment: { envelope: "Overpayments", id: "OverpaymentID", paged: true,
    list: (api, q) => api.getOverpayments(T, since(q), q.where, ORDER, page(q), UNIT_DP, size(q)) },
  prepayment: { envelope: "Prepayments", id: "PrepaymentID", paged: true,
    list: (api, q) => api.getPrepayments(T, since(q), q.where, ORDER, page(q), UNIT_DP, size(q)) },
  account: { envelope: "Accounts", id: "AccountID", paged: false, list: (api, q) => api.getAccounts(T, since(q), q.where) },
  tax_rate: { envelope: "TaxRates", id: "TaxType", paged: false, list: (api, q) => api.getTaxRates(T, q.where) },
  tracking_category: { envelope: "TrackingCategories", id: "TrackingCategoryID", paged: false,
    list: (api, q) => api.getTrackingCategories(T, q.where, undefined, true) },
  item: { envelope: "Items", id: "ItemID", paged: false, list: (api, q) => api.getItems(T, since(q), q.where, undefined, UNIT_DP) },
  organisation: { envelope: "Organisations", id: "OrganisationID", paged: false, list: (api) => api.getOrganisations(T) },
  action: { envelope: "Actions", id: "Name", paged: false, list: (api) => api.getOrganisationActions(T) },
  user: { envelope: "Users", id: "UserID", paged: false, list: (api) => api.getUsers(T) },
};
