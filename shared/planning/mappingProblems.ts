import type { Account, TaxRate, TrackingCategory } from "../records/organisation.ts";
import type { Project, Service } from "../records/project.ts";
import type { SyncRules } from "./rules.ts";

/** A setting that is still used here, but archived or gone in Xero. */
export interface MappingProblem {
  /** What uses it: a path in the sync rules, or a service or project by id. */
  at: string;
  /** Name of the service or project, or of the payment method. */
  name: string;
  sentence: string;
  remedy: string;
}

export interface Mapped {
  rules: SyncRules;
  services: readonly { id: string; body: Service }[];
  projects: readonly { id: string; body: Project }[];
  accounts: readonly Account[];
  taxRates: readonly TaxRate[];
  trackingCategories: readonly TrackingCategory[];
}

/** Every mapping that would make a record wait, found before one does. */
export function mappingProblems({ rules, services, projects, accounts, taxRates, trackingCategories }: Mapped): MappingProblem[] {
  const account = (code: string | null) => (code === null ? null : unusable(accounts.find((one) => one.code === code), `account ${code}`));
  const taxRate = (type: string | null) => (type === null ? null : unusable(taxRates.find((one) => one.taxType === type), `tax rate ${type}`));
  const found: MappingProblem[] = [];
  const note = (at: string, name: string, sentence: string | null, remedy: string): void => void (sentence === null || found.push({ at, name, sentence, remedy }));
  for (const side of ["sales", "purchases"] as const) {
    const coding = rules.defaultCoding[side];
    note(`rules.defaultCoding.${side}.accountCode`, side, account(coding.accountCode), "Choose another account under Mappings.");
    note(`rules.defaultCoding.${side}.taxType`, side, taxRate(coding.taxType), "Choose another tax rate under Mappings.");
  }
  for (const [method, accountId] of Object.entries(rules.paymentAccounts))
    note(`rules.paymentAccounts.${method}`, method, unusable(accounts.find(({ id }) => id === accountId), "the account for payments"), "Choose another bank or clearing account under Mappings.");
  for (const { id, body } of services.filter((service) => service.body.active)) {
    note(`services.${id}.accountCode`, body.name, account(body.accountCode), "Give the service another account in your project tool.");
    note(`services.${id}.taxType`, body.name, taxRate(body.taxType), "Give the service another tax rate in your project tool.");
  }
  if (rules.projectTrackingCategoryId === null) return found;
  const category = trackingCategories.find(({ id }) => id === rules.projectTrackingCategoryId);
  note("rules.projectTrackingCategoryId", "projects", unusable(category, "the tracking category for projects"), "Restore it in Xero, or choose another under Mappings.");
  for (const { id, body } of projects.filter((project) => project.body.status === "active" && project.body.trackingOptionId !== null))
    note(`projects.${id}.trackingOptionId`, body.name, unusable(category?.options.find((option) => option.id === body.trackingOptionId), "the tracking option of the project"), "Restore the option in Xero; lines of the project wait for it.");
  return found;
}

function unusable(found: { name: string; status: string } | undefined, what: string): string | null {
  if (found === undefined) return `Xero does not have ${what} any more.`;
  return found.status === "active" ? null : `In Xero ${what} (${found.name}) is archived.`;
}
