import type { Account, Item, OrganisationDetails, TaxRate, TrackingCategory } from "../../books/ledger.ts";
import { wireDate, wireInstant } from "../../dates.ts";
import { jsonFromPrice, jsonFromScaled } from "../../money.ts";
import { classOfType, effectiveRateScaled } from "../../rules/accounts.ts";
import type { Books } from "../../books/books.ts";
import type { Wire } from "./lines.ts";

export function accountWire(account: Account): Wire {
  return {
    AccountID: account.id,
    ...(account.code === "" ? {} : { Code: account.code }),
    Name: account.name,
    Status: account.status,
    Type: account.type,
    TaxType: account.taxType,
    ...(account.description === "" ? {} : { Description: account.description }),
    Class: classOfType[account.type],
    ...(account.systemAccount === undefined ? {} : { SystemAccount: account.systemAccount }),
    EnablePaymentsToAccount: account.enablePaymentsToAccount,
    ShowInExpenseClaims: account.showInExpenseClaims,
    ...(account.bankAccountNumber === undefined ? {} : { BankAccountNumber: account.bankAccountNumber }),
    ...(account.type === "BANK" ? { BankAccountType: account.bankAccountType ?? "BANK", CurrencyCode: account.currency ?? "AUD" } : {}),
    ReportingCode: "",
    ReportingCodeName: "",
    HasAttachments: false,
    UpdatedDateUTC: wireInstant(account.updatedAtMs),
    AddToWatchlist: false,
  };
}

export function taxRateWire(rate: TaxRate): Wire {
  return {
    Name: rate.name,
    TaxType: rate.taxType,
    ...(rate.reportTaxType === undefined ? {} : { ReportTaxType: rate.reportTaxType }),
    CanApplyToAssets: rate.appliesTo.ASSET,
    CanApplyToEquity: rate.appliesTo.EQUITY,
    CanApplyToExpenses: rate.appliesTo.EXPENSE,
    CanApplyToLiabilities: rate.appliesTo.LIABILITY,
    CanApplyToRevenue: rate.appliesTo.REVENUE,
    DisplayTaxRate: jsonFromScaled(effectiveRateScaled(rate)),
    EffectiveRate: jsonFromScaled(effectiveRateScaled(rate)),
    Status: rate.status,
    TaxComponents: rate.components.map((one) => ({ Name: one.name, Rate: jsonFromScaled(one.rateScaled), IsCompound: one.isCompound, IsNonRecoverable: one.isNonRecoverable })),
  };
}

export function trackingCategoryWire(category: TrackingCategory, includeArchived: boolean): Wire {
  return {
    Name: category.name,
    Status: category.status,
    TrackingCategoryID: category.id,
    Options: category.options.filter((option) => includeArchived || option.status === "ACTIVE").map(trackingOptionWire),
  };
}

export const trackingOptionWire = (option: TrackingCategory["options"][number]): Wire => ({
  TrackingOptionID: option.id,
  Name: option.name,
  Status: option.status,
});

export function itemWire(books: Books, item: Item, unitdp: 2 | 4): Wire {
  const details = (part: Item["sales"]): Wire => ({
    ...(part?.unitPriceScaled === undefined ? {} : { UnitPrice: jsonFromPrice(part.unitPriceScaled, unitdp) }),
    ...(part?.accountId === undefined ? {} : { AccountCode: books.accounts.get(part.accountId)?.code ?? "" }),
    ...(part?.taxType === undefined ? {} : { TaxType: part.taxType }),
  });
  return {
    ItemID: item.id,
    Code: item.code,
    Name: item.name,
    Description: item.description,
    PurchaseDescription: item.purchaseDescription,
    UpdatedDateUTC: wireInstant(item.updatedAtMs),
    IsTrackedAsInventory: false,
    IsSold: item.isSold,
    IsPurchased: item.isPurchased,
    ...(item.purchases ? { PurchaseDetails: details(item.purchases) } : {}),
    ...(item.sales ? { SalesDetails: details(item.sales) } : {}),
  };
}

export function organisationWire(organisation: OrganisationDetails): Wire {
  return {
    OrganisationID: organisation.organisationId,
    Name: organisation.name,
    LegalName: organisation.legalName,
    PaysTax: true,
    Version: organisation.version,
    OrganisationType: "COMPANY",
    BaseCurrency: organisation.baseCurrency,
    CountryCode: organisation.countryCode,
    IsDemoCompany: organisation.isDemoCompany,
    OrganisationStatus: "ACTIVE",
    RegistrationNumber: organisation.taxNumber,
    TaxNumber: organisation.taxNumber,
    FinancialYearEndDay: organisation.financialYearEndDay,
    FinancialYearEndMonth: organisation.financialYearEndMonth,
    SalesTaxBasis: "ACCRUALS",
    SalesTaxPeriod: "QUARTERLY1",
    DefaultSalesTax: "Tax Exclusive",
    DefaultPurchasesTax: "Tax Exclusive",
    ...(organisation.periodLockDate ? { PeriodLockDate: wireDate(organisation.periodLockDate) } : {}),
    ...(organisation.endOfYearLockDate ? { EndOfYearLockDate: wireDate(organisation.endOfYearLockDate) } : {}),
    CreatedDateUTC: wireInstant(organisation.createdAtMs),
    Timezone: organisation.timezone,
    OrganisationEntityType: "COMPANY",
    ShortCode: organisation.shortCode,
    Class: organisation.class,
    Edition: "BUSINESS",
    LineOfBusiness: "Advertising agencies",
    Addresses: [],
    Phones: [],
    ExternalLinks: [],
    PaymentTerms: {},
  };
}
