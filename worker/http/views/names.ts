import type { References } from "../../store/reads/references.ts";

/** Names of the things that values only point at. */
export interface Names {
  account(code: string): string;
  tax(taxType: string): string;
  record(id: string): string;
  trackingOption(id: string): string;
  currency: string;
}

export function namesFrom(references: References, records: Iterable<{ id: string; body: object }>, currency: string): Names {
  const accounts = new Map(references.accounts.map((account) => [account.code, account.name]));
  const taxes = new Map(references.taxRates.map((rate) => [rate.taxType, rate.name]));
  const options = new Map(references.trackingCategories.flatMap((category) => category.options.map((option) => [option.id, option.name] as const)));
  const named = new Map(Array.from(records, ({ id, body }) => [id, "name" in body && typeof body.name === "string" ? body.name : id]));
  return {
    account: (code) => (accounts.has(code) ? `${code} ${accounts.get(code)}` : code),
    tax: (taxType) => taxes.get(taxType) ?? taxType,
    record: (id) => named.get(id) ?? id,
    trackingOption: (id) => options.get(id) ?? id,
    currency,
  };
}
