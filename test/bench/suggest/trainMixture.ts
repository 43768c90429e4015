import { memberInputCount as P } from "../../../shared/suggest/mixture.ts";
import type { MemberTable } from "./memberTable.ts";
import { questionsPerLedger, random } from "./trainRanker.ts";
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
 * Fits how much say each kind of evidence has: the logarithm of the mixed share of the right candidate, Adam, ledgers weighed by the
 * root of their size. Parameters: what all kinds share (P numbers), then each kind's deviation from it.
 */
export function trainMixture(samples: readonly MixtureSample[], { kinds, epochs, rate, pull, seed, agreement }: MixtureTraining): number[] {
  const size = P + kinds * P;
  const w = new Float64Array(size);
  w[AGREEMENT] = agreement;
  const next = random(seed);
  const m = new Float64Array(size);
  const v = new Float64Array(size);
  const grad = new Float64Array(size);
  const order: [number, number][] = [];
  samples.forEach((sample, s) => {
    const list = [...sample.truth.keys()].filter((q) => sample.truth[q]! >= 0);
    for (let i = list.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
    for (const q of list.slice(0, questionsPerLedger)) order.push([s, q]);
  });
  const mean = samples.reduce((sum, s) => sum + Math.min(questionsPerLedger, s.truth.length), 0) / samples.length;
  const batch = 64;
  const steps = Math.ceil(order.length / batch) * epochs;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    for (let from = 0; from < order.length; from += batch) {
      grad.fill(0);
      for (const [s, q] of order.slice(from, from + batch)) {
        const sample = samples[s]!;
        gradientOf(sample.members, { q, right: sample.truth[q]!, worth: Math.sqrt(mean / Math.min(questionsPerLedger, sample.truth.length)) / batch }, w, grad);
      }
      step++;
      const lr = rate * (0.5 * (1 + Math.cos((Math.PI * step) / steps)) + 0.01);
      for (let i = 0; i < size; i++) {
        if (i % P === AGREEMENT) continue;
        const g = grad[i]! + (i < P ? 1e-5 : pull) * w[i]!;
        m[i] = 0.9 * m[i]! + 0.1 * g;
        v[i] = 0.999 * v[i]! + 0.001 * g * g;
        w[i]! -= (lr * (m[i]! / (1 - 0.9 ** step))) / (Math.sqrt(v[i]! / (1 - 0.999 ** step)) + 1e-8);
      }
    }
  }
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
