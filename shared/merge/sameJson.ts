import type { Json } from "./groups.ts";

/** Whether two values of JSON are equal, whatever the order of their keys. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index += 1) if (!sameJson(a[index] as Json, b[index] as Json)) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const left = a as Readonly<Record<string, Json>>;
  const right = b as Readonly<Record<string, Json>>;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) if (!Object.hasOwn(right, key) || !sameJson(left[key]!, right[key]!)) return false;
  return true;
}

/** Nothing in it: null, or only nulls and empty lists. Such a side has nothing to lose when two records are first linked. */
export function isEmptyJson(value: Json): boolean {
  if (value === null) return true;
  if (typeof value !== "object") return false;
  const parts: readonly Json[] = Array.isArray(value) ? value : Object.values(value as Readonly<Record<string, Json>>);
  for (const part of parts) if (!isEmptyJson(part)) return false;
  return true;
}
