import { addDays, type LocalDate } from "./dates.ts";

/** A month of the calendar, "2026-10". Sorts as text. */
export type Month = string;

const MONTH = /^(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])$/;
const NAMES = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export function isMonth(text: string): boolean {
  return MONTH.test(text);
}

export function monthOf(day: LocalDate): Month {
  return day.slice(0, 7);
}

/** The month so many months later; earlier where `by` is negative. */
export function monthAfter(month: Month, by = 1): Month {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  return `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}`;
}

export function lastDayOf(month: Month): LocalDate {
  return addDays(`${monthAfter(month)}-01`, -1);
}

/** Every month from the first to the last, both included; none when the last is before the first. */
export function monthsFrom(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

/** "October 2026". */
export function monthName(month: Month): string {
  return `${NAMES[Number(month.slice(5)) - 1] ?? month} ${month.slice(0, 4)}`;
}
