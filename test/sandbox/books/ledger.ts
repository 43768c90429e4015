import type { LocalDate } from "../dates.ts";

/** Account types as the API names them (facts §5.7). */
export type AccountType =
  | "BANK" | "CURRENT" | "CURRLIAB" | "DEPRECIATN" | "DIRECTCOSTS" | "EQUITY" | "EXPENSE" | "FIXED" | "INVENTORY" | "LIABILITY"
  | "NONCURRENT" | "OTHERINCOME" | "OVERHEADS" | "PREPAYMENT" | "REVENUE" | "SALES" | "TERMLIAB" | "PAYG";
export type AccountClass = "ASSET" | "EQUITY" | "EXPENSE" | "LIABILITY" | "REVENUE";

export interface Account {
  id: string;
  /** May be empty: bank accounts often have none (facts §5.7). */
  code: string;
  name: string;
  type: AccountType;
  status: "ACTIVE" | "ARCHIVED";
  taxType: string;
  description: string;
  systemAccount?: string;
  enablePaymentsToAccount: boolean;
  showInExpenseClaims: boolean;
  bankAccountNumber?: string;
  bankAccountType?: "BANK" | "CREDITCARD" | "PAYPAL";
  currency?: string;
  updatedAtMs: number;
}

export interface TaxRate {
  name: string;
  taxType: string;
  reportTaxType?: string;
  status: "ACTIVE" | "DELETED" | "ARCHIVED";
  /** Percent, scaled by 10,000. */
  components: { name: string; rateScaled: number; isCompound: boolean; isNonRecoverable: boolean }[];
  appliesTo: Record<AccountClass, boolean>;
}

export interface TrackingOption {
  id: string;
  name: string;
  status: "ACTIVE" | "ARCHIVED";
}

export interface TrackingCategory {
  id: string;
  name: string;
  status: "ACTIVE" | "ARCHIVED";
  options: TrackingOption[];
}

export interface Item {
  id: string;
  code: string;
  name: string;
  description: string;
  purchaseDescription: string;
  isSold: boolean;
  isPurchased: boolean;
  sales?: { unitPriceScaled?: number; accountId?: string; taxType?: string };
  purchases?: { unitPriceScaled?: number; accountId?: string; taxType?: string };
  updatedAtMs: number;
}

type PlanClass = "DEMO" | "TRIAL" | "STARTER" | "STANDARD" | "PREMIUM" | "IGNITE" | "GROW" | "COMPREHENSIVE" | "ULTIMATE";

export interface OrganisationDetails {
  organisationId: string;
  name: string;
  legalName: string;
  /** With its leading "!" (facts §6). */
  shortCode: string;
  version: "AU" | "NZ" | "UK" | "GLOBAL";
  countryCode: "AU" | "NZ" | "GB";
  baseCurrency: string;
  /** Other currencies the organisation has subscribed to, with units per one base unit, scaled by 1,000,000. */
  currencies: Record<string, number>;
  timezone: string;
  taxNumber: string;
  class: PlanClass;
  isDemoCompany: boolean;
  hasProjects: boolean;
  financialYearEndDay: number;
  financialYearEndMonth: number;
  /** Nobody but advisers may write on or before it. */
  periodLockDate?: LocalDate;
  /** Nobody may write on or before it. */
  endOfYearLockDate?: LocalDate;
  invoicePrefix: string;
  nextInvoiceNumber: number;
  nextCreditNoteNumber: number;
  nextQuoteNumber: number;
  createdAtMs: number;
  brandingThemeId: string;
}
