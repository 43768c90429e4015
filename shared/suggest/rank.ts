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
  const pooled = new Float64Array(size);
  const join = (share: number, floor: number, opinion: () => Float64Array): void => {
    if (share <= 0) return;
    const p = opinion();
    for (let i = 0; i < size; i++) pooled[i] = (pooled[i] ?? 0) + share * (pool.how === "mean" ? (p[i] ?? 0) : Math.log((p[i] ?? 0) + floor));
  };
  join(1 - say.mixture - say.product, FLOOR.ranker, () => softmax(score(evidence, ranker)));
  join(say.mixture, FLOOR.mixture, () => mix(evidence.members, size, mixture));
  join(say.product, FLOOR.product, () => softmax(multiply(evidence.members, size, product)));
  if (pool.how === "exponents") return softmax(pooled);
  // What a member says for values that are no candidates is missing here.
  let total = 0;
  for (const p of pooled) total += p;
  for (let i = 0; i < size; i++) pooled[i] = total > 0 ? (pooled[i] ?? 0) / total : 1 / size;
  return pooled;
}
