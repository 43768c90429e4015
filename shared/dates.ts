import { TIME_ZONES } from "./timeZones.ts";

/** A calendar day, "2026-11-23". Xero's business dates are days in the organisation's zone, never instants. */
export type LocalDate = string;

/** Milliseconds since 1970 UTC. */
export type Instant = number;

const DAY_MS = 86_400_000;
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether the text is a day that exists: 2026-02-30 is not. */
export function isLocalDate(text: string): boolean {
  const match = ISO_DAY.exec(text);
  if (!match) return false;
  return dayOfInstant(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))) === text;
}

function dayOfInstant(at: Instant): LocalDate {
  return new Date(at).toISOString().slice(0, 10);
}

export function addDays(day: LocalDate, days: number): LocalDate {
  return dayOfInstant(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
}

/** Days from the first to the second, negative when the second is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

const MICROSOFT = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * The day in a date of Xero's: `/Date(ms+0000)/`, `2026-11-23` or `2026-11-23T00:00:00`. Xero writes a day as its midnight in UTC, so the
 * UTC day is the day; converting zones is the classic mistake. Null when it is no day.
 */
export function parseXeroDate(value: unknown): LocalDate | null {
  if (typeof value !== "string") return null;
  const microsoft = MICROSOFT.exec(value);
  if (microsoft) {
    const at = Number(microsoft[1]);
    return Math.abs(at) < 8.64e15 ? dayOfInstant(at) : null;
  }
  const day = value.slice(0, 10);
  return (value.length === 10 || ISO_INSTANT.test(value)) && isLocalDate(day) ? day : null;
}

/** The instant in `/Date(ms+0000)/` or an ISO text (without a zone: UTC, as UpdatedDateUTCString is). Null when it is none. */
export function parseXeroInstant(value: unknown): Instant | null {
  if (typeof value !== "string") return null;
  const microsoft = MICROSOFT.exec(value);
  if (microsoft) return Number(microsoft[1]);
  if (!ISO_INSTANT.test(value)) return null;
  const at = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(at) ? null : at;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day at an instant in an IANA zone: what "today" means for lock dates. */
export function dayInZone(at: Instant, timeZone: string): LocalDate {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

/** Xero's Timezone enumeration ("AUSEASTERNSTANDARDTIME") as an IANA zone; null when it is not one we know. */
export function ianaZone(xeroTimezone: string): string | null {
  return TIME_ZONES[xeroTimezone.toUpperCase().replaceAll(/[^A-Z0-9]/g, "")] ?? null;
}
