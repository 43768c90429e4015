import { homeFactor } from "../money.ts";
import type { Document } from "../records/document.ts";
import { scaledShares } from "./scaledShares.ts";

/**
 * What each line earns or costs without tax, in home currency at the document's rate. The document is converted once, as a whole, and
 * divided over its lines, so that they add up to it. Null while the rate is not known: then nothing can be said in home currency.
 */
export function homeByLine(document: Document, homeCurrency: string): number[] | null {
  const { lines, lineAmountTypes, currency, currencyRateE6 } = document;
  const net = lines.map((line) => (lineAmountTypes === "inclusive" ? line.amountMinor - line.taxMinor : line.amountMinor));
  if (currency === homeCurrency) return net;
  const factor = homeFactor(currency, currencyRateE6, homeCurrency);
  return factor === null ? null : scaledShares(net, factor.numerator, factor.denominator);
}
