import type { MonthSummary } from "../api/reportShapes.ts";
import { formatMinor } from "../money.ts";
import { monthName } from "../months.ts";

/** A month in one breath, for a message and for the dashboard's first page. */
export function monthSentence({ month, currency, organisation: { now }, receivables }: MonthSummary): string {
  const money = (minor: number): string => `${currency} ${formatMinor(minor, currency)}`;
  const margin = now.marginE2 === null ? money(now.marginMinor) : `${money(now.marginMinor)} (${(Math.round(now.marginE2 / 10) / 10).toFixed(1)} %)`;
  const late = receivables.totalMinor - receivables.currentMinor;
  const owed = receivables.totalMinor === 0 ? "Nobody owes anything." : `Clients owe ${money(receivables.totalMinor)}${late === 0 ? "" : `, of which ${money(late)} is overdue`}.`;
  return `${monthName(month)}: invoiced ${money(now.invoicedMinor)}, collected ${money(now.collectedMinor)}, margin ${margin}. ${owed}`;
}
