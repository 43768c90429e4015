import type { LocalDate } from "../dates.ts";

/** What is known of the money and credits applied to one document. In its own currency. */
export interface Applied {
  date: LocalDate;
  appliedMinor: number;
  fullyPaidOn: LocalDate | null;
}

/**
 * What was applied to a document at the end of a day: all there is now less what we know to be dated later. Where no dated payment is known
 * at all (it lies outside of what we may read), a document that Xero says was paid in full later counts as unpaid until then.
 *
 * @param laterMinor payments and allocations of it that are dated after the day.
 */
export function appliedAt({ date, appliedMinor, fullyPaidOn }: Applied, day: LocalDate, laterMinor: number): number {
  if (date > day) return 0;
  if (laterMinor === 0) return fullyPaidOn !== null && fullyPaidOn > day ? 0 : appliedMinor;
  return Math.max(0, appliedMinor - laterMinor);
}
