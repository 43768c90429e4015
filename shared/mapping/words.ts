/** Xero's words and ours, one table each; the reverse is computed. */

export const DOCUMENT_STATUS = {
  DRAFT: "draft",
  SUBMITTED: "submitted",
  AUTHORISED: "authorised",
  PAID: "paid",
  VOIDED: "voided",
  DELETED: "deleted",
} as const;

export const QUOTE_STATUS = {
  DRAFT: "draft",
  SENT: "sent",
  ACCEPTED: "accepted",
  DECLINED: "declined",
  INVOICED: "invoiced",
  DELETED: "deleted",
} as const;

export const LINE_AMOUNT_TYPES = { Exclusive: "exclusive", Inclusive: "inclusive", NoTax: "none" } as const;

/** Quotes spell them in capitals, in Xero's description and in its own client. */
export const QUOTE_LINE_AMOUNT_TYPES = { EXCLUSIVE: "exclusive", INCLUSIVE: "inclusive", NOTAX: "none" } as const;

export const PHONE_TYPE = { DEFAULT: "default", MOBILE: "mobile", DDI: "direct", FAX: "fax" } as const;

export const ADDRESS_TYPE = { POBOX: "postal", STREET: "street" } as const;

export const CONTACT_STATUS = { ACTIVE: "active", ARCHIVED: "archived", GDPRREQUEST: "erased" } as const;

export const TERMS_TYPE = {
  DAYSAFTERBILLDATE: "days_after_bill_date",
  DAYSAFTERBILLMONTH: "days_after_bill_month",
  OFCURRENTMONTH: "of_current_month",
  OFFOLLOWINGMONTH: "of_following_month",
} as const;

/** Our word → Xero's. */
export function reversed<K extends string, V extends string>(table: Readonly<Record<K, V>>): Readonly<Record<V, K>> {
  return Object.fromEntries(Object.entries(table).map(([xero, ours]) => [ours, xero])) as Record<V, K>;
}
