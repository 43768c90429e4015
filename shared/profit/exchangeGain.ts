import { allocate, divideRounded, toHome } from "../money.ts";
import type { Document } from "../records/document.ts";
import { scaledShares } from "./scaledShares.ts";

/**
 * How much more in home currency the money and credits applied to a document are worth at their own rates than at the document's. Of the
 * whole document, tax included: the tax was fixed at the document's rate, so what its part brings more or less is gained or lost too.
 * Once all is applied at other rates this is, to the cent, what came in (each payment converted once) less the document's total.
 * What is applied at the document's own rate, or at a rate that Xero does not tell, gains nothing.
 */
export function exchangeGain(document: Document, homeCurrency: string): number {
  const { settlements = [], currency, currencyRateE6, totalMinor } = document;
  const elsewhere = settlements.filter((one) => one.currencyRateE6 !== currencyRateE6);
  const wholeMinor = toHome(totalMinor, currency, currencyRateE6, homeCurrency);
  if (elsewhere.length === 0 || wholeMinor === null || totalMinor === 0) return 0;
  const appliedMinor = document.amountPaidMinor + document.amountCreditedMinor;
  const elsewhereMinor = elsewhere.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const broughtMinor = elsewhere.reduce((sum, one) => sum + (toHome(one.amountMinor, currency, one.currencyRateE6, homeCurrency) ?? 0), 0);
  // What the document's own rate says of a part of it, rounded so that parts which add up to the total add up to its home amount.
  const partMinor = (minor: number): number => divideRounded(BigInt(wholeMinor) * BigInt(minor), BigInt(totalMinor));
  return broughtMinor - (partMinor(appliedMinor) - partMinor(appliedMinor - elsewhereMinor));
}

/** A gain divided over lines by what they earn or cost, largest remainder: the parts add up to it. */
export function gainByLine(gainMinor: number, netMinor: readonly number[]): number[] {
  const total = netMinor.reduce((sum, net) => sum + net, 0);
  if (total === 0) return allocate(gainMinor, netMinor);
  const sign = total < 0 ? -1n : 1n;
  return scaledShares(netMinor, sign * BigInt(gainMinor), sign * BigInt(total));
}
