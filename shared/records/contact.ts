/** A client, supplier or both. Texts are trimmed; an absent value is null, never "". */
export interface Contact {
  name: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  /** Tax number: ABN in Australia. Compared without spaces. */
  taxNumber: string | null;
  /** The user's own account number for the contact (Xero: AccountNumber). */
  accountNumber: string | null;
  phones: Record<PhoneType, Phone | null>;
  addresses: Record<AddressType, Address | null>;
  /** Further people, at most five in Xero; one field group, replaced as a whole. */
  persons: readonly ContactPerson[];
  salesTerms: PaymentTerms | null;
  billTerms: PaymentTerms | null;
  status: "active" | "archived" | "erased";
  /** Our id of the contact this one was merged into. */
  mergedIntoId: string | null;
  isCustomer: boolean;
  isSupplier: boolean;
}

export type PhoneType = "default" | "mobile" | "direct" | "fax";
export type AddressType = "postal" | "street";

export interface Phone {
  country: string | null;
  area: string | null;
  number: string;
}

export interface Address {
  lines: readonly string[];
  city: string | null;
  region: string | null;
  postalCode: string | null;
  country: string | null;
  attention: string | null;
}

export interface ContactPerson {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  includeInEmails: boolean;
}

/** Xero's payment terms: `day` with one of its four meanings. */
export interface PaymentTerms {
  day: number;
  type: "days_after_bill_date" | "days_after_bill_month" | "of_current_month" | "of_following_month";
}
