/** What we know of a connected Xero organisation (Xero: Organisation). */
export interface OrganisationFacts {
  xeroTenantId: string;
  name: string;
  /** With its leading "!", verbatim: the key that Xero's pages carry. */
  shortCode: string;
  baseCurrency: string;
  countryCode: string;
  /** IANA zone, mapped from Xero's enumeration; lock dates and "today" are in it. */
  timeZone: string;
  periodLockDate: string | null;
  yearEndLockDate: string | null;
  /** Xero's plan (Class), for its caps. */
  plan: string;
  isDemo: boolean;
  /** What the plan bars now (Xero: Organisation/Actions), such as approving one more invoice this month; absent before it was read. */
  barredActions?: readonly string[];
}

export interface Account {
  id: string;
  /** May be null (bank accounts). */
  code: string | null;
  name: string;
  type: string;
  class: string;
  taxType: string | null;
  systemAccount: string | null;
  enablePayments: boolean;
  status: "active" | "archived";
}

export interface TaxRate {
  taxType: string;
  name: string;
  /** Percent scaled by 10,000. */
  rateE4: number;
  /** Account classes it may be used with. */
  appliesTo: { revenue: boolean; expenses: boolean; assets: boolean; liabilities: boolean; equity: boolean };
  status: "active" | "archived";
}

export interface TrackingCategory {
  id: string;
  name: string;
  status: "active" | "archived";
  options: readonly { id: string; name: string; status: "active" | "archived" }[];
}
