import type { AccountingApi } from "xero-node/dist/gen/api/accountingApi.js";
import { buildRequest, type XeroRequest } from "./buildRequest.ts";

type Wire = Readonly<Record<string, unknown>>;

/** Every write we make to Xero. Elements are wire bodies made by shared/mapping. */
export type XeroWrite =
  /** `create`: refused where Xero has one of that number or name, instead of writing over it. */
  | { type: "contacts" | "invoices" | "credit_notes" | "quotes" | "bank_transactions" | "payments"; create?: boolean; elements: readonly Wire[] }
  | { type: "delete_payment"; id: string }
  | { type: "allocate"; on: AllocationOwner; id: string; elements: readonly Wire[] }
  | { type: "unallocate"; on: AllocationOwner; id: string; allocationId: string }
  | { type: "note"; on: NoteOwner; id: string; text: string }
  | { type: "create_tracking_option"; categoryId: string; element: Wire }
  | { type: "update_tracking_option"; categoryId: string; optionId: string; element: Wire };

export type AllocationOwner = "credit_note" | "overpayment" | "prepayment";
export type NoteOwner = "contact" | "invoice" | "credit_note" | "payment" | "quote" | "bank_transaction";

const T = "organisation";
/** The SDK's own body is replaced by ours; it only must not be absent. */
const EMPTY = {} as never;
const UNIT_DP = 4;
/** One bad element must not fail its neighbours: each answers for itself. */
const SUMMARIZE_ERRORS = false;

type Batch = Extract<XeroWrite, { elements: readonly Wire[]; type: string; on?: never }>["type"];

type Call = (api: AccountingApi) => Promise<unknown>;
/**
 * Xero's PUT creates and nothing else; its POST takes an element without an id for the contact of that name or the document of that number,
 * and would write over a stranger's.
 */
const BATCHES: Readonly<Record<Batch, { envelope: string; create: Call; change: Call }>> = {
  contacts: { envelope: "Contacts",
    create: (api) => api.createContacts(T, EMPTY, SUMMARIZE_ERRORS), change: (api) => api.updateOrCreateContacts(T, EMPTY, SUMMARIZE_ERRORS) },
  invoices: { envelope: "Invoices",
    create: (api) => api.createInvoices(T, EMPTY, SUMMARIZE_ERRORS, UNIT_DP), change: (api) => api.updateOrCreateInvoices(T, EMPTY, SUMMARIZE_ERRORS, UNIT_DP) },
  credit_notes: { envelope: "CreditNotes",
    create: (api) => api.createCreditNotes(T, EMPTY, SUMMARIZE_ERRORS, UNIT_DP), change: (api) => api.updateOrCreateCreditNotes(T, EMPTY, SUMMARIZE_ERRORS, UNIT_DP) },
  quotes: { envelope: "Quotes",
    create: (api) => api.createQuotes(T, EMPTY, SUMMARIZE_ERRORS), change: (api) => api.updateOrCreateQuotes(T, EMPTY, SUMMARIZE_ERRORS) },
  bank_transactions: { envelope: "BankTransactions",
    create: (api) => api.createBankTransactions(T, EMPTY, SUMMARIZE_ERRORS, UNIT_DP), change: (api) => api.updateOrCreateBankTransactions(T, EMPTY, SUMMARIZE_ERRORS, UNIT_DP) },
  payments: { envelope: "Payments", create: (api) => api.createPayments(T, EMPTY, SUMMARIZE_ERRORS), change: (api) => api.createPayments(T, EMPTY, SUMMARIZE_ERRORS) },
};

const ALLOCATE: Readonly<Record<AllocationOwner, (api: AccountingApi, id: string) => Promise<unknown>>> = {
  credit_note: (api, id) => api.createCreditNoteAllocation(T, id, EMPTY, SUMMARIZE_ERRORS),
  overpayment: (api, id) => api.createOverpaymentAllocations(T, id, EMPTY, SUMMARIZE_ERRORS),
  prepayment: (api, id) => api.createPrepaymentAllocations(T, id, EMPTY, SUMMARIZE_ERRORS),
};

const UNALLOCATE: Readonly<Record<AllocationOwner, (api: AccountingApi, id: string, allocation: string) => Promise<unknown>>> = {
  credit_note: (api, id, allocation) => api.deleteCreditNoteAllocations(T, id, allocation),
  overpayment: (api, id, allocation) => api.deleteOverpaymentAllocations(T, id, allocation),
  prepayment: (api, id, allocation) => api.deletePrepaymentAllocations(T, id, allocation),
};

const NOTE: Readonly<Record<NoteOwner, (api: AccountingApi, id: string) => Promise<unknown>>> = {
  contact: (api, id) => api.createContactHistory(T, id, EMPTY),
  invoice: (api, id) => api.createInvoiceHistory(T, id, EMPTY),
  credit_note: (api, id) => api.createCreditNoteHistory(T, id, EMPTY),
  payment: (api, id) => api.createPaymentHistory(T, id, EMPTY),
  quote: (api, id) => api.createQuoteHistory(T, id, EMPTY),
  bank_transaction: (api, id) => api.createBankTransactionHistoryRecord(T, id, EMPTY),
};

/** The request of a write, to be stored before it is sent. */
export function buildWrite(write: XeroWrite): Promise<XeroRequest> {
  switch (write.type) {
    case "delete_payment":
      return buildRequest((api) => api.deletePayment(T, write.id, EMPTY), { Status: "DELETED" });
    case "allocate":
      return buildRequest((api) => ALLOCATE[write.on](api, write.id), { Allocations: write.elements });
    case "unallocate":
      return buildRequest((api) => UNALLOCATE[write.on](api, write.id, write.allocationId));
    case "note":
      return buildRequest((api) => NOTE[write.on](api, write.id), { HistoryRecords: [{ Details: write.text }] });
    case "create_tracking_option":
      return buildRequest((api) => api.createTrackingOptions(T, write.categoryId, EMPTY), write.element);
    case "update_tracking_option":
      return buildRequest((api) => api.updateTrackingOptions(T, write.categoryId, write.optionId, EMPTY), write.element);
    default: {
      const { envelope, create, change } = BATCHES[write.type];
      return buildRequest(write.create === true ? create : change, { [envelope]: write.elements });
    }
  }
}

/** Reads the newest changes that Xero recorded on a document or contact: who, when, what. */
export const HISTORY: Readonly<Record<NoteOwner, (api: AccountingApi, id: string) => Promise<unknown>>> = {
  contact: (api, id) => api.getContactHistory(T, id),
  invoice: (api, id) => api.getInvoiceHistory(T, id),
  credit_note: (api, id) => api.getCreditNoteHistory(T, id),
  payment: (api, id) => api.getPaymentHistory(T, id),
  quote: (api, id) => api.getQuoteHistory(T, id),
  bank_transaction: (api, id) => api.getBankTransactionsHistory(T, id),
};
