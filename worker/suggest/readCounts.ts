import type { Count, CountRow } from "../../shared/suggest/types.ts";
import { codingOf, type Labels } from "./labels.ts";

/** Weights are read as integers of this fraction: exact enough to weigh, and a third faster to write out than decimals. */
export const WEIGHT_UNIT = 2 ** 24;

/** Numbers of one count in the text of a row. */
const WIDTH = 4;

/**
 * A row from "[coding,at,lines,weight, coding,…]": the store keeps a clock per count, so that learning touches one; here all weights are
 * brought to the newest.
 */
export function readCounts(text: string, decay: number, labels: Labels): CountRow {
  const stored = JSON.parse(text) as number[];
  let at = 0;
  for (let i = 1; i < stored.length; i += WIDTH) at = Math.max(at, stored[i]!);
  const counts: Count[] = [];
  for (let i = 0; i < stored.length; i += WIDTH) {
    const { account, tax, project } = codingOf(labels, stored[i]!);
    const age = at - stored[i + 1]!;
    const weight = stored[i + 3]! / WEIGHT_UNIT;
    counts.push({ account, tax, project, lines: stored[i + 2]!, weight: age === 0 ? weight : weight * decay ** age });
  }
  return { at, counts };
}
