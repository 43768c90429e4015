import type { Question } from "./evidence.ts";
import type { Coding, Neighbour } from "./types.ts";

/** How many of the supplier's newest lines are looked at. */
export const neighbourCap = 48;

export const neighbourFeatureNames = [
  "last", "last-3", "last-8", "near-amount", "same-amount", "near-text", "near-both", "after-last", "same-day-of-month", "nearest", "same-roundness",
] as const;

/** What a line's vote keeps, by how many newer ones there are. */
const ages = Array.from({ length: neighbourCap }, (_, newer) => 0.97 ** newer);

/**
 * Votes of the supplier's newest lines for each candidate, each a share in 0..1: the last line, the last three, eight, lines
 * near in amount, of the same amount, near in text, near in both, what followed the last coding before, the same day of the
 * month, the single nearest line, and lines with as round an amount (these after one vote for none, as a single line proves little).
 * One block per feature, with a number for each of the `size` candidates; `placeOf` says which of them a value is, or -1.
 */
export function neighbourFeatures({ target, given, line }: Question, size: number, placeOf: (value: string) => number): Float64Array {
  const { prepared, memory, likenesses } = line;
  const values = line.valuesOf(target);
  const votes = new Float64Array(neighbourFeatureNames.length * size);
  const totals: number[] = neighbourFeatureNames.map((name) => (name === "same-roundness" ? 1 : 0));
  /** `at` is a candidate, or -1. */
  const vote = (feature: number, at: number, weight: number): void => {
    totals[feature] = (totals[feature] ?? 0) + weight;
    if (at >= 0) votes[feature * size + at] = (votes[feature * size + at] ?? 0) + weight;
  };
  const hasText = prepared.textWords.length > 0;
  let nearest = -1;
  let nearestAt = -1;
  let used = 0;
  let newest = "";
  let previous = -1;
  for (let n = 0; n < memory.neighbours.length && used < neighbourCap; n++) {
    const earlier = memory.neighbours[n];
    const like = likenesses[n];
    if (earlier === undefined || like === undefined || !agrees(earlier, given)) continue;
    const value = values[n] ?? "";
    const at = placeOf(value);
    if (used === 0) newest = value;
    if (used < 1) vote(0, at, 1);
    if (used < 3) vote(1, at, 1);
    if (used < 8) vote(2, at, 1);
    const age = ages[used] ?? 0;
    const alike = like.alike * like.alike;
    vote(3, at, like.near * age + 1e-6);
    if (like.sameAmount) vote(4, at, age);
    if (hasText) vote(5, at, alike * age + 1e-6);
    const both = age * (0.05 + like.near) * (0.05 + alike);
    vote(6, at, both);
    if (used > 0 && value === newest) vote(7, previous, age);
    if (like.sameDay) vote(8, at, age);
    if (like.sameRoundness) vote(10, at, age);
    if (both > nearest) {
      nearest = both;
      nearestAt = at;
    }
    previous = at;
    used++;
  }
  if (nearest >= 0) vote(9, nearestAt, 1);
  totals.forEach((total, feature) => {
    if (total > 0) for (let i = feature * size; i < (feature + 1) * size; i++) votes[i] = (votes[i] ?? 0) / total;
  });
  return votes;
}

function agrees(line: Neighbour, given: Partial<Coding>): boolean {
  return (given.account === undefined || line.account === given.account) && (given.tax === undefined || line.tax === given.tax)
    && (given.project === undefined || line.project === given.project);
}
