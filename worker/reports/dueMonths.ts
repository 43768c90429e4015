import { dayInZone } from "../../shared/dates.ts";
import { REPORTS } from "../../shared/limits.ts";
import { type Month, monthAfter, monthOf, monthsFrom } from "../../shared/months.ts";

interface Closing {
  now: number;
  timeZone: string;
  /** When the firm connected the organisation for the first time: its months before that were never watched from here. */
  createdAt: number;
  closedTo: Month | null;
  readAt: number | null;
  /** The month that was seen to wait for Xero last, and since when. */
  unread: { month: Month; since: number } | null;
}

interface Due {
  /** Months that are over and may be closed, oldest first. */
  months: Month[];
  /** The newest month that is over and still waits for Xero to be read; null where none does. */
  unread: Month | null;
}

/**
 * A month that has just ended waits until Xero was read once after its end, so that what was booked on its last evening is in it. Where Xero cannot
 * be read it is closed a day later with what is known: a day of trying, so that after a standstill or a reconnect the first rounds come before.
 */
export function dueMonths({ now, timeZone, createdAt, closedTo, readAt, unread }: Closing): Due {
  if (readAt === null) return { months: [], unread: null };
  const first = closedTo === null ? monthOf(dayInZone(createdAt, timeZone)) : monthAfter(closedTo);
  const last = monthAfter(monthOf(dayInZone(now, timeZone)), -1);
  const over = monthsFrom(first, last);
  const readInMonth = monthOf(dayInZone(readAt, timeZone));
  if (unread?.month === last && now - unread.since >= REPORTS.unreadForMs) return { months: over, unread: null };
  const months = over.filter((month) => month < readInMonth);
  return { months, unread: months.length < over.length ? last : null };
}
