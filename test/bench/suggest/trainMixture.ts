import { memberInputCount as P } from "../../../shared/suggest/mixture.ts";
import { descend } from "./descend.ts";
import { draw, random } from "./draw.ts";
import type { MemberTable } from "./memberTable.ts";
import type { Sample } from "./trainRanker.ts";

export interface MixtureSample extends Sample {
  readonly members: MemberTable;
}

export interface MixtureTraining {
  readonly kinds: number;
  readonly epochs: number;
  readonly rate: number;
  /** Pull of each kind's numbers towards those that all kinds share: a kind that no ledger had follows what all have in common. */
  readonly pull: number;
  readonly seed: number;
  /** Set, not fitted: the power of how far a context's lines agree. The ledgers that have no cards cannot tell what it is worth where there are some. */
  readonly agreement: number;
}

/** Which of a member's inputs it stands at. */
const AGREEMENT = 1;

/**
 * Fits how much say each kind of evidence has: the logarithm of the mixed share of the right candidate. Parameters: what all kinds
 * share (P numbers), then each kind's deviation from it.
 */
export function trainMixture(samples: readonly MixtureSample[], { kinds, epochs, rate, pull, seed, agreement }: MixtureTraining): number[] {
  const w = new Float64Array(P + kinds * P);
  w[AGREEMENT] = agreement;
  const next = random(seed);
  const shrink = new Float64Array(w.length).fill(1e-5, 0, P).fill(pull, P).map((value, i) => (i % P === AGREEMENT ? Infinity : value));
  descend(w, draw(samples, next), { epochs, rate, shrink, next }, ({ ledger, question }, worth, grad) => {
    const { members, truth } = samples[ledger]!;
    gradientOf(members, { q: question, right: truth[question]!, worth }, w, grad);
  });
  return Array.from({ length: kinds * P }, (_, i) => Number((w[P + i]! + w[i % P]!).toPrecision(4)));
}

/** Adds the gradient of one question: members that gave the right candidate more than the mixture did gain say. */
function gradientOf(table: MemberTable, { q, right, worth }: { q: number; right: number; worth: number }, w: Float64Array, grad: Float64Array): void {
  const first = table.starts[q]!;
  const n = table.starts[q + 1]! - first;
  const says = new Float64Array(n);
  const shares = new Float64Array(n);
  let top = -Infinity;
  for (let k = 0; k < n; k++) {
    const member = first + k;
    const at = P + table.kind[member]! * P;
    let sum = 0;
    for (let i = 0; i < P; i++) sum += (w[i]! + w[at + i]!) * table.inputs[member * P + i]!;
    says[k] = sum;
    if (sum > top) top = sum;
    for (let e = table.shareStarts[member]!; e < table.shareStarts[member + 1]!; e++) if (table.at[e] === right) shares[k] = table.share[e]!;
  }
  let total = 0;
  let mixed = 0;
  for (let k = 0; k < n; k++) {
    says[k] = Math.exp(says[k]! - top);
    total += says[k]!;
    mixed += says[k]! * shares[k]!;
  }
  const p = mixed / total + FLOOR;
  for (let k = 0; k < n; k++) {
    const g = (-(says[k]! / total) * (shares[k]! - mixed / total) / p) * worth;
    if (g === 0) continue;
    const member = first + k;
    const at = P + table.kind[member]! * P;
    for (let i = 0; i < P; i++) {
      const d = g * table.inputs[member * P + i]!;
      grad[i]! += d;
      grad[at + i]! += d;
    }
  }
}

/** Shares below this are noise: a line that nothing pointed to must not dominate. */
const FLOOR = 0.01;
