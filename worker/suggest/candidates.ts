import type { Account, TaxRate } from "../../shared/records/organisation.ts";
import type { Candidates } from "../../shared/suggest/types.ts";
import { codable } from "../http/codable.ts";
import type { StoredRecord } from "../store/reads/records.ts";
import type { References } from "../store/reads/references.ts";

/** Active records only: what is archived in Xero can never be suggested. */
export function candidates({ accounts, taxRates }: References, projects: readonly StoredRecord<"project">[]): Candidates {
  const rates = taxRates.filter(isActive);
  return {
    accounts: accounts.filter(codable).map((account) => ({
      code: account.code ?? "",
      name: account.name,
      allowedTaxTypes: rates.filter((rate) => allows(rate, account)).map((rate) => rate.taxType),
      defaultTaxType: account.taxType,
    })),
    taxRates: rates.map(({ taxType, name }) => ({ taxType, name })),
    projects: projects.filter(({ body }) => body.status === "active").map(({ id, body }) => ({ projectId: id, name: body.name, active: body.budgetMinor !== null })),
  };
}

const isActive = ({ status }: { status: string }): boolean => status === "active";

const CLASSES: Readonly<Record<string, keyof TaxRate["appliesTo"]>> = { asset: "assets", equity: "equity", expense: "expenses", liability: "liabilities", revenue: "revenue" };

function allows(rate: TaxRate, account: Account): boolean {
  const side = CLASSES[account.class.toLowerCase()];
  return side === undefined || rate.appliesTo[side];
}
