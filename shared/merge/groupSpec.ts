import type { GroupKey, Json } from "./groups.ts";

/** The value of a group: its fields by name. What conflicts, proposals and audit rows keep and show. */
export type GroupValue = { readonly [field: string]: Json };

/** One group of one body type. `take` leaves everything outside the group as it is. */
export interface GroupSpec<Body> {
  key: GroupKey;
  value(body: Body): GroupValue;
  take(target: Body, source: Body): Body;
  /** Only where equality is not that of the values. */
  equal?(a: Body, b: Body): boolean;
}

/** A group that is some fields of the body as they are. */
export function fields<Body extends object>(key: GroupKey, ...names: readonly (keyof Body & string)[]): GroupSpec<Body> {
  return {
    key,
    value: (body) => pick(body, names),
    take: (target, source) => ({ ...target, ...pick(source, names) }),
  };
}

function pick<Body extends object>(body: Body, names: readonly (keyof Body & string)[]): GroupValue {
  const value: Record<string, Json> = {};
  for (const name of names) value[name] = body[name] as Json;
  return value;
}
