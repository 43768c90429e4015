import type { Evidence } from "./evidence.ts";
import { mix } from "./mixture.ts";
import { score, softmax } from "./score.ts";
import type { Ranker } from "./score.ts";

/** The constants that rank candidates. */
export interface RankWeights {
  readonly ranker: Ranker;
  /** `memberInputCount` numbers per kind of member (mixture.ts). Absent where the mixture has no say. */
  readonly mixture?: readonly number[];
}

/** What the mixture leaves to a candidate that nothing pointed to. */
const FLOOR = 1e-3;

/**
 * Probability of each candidate. Two opinions on the same evidence: one adds up logarithms and was fitted on books where the supplier
 * leads; the other mixes shares and weighs each context by how far its lines agree. How much the second has to say is `evidence.leaning`.
 */
export function rank(evidence: Evidence, { ranker, mixture }: RankWeights): Float64Array {
  const { leaning } = evidence;
  const scores = score(evidence, ranker);
  if (mixture === undefined || leaning === 0) return softmax(scores);
  const mixed = mix(evidence.members, evidence.options.length, mixture);
  return softmax(softmax(scores).map((p, i) => (1 - leaning) * Math.log(p + 1e-9) + leaning * Math.log((mixed[i] ?? 0) + FLOOR)));
}
