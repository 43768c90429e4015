import { memberInputCount } from "./mixture.ts";
import type { Member } from "./mixture.ts";

/**
 * What a member's word for a candidate is, before its weight: the logarithm of its lines for it (many small voices add up, as in the sum of logs), and its
 * plain share. Each has weights of its own.
 */
export const wordings: readonly ((lines: number, share: number) => number)[] = [logOfLines, (_, share) => share];
/** A weight below this is as good as none. */
const LITTLE = 0.02;
/** No voice counts more than this. */
const MOST = 2.5;

function logOfLines(lines: number): number {
  return Math.log1p(lines / LITTLE);
}

/** How much say a member has for one wording: a fixed function of its inputs; `from` is where the weights of its kind begin. */
export function sayOf(inputs: ArrayLike<number>, weights: ArrayLike<number>, from: number): number {
  let sum = 0;
  for (let i = 0; i < memberInputCount; i++) sum += (weights[from + i] ?? 0) * (inputs[i] ?? 0);
  return Math.exp(Math.min(MOST, sum));
}

/** A member's lines from its inputs (mixture.ts), where they stand as a logarithm. */
export function linesOf(inputs: ArrayLike<number>): number {
  return Math.exp(inputs[2] ?? 0);
}

/**
 * The third opinion: log-score of each of `size` candidates. The members of the mixture (mixture.ts) again, but what they say is added up as logarithms, so that many who
 * agree outweigh one. Unlike in the ranker a kind of context that the books it was fitted on did not have weighs like the others, by how far its lines agree.
 * `weights`: per wording, `memberInputCount` numbers per kind.
 */
export function multiply(members: readonly Member[], size: number, weights: readonly number[]): Float64Array {
  const scores = new Float64Array(size);
  const perWording = weights.length / wordings.length;
  for (const { kind, inputs, at, share } of members) {
    const lines = linesOf(inputs);
    const ofLines = sayOf(inputs, weights, kind * memberInputCount);
    const ofShare = sayOf(inputs, weights, perWording + kind * memberInputCount);
    for (let k = 0; k < at.length; k++) {
      const i = at[k] ?? 0;
      const part = share[k] ?? 0;
      scores[i] = (scores[i] ?? 0) + ofLines * logOfLines(lines * part) + ofShare * part;
    }
  }
  return scores;
}
