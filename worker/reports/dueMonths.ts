import { addDays, dayInZone } from "../../shared/dates.ts";
import { type Month, monthAfter, monthOf, monthsFrom } from "../../shared/months.ts";

interface Closing {
  now: number;
  timeZone: string;
  /** When the firm connected the organisation for the first time: its months before that were never watched from here. */
  createdAt: number;
  closedTo: Month | null;
  readAt: number | null;
}

/**
 * Months that are over and not closed yet, oldest first. A month that has just ended waits until Xero was read once after its end, so
 * that what was booked on its last evening is in it; where Xero cannot be read it is closed a day later with what is known.
 */
export function dueMonths({ now, timeZone, createdAt, closedTo, readAt }: Closing): Month[] {
  if (readAt === null) return [];
  const today = dayInZone(now, timeZone);
  const first = closedTo === null ? monthOf(dayInZone(createdAt, timeZone)) : monthAfter(closedTo);
  const last = monthAfter(monthOf(today), -1);
  const readInMonth = monthOf(dayInZone(readAt, timeZone));
  const aDayAgo = monthOf(addDays(today, -1));
  return monthsFrom(first, last).filter((month) => month < readInMonth || month < aDayAgo);
}
