import type { SyncedKind } from "../records/kinds.ts";
import type { RecordBodies } from "../records/record.ts";

/**
 * Field groups: the fields of a record that are decided together. A key is a family, or a family and what it is about:
 * "money", "phone:mobile", "coding:{our line id}", "text:{our line id}".
 */
export type GroupKey = string;

/** The families that policy speaks of. */
export const GROUP_FAMILIES = [
  "name", "email", "taxNumber", "accountNumber", "phone", "address", "persons", "terms", "status",
  "coding", "money", "text", "identity", "reference", "dueDate", "heading", "allocations", "payment",
] as const;
export type GroupFamily = (typeof GROUP_FAMILIES)[number];

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type SyncedBody = RecordBodies[SyncedKind];

export function familyOf(group: GroupKey): GroupFamily {
  const colon = group.indexOf(":");
  return (colon < 0 ? group : group.slice(0, colon)) as GroupFamily;
}
