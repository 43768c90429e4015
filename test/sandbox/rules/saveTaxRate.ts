import type { TaxRate } from "../books/ledger.ts";
import { scaledFromJson4 } from "../money.ts";
import type { Writing } from "../world.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { children, flag, number, oneOf, text, type Posted } from "./posted.ts";
import { changed, put } from "./writing.ts";

/** Rates made by API are TAX001 and up (facts §5.7). */
export function saveTaxRate(writing: Writing, posted: Posted): Outcome<TaxRate> {
  const { taxRates } = writing.books;
  const name = text(posted, "Name") ?? "";
  const given = text(posted, "TaxType");
  const before = given ? taxRates.get(given) : [...taxRates.values()].find((one) => one.name === name);
  const components = children(posted, "TaxComponents")?.map((one) => ({
    name: text(one, "Name") ?? "Tax",
    rateScaled: scaledFromJson4(number(one, "Rate")) ?? 0,
    isCompound: flag(one, "IsCompound") ?? false,
    isNonRecoverable: flag(one, "IsNonRecoverable") ?? false,
  }));
  if (given && !before) return refused(messages.taxTypeNotValid(given));
  if (!before && (name === "" || !components?.length)) return refused("A tax rate must have a Name and at least one tax component");
  let sequence = 1;
  while (taxRates.has(`TAX${String(sequence).padStart(3, "0")}`)) sequence += 1;
  const reportTaxType = text(posted, "ReportTaxType") ?? before?.reportTaxType;
  const rate: TaxRate = {
    taxType: before?.taxType ?? `TAX${String(sequence).padStart(3, "0")}`,
    name: name || (before?.name ?? ""),
    status: oneOf(posted, "Status", ["ACTIVE", "DELETED", "ARCHIVED"] as const) ?? before?.status ?? "ACTIVE",
    components: components ?? before?.components ?? [],
    appliesTo: before?.appliesTo ?? { ASSET: true, EQUITY: true, EXPENSE: true, LIABILITY: true, REVENUE: true },
    ...(reportTaxType === undefined ? {} : { reportTaxType }),
  };
  put(writing, "taxRates", rate.taxType, rate);
  changed(writing, "TaxRate", rate.taxType, before ? "update" : "create");
  return accepted(rate);
}
