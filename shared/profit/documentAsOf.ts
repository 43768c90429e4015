import type { LocalDate } from "../dates.ts";
import type { Document, Settlement } from "../records/document.ts";
import { appliedAt } from "./appliedAt.ts";
import type { LaterApplication } from "./monthRows.ts";

/**
 * A document as it stood at the end of a day, for the figures that are made of it: what was applied later is taken off again, each part with
 * the rate it came at. Its lines and status are today's: what was corrected since is meant to be seen as a change.
 */
export function documentAsOf(document: Document, day: LocalDate, applications: readonly LaterApplication[]): Document {
  const later = applications.filter(({ date }) => date > day);
  const now = document.amountPaidMinor + document.amountCreditedMinor;
  const appliedMinor = appliedAt({ date: document.date, appliedMinor: now, fullyPaidOn: document.fullyPaidOn }, day, later.reduce((sum, one) => sum + one.amountMinor, 0));
  if (appliedMinor === now) return document;
  return { ...document, amountPaidMinor: appliedMinor, amountCreditedMinor: 0, fullyPaidOn: null, settlements: appliedMinor === 0 ? [] : settledUntil(document.settlements ?? [], later) };
}

/** Settlements have no date: one that equals a later payment is that payment. A credit's rate stands in the credit alone, so its amount must do. */
function settledUntil(settlements: readonly Settlement[], later: readonly LaterApplication[]): Settlement[] {
  const left = [...settlements];
  for (const { amountMinor, rateE6 } of later) {
    const same = left.findIndex((one) => one.amountMinor === amountMinor && one.currencyRateE6 === rateE6);
    const at = same >= 0 ? same : left.findIndex((one) => one.amountMinor === amountMinor);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}
