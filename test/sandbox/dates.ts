/** A calendar day, "2026-11-23". Xero's business dates are days, never instants (facts §5.1). */
export type LocalDate = string;

const dayMs = 86_400_000;

function localDateFromMs(ms: number): LocalDate {
  return new Date(ms).toISOString().slice(0, 10);
}

export function msFromLocalDate(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return localDateFromMs(msFromLocalDate(date) + days * dayMs);
}

/** Whether the text is a day that exists: 2026-02-30 is not. */
export function isLocalDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && localDateFromMs(msFromLocalDate(text)) === text;
}

/** `/Date(1552522535440+0000)/`, the form of every date Xero answers in JSON (facts §5.1). */
export const wireInstant = (ms: number) => `/Date(${ms}+0000)/`;
export const wireDate = (date: LocalDate) => `/Date(${msFromLocalDate(date)}+0000)/`;
export const wireDateString = (date: LocalDate) => `${date}T00:00:00`;
/** UpdatedDateUTCString, on documents since 16 July 2026 (facts §5.1). */
export const wireInstantString = (ms: number) => new Date(ms).toISOString().replace(/Z$/, "");

/**
 * The day a client sent: YYYY-MM-DD, the same with a time of day, or Microsoft's form. The day is the one written, whatever
 * the zone; undefined when it is none.
 */
export function dateFromWire(value: unknown): LocalDate | undefined {
  if (typeof value !== "string") return undefined;
  const microsoft = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(value);
  if (microsoft) return localDateFromMs(Number(microsoft[1]));
  const written = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(value);
  return written?.[1] !== undefined && isLocalDate(written[1]) ? written[1] : undefined;
}

/** Xero names zones in Windows' way (Organisation.Timezone); these are the ones the stand-in's firms live in. */
const zones: Record<string, string> = {
  AUSEASTERNSTANDARDTIME: "Australia/Sydney",
  EAUSTRALIASTANDARDTIME: "Australia/Brisbane",
  WAUSTRALIASTANDARDTIME: "Australia/Perth",
  CENAUSTRALIASTANDARDTIME: "Australia/Adelaide",
  NEWZEALANDSTANDARDTIME: "Pacific/Auckland",
  GMTSTANDARDTIME: "Europe/London",
  UTC: "UTC",
};

const formats = new Map<string, Intl.DateTimeFormat>();
const lastDay = new Map<string, { fromMs: number; toMs: number; date: LocalDate }>();

/** The organisation's own calendar day at this instant. */
export function dayInZone(ms: number, timezone: string): LocalDate {
  const known = lastDay.get(timezone);
  if (known && ms >= known.fromMs && ms < known.toMs) return known.date;
  const zone = zones[timezone] ?? "UTC";
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(zone, format);
  }
  const date = format.format(ms);
  // All zones above keep to quarter hours, so within one the day cannot change: formatting is the slow part of a request.
  const fromMs = Math.floor(ms / 900_000) * 900_000;
  lastDay.set(timezone, { fromMs, toMs: fromMs + 900_000, date });
  return date;
}
