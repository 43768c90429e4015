import { parseXeroDate, parseXeroInstant, type Instant, type LocalDate } from "../dates.ts";
import { minorDigits, parseScaled } from "../money.ts";
import type { Elsewhere, FromXeroContext, Raw, Unmappable, Unresolved } from "./mapped.ts";

/** Ends the reading of one record from deep inside it; never leaves `reading`. */
class CannotRead extends Error {
  readonly outcome: Unmappable | Unresolved | Elsewhere;
  constructor(outcome: Unmappable | Unresolved | Elsewhere) {
    super(outcome.type);
    this.outcome = outcome;
  }
}

/** Runs a reader of one record; what cannot be read comes back as a value, with the record's id where it has one. */
export function reading<T>(raw: Raw, idField: string, read: () => T): T | Unmappable | Unresolved | Elsewhere {
  try {
    return read();
  } catch (error) {
    if (error instanceof CannotRead) return { ...error.outcome, xeroId: typeof raw[idField] === "string" ? raw[idField] : null };
    throw error;
  }
}

export function cannotMap(reason: string): never {
  throw new CannotRead({ ok: false, type: "unmappable", xeroId: null, reason });
}

export function shownElsewhere(reason: string): never {
  throw new CannotRead({ ok: false, type: "elsewhere", xeroId: null, reason });
}

/** Our id of the record that Xero's id names, or the end of this reading until it is known. */
export function ourIdOf(context: FromXeroContext, kind: Unresolved["needs"]["kind"], xeroId: string): string {
  const id = context.recordIdOf(kind, xeroId);
  if (id === null) throw new CannotRead({ ok: false, type: "unresolved", xeroId: null, needs: { kind, xeroId } });
  return id;
}

/** Trimmed text; absent, null and "" are all null. */
export function text(raw: Raw, field: string): string | null {
  const value = raw[field];
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value.trim() === "" ? null : value.trim();
  if (typeof value === "number") return String(value);
  return cannotMap(`${field} is not a text`);
}

export function requiredText(raw: Raw, field: string): string {
  return text(raw, field) ?? cannotMap(`${field} is missing`);
}

/** Strings are true in Xero's examples of some kinds ("IsReconciled": "false"). */
export function flag(raw: Raw, field: string): boolean {
  return raw[field] === true || raw[field] === "true";
}

export function date(raw: Raw, field: string): LocalDate | null {
  const value = raw[field];
  if (value === undefined || value === null || value === "") return null;
  return parseXeroDate(value) ?? cannotMap(`${field} is not a date: ${JSON.stringify(value)}`);
}

export function requiredDate(raw: Raw, field: string): LocalDate {
  return date(raw, field) ?? cannotMap(`${field} is missing`);
}

/** Absent UpdatedDateUTC reads as 0: older than everything. */
export function updatedAt(raw: Raw): Instant {
  const value = raw["UpdatedDateUTC"] ?? raw["UpdatedDateUTCString"];
  if (value === undefined || value === null) return 0;
  return parseXeroInstant(value) ?? cannotMap(`UpdatedDateUTC is not an instant: ${JSON.stringify(value)}`);
}

/** An amount in minor units; absent is null. More decimals than the currency has cannot be kept, so they cannot be mapped. */
export function minor(raw: Raw, field: string, currency: string): number | null {
  const value = raw[field];
  const digits = minorDigits(currency);
  // Xero keeps two decimals of yen too, so that a tax may have some: a plain sentence, because a person meets it.
  if (digits === 0 && typeof value === "number" && Number.isFinite(value) && !Number.isInteger(value))
    return cannotMap(`${FIELDS[field] ?? field} is ${currency} ${value}, and ${currency} has no decimals. Give its lines and its tax whole amounts in Xero`);
  return scaled(raw, field, digits);
}

const FIELDS: Readonly<Record<string, string>> = {
  Total: "its total", SubTotal: "its subtotal", TotalTax: "its tax", TaxAmount: "the tax of a line", LineAmount: "the amount of a line", AmountDue: "what is due", AmountPaid: "what is paid", AmountCredited: "what is credited", Amount: "its amount",
};

export function scaled(raw: Raw, field: string, digits: number): number | null {
  const value = raw[field];
  if (value === undefined || value === null) return null;
  return parseScaled(value, digits) ?? cannotMap(`${field} is no number with at most ${digits} decimals: ${JSON.stringify(value)}`);
}

/** Exchange rates come with more digits than we keep; the sixth is rounded. Null in home currency. */
export function rateE6(raw: Raw, currency: string, homeCurrency: string): number | null {
  const value = raw["CurrencyRate"];
  if (currency === homeCurrency || value === undefined || value === null) return null;
  const rate = parseScaled(value, 6, true);
  return rate !== null && rate > 0 ? rate : cannotMap(`CurrencyRate is not a rate: ${JSON.stringify(value)}`);
}

/** One of Xero's words in ours. A word we do not know cannot be mapped. */
export function word<T>(raw: Raw, field: string, words: Readonly<Record<string, T>>): T {
  const value = requiredText(raw, field);
  const ours = Object.hasOwn(words, value) ? words[value] : undefined;
  return ours ?? cannotMap(`${field} ${value} is not known`);
}

export function child(raw: Raw, field: string): Raw | null {
  const value = raw[field];
  if (value === undefined || value === null) return null;
  if (typeof value !== "object" || Array.isArray(value)) cannotMap(`${field} is not an object`);
  return value as Raw;
}

export function children(raw: Raw, field: string): readonly Raw[] {
  const value = raw[field];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) cannotMap(`${field} is not a list`);
  return value.map((item: unknown) => (typeof item === "object" && item !== null ? (item as Raw) : cannotMap(`${field} holds something that is no object`)));
}
