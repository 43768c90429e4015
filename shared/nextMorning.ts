import type { Instant } from "./dates.ts";

const HOUR_MS = 3_600_000;
const MORNING = 7;

/** The next full hour that is seven o'clock in this zone: when people begin to read what the night brought. */
export function nextMorning(after: Instant, timeZone: string): Instant {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" });
  const first = (Math.floor(after / HOUR_MS) + 1) * HOUR_MS;
  for (let hours = 0; hours < 25; hours += 1) {
    const at = first + hours * HOUR_MS;
    if (Number(format.format(at)) === MORNING) return at;
  }
  // A day whose seven o'clock a change of the clocks left out.
  return first + 24 * HOUR_MS;
}
