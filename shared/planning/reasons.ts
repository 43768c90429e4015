/** Why a record is not in step, in words for people. Stored in link.reason and shown as it is. */
export interface Reason {
  code: ReasonCode;
  /** What is the matter, one plain sentence. */
  sentence: string;
  /** What can be done. */
  remedy: string;
  /** number_taken: the next number that is free, which one click takes. */
  number?: string;
}

export const REASON_CODES = [
  "write_under_way",
  "contact_first",
  "document_first",
  "not_read_yet",
  "contacts_unread",
  "which_contact",
  "not_proven",
  "locked_period",
  "plan_cap",
  "account_missing",
  "account_unusable",
  "tax_missing",
  "tax_unusable",
  "tax_not_for_account",
  "tracking_unusable",
  "payments_applied",
  "paid_locked",
  "reconciled",
  "not_allowed_by_status",
  "field_invalid",
  "bank_account_missing",
  "more_than_due",
  "flows_from_xero_only",
  "flows_to_xero_only",
  "sync_off",
  "filtered",
  "awaits_approval",
  "refused",
  "number_taken",
  "bill_twice",
  "bill_twice_in_xero",
  "contact_archived",
  "currency_missing",
  "rate_limited",
  "sign_in_needed",
  "given_up",
  "voided_in_xero",
  "deleted_in_xero",
  "voided_here",
  "deleted_here",
  "merged_in_xero",
  "joined_here",
  "gone_in_xero",
  "unmappable",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];
