import type { LocalDate } from "../dates.ts";
import { monthName, monthOf } from "../months.ts";

/** "Xero's books are locked up to 30 September 2026." */
export function lockedUpTo(lock: LocalDate): string {
  return `Xero's books are locked up to ${Number(lock.slice(8))} ${monthName(monthOf(lock))}.`;
}
