import { amountDistance } from "./amountDistance.ts";
import { roundness } from "./amounts.ts";
import type { Prepared } from "./prepare.ts";
import type { Coding, Neighbour, Target } from "./types.ts";

/** How many of the supplier's newest lines are looked at. */
export const neighbourCap = 48;

export const neighbourFeatureNames = [
  "last", "last-3", "last-8", "near-amount", "same-amount", "near-text", "near-both", "after-last", "same-day-of-month", "nearest", "same-roundness",
] as const;

/**
 * Votes of the supplier's newest lines for each candidate, each a share in 0..1: the last line, the last three, eight, lines
 * near in amount, of the same amount, near in text, near in both, what followed the last coding before, the same day of the
 * month, the single nearest line, and lines with as round an amount (these after one vote for none, as a single line proves little).
 */
export function neighbourFeatures(
  target: Target, given: Partial<Coding>, prepared: Prepared, neighbours: readonly Neighbour[], index: ReadonlyMap<string, number>,
): Float64Array[] {
  const votes = neighbourFeatureNames.map(() => new Float64Array(index.size));
  const totals = new Float64Array(neighbourFeatureNames.length);
  const vote = (feature: number, value: string, weight: number): void => {
    totals[feature] = (totals[feature] ?? 0) + weight;
    const at = index.get(value);
    const into = votes[feature];
    if (at !== undefined && into !== undefined) into[at] = (into[at] ?? 0) + weight;
  };
  const words = new Set(prepared.textWords);
  totals[10] = 1;
  let nearest = -1;
  let nearestValue = "";
  let used = 0;
  let previous: string | null = null;
  const newest = neighbours.find((line) => agrees(line, given))?.[target];
  for (const line of neighbours) {
    if (used >= neighbourCap) break;
    if (!agrees(line, given)) continue;
    const value = line[target];
    if (used < 1) vote(0, value, 1);
    if (used < 3) vote(1, value, 1);
    if (used < 8) vote(2, value, 1);
    const age = 0.97 ** used;
    const near = Math.exp(-3 * amountDistance(line.amountMinor, prepared.line.amountMinor));
    vote(3, value, near * age + 1e-6);
    if (line.amountMinor === prepared.line.amountMinor) vote(4, value, age);
    const alike = likeness(words, line.words);
    if (words.size > 0) vote(5, value, alike * alike * age + 1e-6);
    const both = age * (0.05 + near) * (0.05 + alike * alike);
    vote(6, value, both);
    if (previous !== null && value === newest) vote(7, previous, age);
    if (Math.abs(prepared.dayOfMonth - Number(line.date.slice(8, 10))) <= 2) vote(8, value, age);
    if (roundness(line.amountMinor) === prepared.roundness) vote(10, value, age);
    if (both > nearest) {
      nearest = both;
      nearestValue = value;
    }
    previous = value;
    used++;
  }
  if (nearest >= 0) vote(9, nearestValue, 1);
  return votes.map((values, feature) => {
    const total = totals[feature] ?? 0;
    return total > 0 ? values.map((value) => value / total) : values;
  });
}

function agrees(line: Neighbour, given: Partial<Coding>): boolean {
  return (given.account === undefined || line.account === given.account) && (given.tax === undefined || line.tax === given.tax)
    && (given.project === undefined || line.project === given.project);
}

/** Share of common words (Jaccard). */
function likeness(words: ReadonlySet<string>, other: readonly string[]): number {
  if (words.size === 0) return 0;
  let common = 0;
  for (const word of other) if (words.has(word)) common++;
  const union = words.size + other.length - common;
  return union === 0 ? 0 : common / union;
}
