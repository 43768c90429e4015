import type { Count, CountRow } from "../../shared/suggest/types.ts";
import { codingOf, type Labels } from "./labels.ts";

/**
 * A row from "coding at lines weight,…": the store keeps a clock per count, so that learning touches one; here all weights are
 * brought to the newest.
 */
export function readCounts(text: string, decay: number, labels: Labels): CountRow {
  const stored = text.split(",").map((part) => part.split(" "));
  const at = stored.reduce((newest, [, when]) => Math.max(newest, Number(when)), 0);
  const counts = stored.map(([coding, when, lines, weight]): Count => ({ ...codingOf(labels, Number(coding)), lines: Number(lines), weight: Number(weight) * decay ** (at - Number(when)) }));
  return { at, counts };
}
