import type { Evidence } from "./evidence.ts";
import { mix } from "./mixture.ts";
import { multiply } from "./product.ts";
import { score, softmax } from "./score.ts";
import type { Ranker } from "./score.ts";

/** How much two of the opinions have to say, 0..1 together; the sum of logs has the rest. */
export interface Say {
  readonly mixture: number;
  readonly product: number;
}

/** How three opinions become one. */
export interface Pool {
  /** Of suppliers seen before. */
  readonly known: Say;
  /** Of suppliers never seen. */
  readonly fresh: Say;
  /** Shares of a mean, or exponents of a product. */
  readonly how: "mean" | "exponents";
}

/** The constants that rank candidates. */
export interface RankWeights {
  readonly ranker: Ranker;
  /** `memberInputCount` numbers per kind of member (mixture.ts). */
  readonly mixture: readonly number[];
  /** The same per wording (product.ts). */
  readonly product: readonly number[];
  readonly pool: Pool;
}

/** What an opinion leaves to a candidate that nothing pointed to. */
const FLOOR = { ranker: 1e-6, mixture: 1e-3, product: 1e-6 } as const;

/**
 * Probability of each candidate. Three opinions on the same evidence that err on different lines: one adds up logarithms of every feature (score.ts), one
 * mixes shares (mixture.ts), one adds up what the members of the mixture say (product.ts). Pooled they are right more often than any of them.
 */
export function rank(evidence: Evidence, { ranker, mixture, product, pool }: RankWeights): Float64Array {
  const say = evidence.seen > 0 ? pool.known : pool.fresh;
  const size = evidence.options.length;
  const opinions = [
    { say: Math.max(0, 1 - say.mixture - say.product), floor: FLOOR.ranker, of: () => softmax(score(evidence, ranker)) },
    { say: say.mixture, floor: FLOOR.mixture, of: () => mix(evidence.members, size, mixture) },
    { say: say.product, floor: FLOOR.product, of: () => softmax(multiply(evidence.members, size, product)) },
  ].filter((one) => one.say > 0);
  const pooled = new Float64Array(size);
  for (const { say: share, floor, of } of opinions) {
    const p = of();
    for (let i = 0; i < size; i++) pooled[i] = (pooled[i] ?? 0) + share * (pool.how === "mean" ? (p[i] ?? 0) : Math.log((p[i] ?? 0) + floor));
  }
  if (pool.how === "exponents") return softmax(pooled);
  // What a member says for values that are no candidates is missing here.
  const total = pooled.reduce((sum, p) => sum + p, 0);
  return total > 0 ? pooled.map((p) => p / total) : pooled.fill(1 / size);
}
