import { isExact, withAmounts } from "../../../shared/documentAmounts.ts";
import { familyOf, type Json } from "../../../shared/merge/groups.ts";
import type { Document } from "../../../shared/records/document.ts";

type Side = "ours" | "xero";

export interface Sides {
  group: string;
  ours: Json;
  xero: Json;
}

/**
 * A field group with each field from the side a person chose. `choice` is keyed by the paths of fieldRows: object keys, and line ids
 * inside lists. Mixed money is added up anew, because half of each side's total is nobody's total.
 *
 * @returns a side when every field came from it, else the value; null when a mixed document has no total that a number can hold.
 */
export function chosenValue({ group, ours, xero }: Sides, choice: Readonly<Record<string, Side>>, rateE4Of: (taxType: string | null) => number): Side | { value: Json } | null {
  const chosen = new Set(Object.values(choice));
  if (chosen.size === 1) return chosen.has("ours") ? "ours" : "xero";
  // Whatever is not among the differing fields is equal on both sides, so either side will do to begin with.
  const value = structuredClone(xero) as Json;
  for (const [path, side] of Object.entries(choice)) if (side === "ours") copy(value, ours, path.split("."));
  if (familyOf(group) !== "money") return { value };
  const money = value as unknown as Document;
  const { lines, subtotalMinor, taxMinor, totalMinor } = withAmounts(money, rateE4Of);
  return isExact({ lines, subtotalMinor, taxMinor, totalMinor }) ? { value: { ...money, lines, subtotalMinor, taxMinor, totalMinor } as unknown as Json } : null;
}

type Node = Record<string, unknown> | { id: string }[];

/** Puts what `from` has at `path` into the same place of `into`; what it lacks is taken away. */
function copy(into: unknown, from: unknown, path: readonly string[]): void {
  const [key, ...rest] = path;
  if (key === undefined || typeof into !== "object" || into === null) return;
  const theirs = member(from as Node, key);
  if (rest.length > 0) return copy(member(into as Node, key), theirs, rest);
  if (!Array.isArray(into)) {
    (into as Record<string, unknown>)[key] = structuredClone(theirs);
    return;
  }
  const list = into as { id: string }[];
  const index = list.findIndex(({ id }) => id === key);
  if (theirs === undefined && index >= 0) list.splice(index, 1);
  else if (theirs !== undefined && index < 0) list.push(structuredClone(theirs) as { id: string });
}

function member(node: Node | null | undefined, key: string): unknown {
  return Array.isArray(node) ? node.find(({ id }) => id === key) : node?.[key];
}
