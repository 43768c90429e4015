import { lineTaxMinor } from "../documentAmounts.ts";
import type { Document } from "../records/document.ts";
import { shareOut } from "./shareOut.ts";
import { shareOutKeepingTax } from "./shareOutKeepingTax.ts";

/** A line that is to become several. */
export interface Divided {
  readonly amountMinor: number;
  readonly taxMinor: number;
  /** Null: not decided yet. */
  readonly taxType: string | null;
  readonly lineAmountTypes: Document["lineAmountTypes"];
}

/** A part's claim: minutes, money or percent, only compared with the others'; and the rate it will carry, "" for none. */
export interface PartClaim {
  readonly weight: number;
  readonly taxType: string;
}

/**
 * Amounts of the parts, in order, which add up to the line to the cent (largest remainder). Where all carry the line's own rate, single cents move between them so that
 * the tax, which Xero rounds on each line, adds up to what it was too.
 */
export function divideLine(line: Divided, parts: readonly PartClaim[], rateE4Of: (taxType: string) => number): number[] {
  const weights = parts.map(({ weight }) => weight);
  const [first] = parts;
  const isOneRate = first !== undefined && parts.every(({ taxType }) => taxType === first.taxType) && (line.taxType === null || line.taxType === first.taxType);
  if (!isOneRate) return shareOut(line.amountMinor, weights);
  const taxOf = (amountMinor: number): number => lineTaxMinor(amountMinor, rateE4Of(first.taxType), line.lineAmountTypes);
  return shareOutKeepingTax(line.amountMinor, weights, { taxOf, taxMinor: line.taxType === null ? taxOf(line.amountMinor) : line.taxMinor });
}
