import type { Evidence } from "./evidence.ts";
import { mix } from "./mixture.ts";
import { score, softmax } from "./score.ts";
import type { Ranker } from "./score.ts";

/** How much the mixture has to say beside the sum of logs, 0..1: exponents of a product of the two opinions. */
export interface Pool {
  /** Of suppliers seen before. */
  readonly known: number;
  /** Of suppliers never seen. */
  readonly fresh: number;
  /** Where the lines of the card agree with one another more than the supplier's do (`evidence.leaning`). */
  readonly card: number;
}

/** The constants that rank candidates. */
export interface RankWeights {
  readonly ranker: Ranker;
  /** `memberInputCount` numbers per kind of member (mixture.ts). */
  readonly mixture: readonly number[];
  readonly pool: Pool;
}

/** What either opinion leaves to a candidate that nothing pointed to. */
const FLOOR = { ranker: 1e-6, mixture: 1e-3 } as const;

/**
 * Probability of each candidate. Two opinions on the same evidence that err on different lines: one adds up logarithms, the other mixes
 * shares and weighs each context by how far its lines agree. Pooled they are right more often than either.
 */
export function rank(evidence: Evidence, { ranker, mixture, pool }: RankWeights): Float64Array {
  const scores = score(evidence, ranker);
  const alone = evidence.seen > 0 ? pool.known : pool.fresh;
  const say = alone + evidence.leaning * Math.max(0, pool.card - alone);
  if (say === 0) return softmax(scores);
  const mixed = mix(evidence.members, evidence.options.length, mixture);
  return softmax(softmax(scores).map((p, i) => (1 - say) * Math.log(p + FLOOR.ranker) + say * Math.log((mixed[i] ?? 0) + FLOOR.mixture)));
}
