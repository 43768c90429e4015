import type { LocalDate } from "../dates.ts";
import type { Writing } from "../world.ts";
import { messages } from "./outcome.ts";

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const spoken = (date: LocalDate) => `${Number(date.slice(8))} ${months[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;

/** Why nothing may be posted on that day: dates up to and including a lock date are locked (facts §5.8). */
export function lockErrors(writing: Writing, ...dates: LocalDate[]): string[] {
  const { endOfYearLockDate, periodLockDate } = writing.books.organisation;
  if (endOfYearLockDate !== undefined && dates.some((date) => date <= endOfYearLockDate)) return [messages.yearLocked(spoken(endOfYearLockDate))];
  const adviserMay = writing.actor.isAdviser && writing.world.state.assumptions.adviserWritesLockedPeriod === "yes";
  if (periodLockDate !== undefined && !adviserMay && dates.some((date) => date <= periodLockDate)) {
    return [messages.periodLocked(spoken(periodLockDate))];
  }
  return [];
}
