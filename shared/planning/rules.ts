import type { GroupFamily } from "../merge/groups.ts";
import type { Winner } from "../merge/policy.ts";
import type { SyncedKind } from "../records/kinds.ts";

/** How one organisation wants to sync: organisation.rules in the store, editable by its admins. */
export interface SyncRules {
  directions: Record<SyncedKind, Direction>;
  /** Who wins when both sides changed a group; absent cells use the defaults of merge/policy.ts. */
  policy: PolicyEdits;
  /** Our one-sided changes to AUTHORISED documents flow while nothing is paid and the document was not sent; else a proposal. */
  unpaidUnsentFlow: boolean;
  /** Which documents are created in Xero or taken from it at all. Linked ones always stay in sync. */
  filters: Partial<Record<SyncedKind, Filter>>;
  /** Status of a document that we create in Xero. */
  createStatus: { invoice: CreateStatus; bill: CreateStatus; credit_note: CreateStatus };
  /** Approved here means approved in Xero; off: approval there is a bookkeeper's act, proposed to him. */
  pushApproval: boolean;
  /** Create in Xero only once approved here. */
  createOnApproval: boolean;
  /** Payment method (lower case) → Xero's AccountID of the bank or clearing account. */
  paymentAccounts: Record<string, string>;
  /** Account and tax for lines that have neither their own nor a service's; null: such lines wait. */
  defaultCoding: {
    sales: { accountCode: string | null; taxType: string | null };
    purchases: { accountCode: string | null; taxType: string | null };
  };
  /** Xero's TrackingCategoryID whose options stand for projects; null when projects are not mapped. */
  projectTrackingCategoryId: string | null;
  /** Address of the firm's own (https) that changes and alarms are sent to; null: nowhere. */
  eventsUrl: string | null;
}

export type Direction = "both" | "fromXero" | "toXero" | "off";
export type CreateStatus = "draft" | "submitted" | "authorised";
export type PolicyEdits = Partial<Record<SyncedKind, Partial<Record<GroupFamily, { draft?: Winner; posted?: Winner }>>>>;

export interface Filter {
  /** Only documents of at least this total, in minor units of the home currency. */
  minTotalMinor?: number;
  /** Only documents with a line of one of these projects. */
  projectIds?: readonly string[];
}

/** What an organisation starts with: everything flows, what we create is a draft, nothing posted is changed without a person. */
export function defaultRules(): SyncRules {
  return {
    directions: {
      contact: "both",
      quote: "both",
      invoice: "both",
      bill: "both",
      credit_note: "both",
      bank_transaction: "both",
      payment: "both",
      overpayment: "both",
      prepayment: "both",
    },
    policy: {},
    unpaidUnsentFlow: false,
    filters: {},
    createStatus: { invoice: "draft", bill: "draft", credit_note: "draft" },
    pushApproval: true,
    createOnApproval: false,
    paymentAccounts: {},
    defaultCoding: { sales: { accountCode: null, taxType: null }, purchases: { accountCode: null, taxType: null } },
    projectTrackingCategoryId: null,
    eventsUrl: null,
  };
}
