import type { Document, Line } from "../../../shared/records/document.ts";
import { divideRounded, minorDigits } from "../../../shared/money.ts";

type Priced = Omit<Line, "amountMinor" | "taxMinor">;
type Totals = Pick<Document, "lines" | "subtotalMinor" | "taxMinor" | "totalMinor">;

/**
 * Amounts and tax as Xero computes them: each line rounded on its own, half away from zero, then added up
 * (Xero rounds tax per line). Until Xero has answered once these are what is shown; afterwards Xero's own figures are.
 *
 * @param rateE4Of percent scaled by 10,000 of a tax type; 0 where the line has none.
 * @returns null when a figure is beyond what a number holds exactly.
 */
export function documentTotals(lines: readonly Priced[], types: Document["lineAmountTypes"], currency: string, rateE4Of: (taxType: string | null) => number): Totals | null {
  const scale = 10n ** BigInt(8 - minorDigits(currency));
  const priced = lines.map((line): Line => {
    const gross = BigInt(line.quantityE4) * BigInt(line.unitAmountE4);
    const rate = line.discountRateE4 === null ? 0n : BigInt(line.discountRateE4);
    const amount = divideRounded(gross * (1_000_000n - rate), 1_000_000n * scale) - (line.discountMinor ?? 0);
    return { ...line, amountMinor: amount, taxMinor: taxOf(BigInt(amount), types, BigInt(rateE4Of(line.taxType))) };
  });
  const amounts = priced.reduce((sum, line) => sum + line.amountMinor, 0);
  const taxMinor = priced.reduce((sum, line) => sum + line.taxMinor, 0);
  const subtotalMinor = types === "inclusive" ? amounts - taxMinor : amounts;
  const totalMinor = subtotalMinor + taxMinor;
  const exact = [amounts, taxMinor, totalMinor, ...priced.map((line) => line.amountMinor)].every(Number.isSafeInteger);
  return exact ? { lines: priced, subtotalMinor, taxMinor, totalMinor } : null;
}

/** 100 % is 1,000,000 in percent scaled by 10,000. */
function taxOf(amount: bigint, types: Document["lineAmountTypes"], rateE4: bigint): number {
  if (types === "none") return 0;
  return types === "exclusive" ? divideRounded(amount * rateE4, 1_000_000n) : divideRounded(amount * rateE4, 1_000_000n + rateE4);
}
