import type { Contact, ContactGroup } from "./contact.ts";
import type {
  Allocation, Attachment, BankTransaction, BatchPayment, CreditNote, HistoryRecord, Invoice, LinkedTransaction, Overpayment, Payment,
  Prepayment, Quote,
} from "./document.ts";
import type { Account, Item, OrganisationDetails, TaxRate, TrackingCategory } from "./ledger.ts";
import type { Project, ProjectTask, ProjectTime } from "./project.ts";

/**
 * The books of one organisation. Every map is keyed by the record's id, except tax rates, which Xero knows by their TaxType.
 * Records are plain data, so that the whole world can be written to a file and read back.
 */
export interface Books {
  organisation: OrganisationDetails;
  accounts: Map<string, Account>;
  taxRates: Map<string, TaxRate>;
  trackingCategories: Map<string, TrackingCategory>;
  contacts: Map<string, Contact>;
  contactGroups: Map<string, ContactGroup>;
  items: Map<string, Item>;
  invoices: Map<string, Invoice>;
  creditNotes: Map<string, CreditNote>;
  overpayments: Map<string, Overpayment>;
  prepayments: Map<string, Prepayment>;
  allocations: Map<string, Allocation>;
  payments: Map<string, Payment>;
  batchPayments: Map<string, BatchPayment>;
  bankTransactions: Map<string, BankTransaction>;
  quotes: Map<string, Quote>;
  linkedTransactions: Map<string, LinkedTransaction>;
  projects: Map<string, Project>;
  tasks: Map<string, ProjectTask>;
  time: Map<string, ProjectTime>;
  /** By the id of the record they belong to, oldest first. */
  history: Map<string, HistoryRecord[]>;
  attachments: Map<string, Attachment[]>;
}

export function emptyBooks(organisation: OrganisationDetails): Books {
  return {
    organisation,
    accounts: new Map(),
    taxRates: new Map(),
    trackingCategories: new Map(),
    contacts: new Map(),
    contactGroups: new Map(),
    items: new Map(),
    invoices: new Map(),
    creditNotes: new Map(),
    overpayments: new Map(),
    prepayments: new Map(),
    allocations: new Map(),
    payments: new Map(),
    batchPayments: new Map(),
    bankTransactions: new Map(),
    quotes: new Map(),
    linkedTransactions: new Map(),
    projects: new Map(),
    tasks: new Map(),
    time: new Map(),
    history: new Map(),
    attachments: new Map(),
  };
}
