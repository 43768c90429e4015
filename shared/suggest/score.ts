import { featureCount } from "./channels.ts";
import type { Evidence } from "./evidence.ts";

/**
 * How much each kind of evidence is worth: a linear part per supplier familiarity, and a small fixed non-linear part. All
 * numbers are constants from weights.ts; nothing here changes at run time.
 */
export interface Ranker {
  /** `familiarityCount` × `featureCount`. */
  readonly linear: readonly number[];
  /** `hidden` × `featureCount`, the bias of each hidden unit per familiarity, and its worth. */
  readonly hidden: number;
  readonly inner: readonly number[];
  readonly bias: readonly number[];
  readonly outer: readonly number[];
}

export const familiarityCount = 5;

/** How well a supplier is known: never seen, once, 2–4, 5–11, 12 and more lines. */
export function familiarity(seen: number): number {
  return seen <= 0 ? 0 : seen < 2 ? 1 : seen < 5 ? 2 : seen < 12 ? 3 : 4;
}

/** Log-score of each candidate; only differences mean anything. */
export function score(evidence: Evidence, ranker: Ranker): Float64Array {
  const { matrix, options } = evidence;
  const level = familiarity(evidence.seen);
  const { linear, hidden, inner, bias, outer } = ranker;
  const scores = new Float64Array(options.length);
  const units = new Float64Array(hidden);
  for (let i = 0; i < options.length; i++) {
    let sum = 0;
    for (let h = 0; h < hidden; h++) units[h] = bias[level * hidden + h] ?? 0;
    for (let f = 0; f < featureCount; f++) {
      const value = matrix[i * featureCount + f] ?? 0;
      // About half of them: contexts that do not apply.
      if (value === 0) continue;
      sum += (linear[level * featureCount + f] ?? 0) * value;
      for (let h = 0; h < hidden; h++) units[h] = (units[h] ?? 0) + (inner[h * featureCount + f] ?? 0) * value;
    }
    for (let h = 0; h < hidden; h++) sum += Math.max(0, units[h] ?? 0) * (outer[h] ?? 0);
    scores[i] = sum;
  }
  return scores;
}

/** Scores as probabilities. */
export function softmax(scores: Float64Array): Float64Array {
  const powers = new Float64Array(scores.length);
  let top = -Infinity;
  for (const score of scores) top = Math.max(top, score);
  let total = 0;
  for (let i = 0; i < powers.length; i++) total += powers[i] = Math.exp((scores[i] ?? 0) - top);
  for (let i = 0; i < powers.length; i++) powers[i] = (powers[i] ?? 0) / total;
  return powers;
}
