import type { GroupKey, Json } from "./groups.ts";
import { sameJson } from "./sameJson.ts";

/** The value of a group: its fields by name. What conflicts, proposals and audit rows keep and show. */
export type GroupValue = { readonly [field: string]: Json };

/** One group of one body type. `take` leaves everything outside the group as it is. */
export interface GroupSpec<Body> {
  key: GroupKey;
  value(body: Body): GroupValue;
  take(target: Body, source: Body): Body;
  /** The same as equal values, but where the group has a comparator of its own. */
  equal(a: Body, b: Body): boolean;
}

/** A group that is some fields of the body as they are. */
export function fields<Body extends object>(key: GroupKey, ...names: readonly (keyof Body & string)[]): GroupSpec<Body> {
  return {
    key,
    value: (body) => pick(body, names),
    take: (target, source) => ({ ...target, ...pick(source, names) }),
    equal: (a, b) => sameFields(a, b, names),
  };
}

function sameFields<Body extends object>(a: Body, b: Body, names: readonly (keyof Body & string)[]): boolean {
  for (const name of names) if (a[name] !== b[name] && !sameJson(a[name] as Json, b[name] as Json)) return false;
  return true;
}

function pick<Body extends object>(body: Body, names: readonly (keyof Body & string)[]): GroupValue {
  const value: Record<string, Json> = {};
  for (const name of names) value[name] = body[name] as Json;
  return value;
}
