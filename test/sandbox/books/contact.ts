export interface Address {
  type: "POBOX" | "STREET" | "DELIVERY";
  line1?: string;
  line2?: string;
  line3?: string;
  line4?: string;
  city?: string;
  region?: string;
  postalCode?: string;
  country?: string;
  attentionTo?: string;
}

export type PhoneType = "DEFAULT" | "DDI" | "MOBILE" | "FAX" | "OFFICE";

export interface Phone {
  type: PhoneType;
  number: string;
  areaCode: string;
  countryCode: string;
}

export interface ContactPerson {
  firstName: string;
  lastName: string;
  emailAddress: string;
  includeInEmails: boolean;
}

type PaymentTermType = "DAYSAFTERBILLDATE" | "DAYSAFTERBILLMONTH" | "OFCURRENTMONTH" | "OFFOLLOWINGMONTH";

export interface PaymentTerm {
  day: number;
  type: PaymentTermType;
}

export interface Contact {
  id: string;
  name: string;
  status: "ACTIVE" | "ARCHIVED" | "GDPRREQUEST";
  contactNumber: string;
  accountNumber: string;
  firstName: string;
  lastName: string;
  companyNumber: string;
  emailAddress: string;
  taxNumber: string;
  bankAccountDetails: string;
  website: string;
  defaultCurrency?: string;
  salesAccountCode?: string;
  purchasesAccountCode?: string;
  receivableTaxType?: string;
  payableTaxType?: string;
  addresses: Address[];
  phones: Phone[];
  persons: ContactPerson[];
  salesTerms?: PaymentTerm;
  billsTerms?: PaymentTerm;
  /** Set on the loser of a merge, which becomes archived (facts §5.2). */
  mergedToContactId?: string;
  /** Computed from documents; do not bump updatedAtMs (facts §2.4). */
  isCustomer: boolean;
  isSupplier: boolean;
  updatedAtMs: number;
  createdByAppId?: string;
}

export interface ContactGroup {
  id: string;
  name: string;
  status: "ACTIVE" | "DELETED";
  contactIds: string[];
}
