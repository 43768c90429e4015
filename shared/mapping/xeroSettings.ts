import { ianaZone, parseXeroDate } from "../dates.ts";
import { parseScaled } from "../money.ts";
import type { Account, OrganisationFacts, TaxRate, TrackingCategory } from "../records/organisation.ts";
import type { ReferenceKind } from "../records/kinds.ts";
import type { Raw } from "./mapped.ts";

/** A setting of Xero's in our words, and what lists of settings are keyed and shown by. */
export interface MappedSetting {
  id: string;
  code: string | null;
  name: string;
  status: "active" | "archived";
  body: Account | TaxRate | TrackingCategory | Raw;
}

/** Null when it lacks its key: it is then no setting at all. */
export function settingFromXero(kind: ReferenceKind, raw: Raw): MappedSetting | null {
  return READERS[kind](raw);
}

const READERS: Readonly<Record<ReferenceKind, (raw: Raw) => MappedSetting | null>> = {
  account: accountFromXero,
  tax_rate: taxRateFromXero,
  tracking_category: trackingFromXero,
  item: itemFromXero,
};

function said(raw: Raw, field: string): string | null {
  const value = raw[field];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** Xero's ACTIVE; everything else (ARCHIVED, DELETED, PENDING) may not be used any more. */
function statusOf(raw: Raw): "active" | "archived" {
  return (said(raw, "Status") ?? "ACTIVE") === "ACTIVE" ? "active" : "archived";
}

function accountFromXero(raw: Raw): MappedSetting | null {
  const id = said(raw, "AccountID");
  if (id === null) return null;
  const body: Account = {
    id,
    code: said(raw, "Code"),
    name: said(raw, "Name") ?? "",
    type: said(raw, "Type") ?? "",
    class: said(raw, "Class") ?? "",
    taxType: said(raw, "TaxType"),
    systemAccount: said(raw, "SystemAccount"),
    enablePayments: raw["EnablePaymentsToAccount"] === true,
    status: statusOf(raw),
  };
  return { id, code: body.code, name: body.name, status: body.status, body };
}

function taxRateFromXero(raw: Raw): MappedSetting | null {
  const taxType = said(raw, "TaxType");
  if (taxType === null) return null;
  const may = (part: string): boolean => raw[`CanApplyTo${part}`] !== false;
  const body: TaxRate = {
    taxType,
    name: said(raw, "Name") ?? taxType,
    rateE4: parseScaled(raw["EffectiveRate"] ?? raw["DisplayTaxRate"] ?? 0, 4, true) ?? 0,
    appliesTo: { revenue: may("Revenue"), expenses: may("Expenses"), assets: may("Assets"), liabilities: may("Liabilities"), equity: may("Equity") },
    status: statusOf(raw),
  };
  return { id: taxType, code: taxType, name: body.name, status: body.status, body };
}

function trackingFromXero(raw: Raw): MappedSetting | null {
  const id = said(raw, "TrackingCategoryID");
  if (id === null) return null;
  const options = Array.isArray(raw["Options"]) ? (raw["Options"] as Raw[]) : [];
  const body: TrackingCategory = {
    id,
    name: said(raw, "Name") ?? "",
    status: statusOf(raw),
    options: options.map((option) => ({ id: said(option, "TrackingOptionID") ?? "", name: said(option, "Name") ?? "", status: statusOf(option) })),
  };
  return { id, code: null, name: body.name, status: body.status, body };
}

function itemFromXero(raw: Raw): MappedSetting | null {
  const id = said(raw, "ItemID");
  return id === null ? null : { id, code: said(raw, "Code"), name: said(raw, "Name") ?? said(raw, "Code") ?? "", status: "active", body: raw };
}

/** Xero's Organisation in our words; null when it lacks what everything rests on. An unknown zone is read as UTC. */
export function organisationFromXero(raw: Raw, xeroTenantId: string): OrganisationFacts | null {
  const name = said(raw, "Name");
  const baseCurrency = said(raw, "BaseCurrency");
  const shortCode = said(raw, "ShortCode");
  if (name === null || baseCurrency === null || shortCode === null) return null;
  return {
    xeroTenantId,
    name,
    shortCode,
    baseCurrency,
    countryCode: said(raw, "CountryCode") ?? "",
    timeZone: ianaZone(said(raw, "Timezone") ?? "") ?? "UTC",
    periodLockDate: parseXeroDate(raw["PeriodLockDate"]),
    yearEndLockDate: parseXeroDate(raw["EndOfYearLockDate"]),
    plan: said(raw, "Class") ?? "",
    isDemo: raw["IsDemoCompany"] === true,
  };
}
