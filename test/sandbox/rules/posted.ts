import { dateFromWire, type LocalDate } from "../dates.ts";

/** One element of a request body, as JSON gave it. */
export type Posted = Record<string, unknown>;

/** The body could be read as JSON, but not as this document: Xero's ErrorNumber 14 (facts §5.12). */
export class PostDataInvalid extends Error {
  override readonly name = "PostDataInvalid";
}

export const isPosted = (value: unknown): value is Posted => typeof value === "object" && value !== null && !Array.isArray(value);

/** Absent and null both mean "leave it". A number or boolean is read as its text, as Xero's JSON reader does. */
export function text(posted: Posted, field: string): string | undefined {
  const value = posted[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new PostDataInvalid(`Error converting value to type 'System.String'. Path '${field}'`);
}

export function date(posted: Posted, field: string): LocalDate | undefined {
  const value = posted[field];
  if (value === undefined || value === null || value === "") return undefined;
  const read = dateFromWire(value);
  if (read === undefined) throw new PostDataInvalid(`The string '${String(value)}' is not a valid AllXsd value.`);
  return read;
}

export function number(posted: Posted, field: string): number | undefined {
  const value = posted[field];
  if (value === undefined || value === null || value === "") return undefined;
  const read = typeof value === "string" ? Number(value) : value;
  if (typeof read !== "number" || !Number.isFinite(read)) {
    throw new PostDataInvalid(`Could not convert string to decimal: ${String(value)}. Path '${field}'`);
  }
  return read;
}

export function flag(posted: Posted, field: string): boolean | undefined {
  const value = posted[field];
  if (value === undefined || value === null || value === "") return undefined;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new PostDataInvalid(`Could not convert string to boolean: ${String(value)}. Path '${field}'`);
}

/** One of a closed list, compared as Xero does: without regard to case (U for statuses; harmless). */
export function oneOf<T extends string>(posted: Posted, field: string, allowed: readonly T[]): T | undefined {
  const value = text(posted, field);
  if (value === undefined || value === "") return undefined;
  const found = allowed.find((choice) => choice.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw new PostDataInvalid(`Error converting value "${value}" to type '${field}'`);
  return found;
}

export function child(posted: Posted, field: string): Posted | undefined {
  const value = posted[field];
  if (value === undefined || value === null) return undefined;
  if (!isPosted(value)) throw new PostDataInvalid(`Cannot deserialize the current JSON value into '${field}'`);
  return value;
}

export function children(posted: Posted, field: string): Posted[] | undefined {
  const value = posted[field];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw new PostDataInvalid(`Cannot deserialize the current JSON value into '${field}': a list is expected`);
  return value.map((element) => {
    if (!isPosted(element)) throw new PostDataInvalid(`Cannot deserialize an element of '${field}'`);
    return element;
  });
}

const guidForm = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** An id in Xero's own form (lower case, dashes), or undefined when the text is no GUID. */
export function asGuid(value: string): string | undefined {
  const trimmed = value.trim().replace(/^\{(.*)\}$/, "$1");
  if (!guidForm.test(trimmed)) return undefined;
  const hex = trimmed.replaceAll("-", "").toLowerCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function guid(posted: Posted, field: string): string | undefined {
  const value = text(posted, field);
  if (value === undefined || value === "") return undefined;
  const read = asGuid(value);
  if (read === undefined) throw new PostDataInvalid(`Error converting value "${value}" to type 'System.Guid'. Path '${field}'`);
  return read;
}

/** Collects "The field X must be a string with a maximum length of N" for every text that is too long. */
export function tooLong(posted: Posted, limits: Record<string, number>): string[] {
  const errors: string[] = [];
  for (const [field, limit] of Object.entries(limits)) {
    const value = posted[field];
    if (typeof value === "string" && value.length > limit) errors.push(`The field ${field} must be a string with a maximum length of ${limit}.`);
  }
  return errors;
}
