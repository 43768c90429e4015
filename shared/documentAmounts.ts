import { E4, minorDigits, multiplyRounded, toHome } from "./money.ts";
import type { Document, Line } from "./records/document.ts";

/** Percent scaled by 10,000 of a tax type; null when the type is not known. */
export type RateE4Of = (taxType: string) => number | null;

const HUNDRED_PERCENT_E4 = 100 * E4;

/** Quantity × unit price less discount, rounded half up to the currency's minor unit, as Xero's LineAmount. */
export function lineAmountMinor(line: Pick<Line, "quantityE4" | "unitAmountE4" | "discountRateE4" | "discountMinor">, currency: string): number {
  const divisor = (E4 * E4) / 10 ** minorDigits(currency);
  if (line.discountRateE4 === null) return multiplyRounded(line.quantityE4, line.unitAmountE4, divisor) - (line.discountMinor ?? 0);
  // One rounding at the end: rounding the price before the discount would be a cent off.
  const kept = HUNDRED_PERCENT_E4 - line.discountRateE4;
  const gross = BigInt(line.quantityE4) * BigInt(line.unitAmountE4) * BigInt(kept);
  const whole = BigInt(divisor) * BigInt(HUNDRED_PERCENT_E4);
  const magnitude = ((gross < 0n ? -gross : gross) * 2n + whole) / (whole * 2n);
  return gross < 0n && magnitude !== 0n ? -Number(magnitude) : Number(magnitude);
}

/**
 * Tax of one line, rounded half up on its own: Xero rounds each line and then adds (its page on rounding; three lines of 76.30 in all
 * at 15 % can give 11.44 where 15 % of 76.30 is 11.445).
 */
export function lineTaxMinor(amountMinor: number, rateE4: number, lineAmountTypes: Document["lineAmountTypes"]): number {
  if (lineAmountTypes === "none") return 0;
  if (lineAmountTypes === "exclusive") return multiplyRounded(amountMinor, rateE4, HUNDRED_PERCENT_E4);
  return multiplyRounded(amountMinor, rateE4, HUNDRED_PERCENT_E4 + rateE4);
}

/** Which lines to work out anew; the others keep the tax they have (a person may have overridden it). */
export type LineChoice = (line: Line) => boolean;

/** The document with amounts, tax and totals worked out from quantities, prices and rates as Xero would. */
export function withAmounts(document: Document, rateE4Of: RateE4Of, choose: LineChoice = () => true): Document {
  const lines = document.lines.map((line) => {
    if (!choose(line)) return line;
    const amountMinor = lineAmountMinor(line, document.currency);
    const rateE4 = line.taxType === null ? 0 : rateE4Of(line.taxType);
    // A rate that is not known leaves the tax as it was said; pre-flight keeps such a document from being sent.
    const taxMinor = rateE4 === null ? line.taxMinor : lineTaxMinor(amountMinor, rateE4, document.lineAmountTypes);
    return { ...line, amountMinor, taxMinor };
  });
  return withTotals({ ...document, lines });
}

/** The document with the totals of its lines as they stand. */
export function withTotals(document: Document): Document {
  let amounts = 0;
  let taxMinor = 0;
  for (const line of document.lines) {
    amounts += line.amountMinor;
    taxMinor += line.taxMinor;
  }
  const inclusive = document.lineAmountTypes === "inclusive";
  const totalMinor = inclusive ? amounts : amounts + taxMinor;
  return {
    ...document,
    subtotalMinor: totalMinor - taxMinor,
    taxMinor,
    totalMinor,
    amountDueMinor: totalMinor - document.amountPaidMinor - document.amountCreditedMinor,
  };
}

/** Whether a number holds every amount of the document exactly; enormous quantities and prices multiply beyond that. */
export function isExact({ lines, subtotalMinor, taxMinor, totalMinor }: Pick<Document, "lines" | "subtotalMinor" | "taxMinor" | "totalMinor">): boolean {
  return [subtotalMinor, taxMinor, totalMinor, ...lines.flatMap((line) => [line.amountMinor, line.taxMinor])].every(Number.isSafeInteger);
}

/** Whether what it and what was paid of it is worth in home currency is held exactly too, at a rate that makes millions of one. */
export function isExactAtHome({ lines, totalMinor, currency, currencyRateE6, settlements = [] }: Document, homeCurrency: string): boolean {
  const largest = lines.reduce((sum, line) => sum + Math.abs(line.amountMinor) + Math.abs(line.taxMinor), Math.abs(totalMinor));
  const parts = [{ amountMinor: largest, currencyRateE6 }, ...settlements].map((part) => toHome(part.amountMinor, currency, part.currencyRateE6, homeCurrency) ?? 0);
  return Number.isSafeInteger(parts.reduce((sum, minor) => sum + Math.abs(minor), 0));
}
