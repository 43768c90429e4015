import { familiarity, familiarityCount } from "../../../shared/suggest/score.ts";
import type { Ranker } from "../../../shared/suggest/score.ts";

/** All questions of one ledger: candidate rows one after the other. */
export interface Sample {
  readonly matrix: Float32Array;
  /** First candidate row of each question, plus the end. */
  readonly starts: Int32Array;
  /** Which candidate was right, or -1. */
  readonly truth: Int32Array;
  readonly seen: Int32Array;
}

export interface Training {
  readonly features: number;
  readonly hidden: number;
  readonly epochs: number;
  readonly seed: number;
  readonly rate: number;
  readonly shrink: number;
}

/** A large ledger speaks with this many of its questions, drawn by the seed: more made no difference but time. */
export const questionsPerLedger = 4_000;

/** mulberry32: a small seeded generator, so that a fit is repeatable. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Fits the ranker: softmax cross-entropy over each question's candidates, Adam, ledgers weighed by the root of their size.
 * Parameters, one after the other: linear (familiarity × F), shared linear (F), inner (H × F), bias (familiarity × H), outer (H).
 */
export function trainRanker(samples: readonly Sample[], training: Training): Ranker {
  const { features: F, hidden: H, epochs, seed, rate, shrink } = training;
  const B = familiarityCount;
  const atShared = B * F;
  const atInner = atShared + F;
  const atBias = atInner + H * F;
  const atOuter = atBias + B * H;
  const size = atOuter + H;
  const next = random(seed);
  const w = new Float64Array(size);
  for (let i = atInner; i < atBias; i++) w[i] = (next() - 0.5) * 0.3;
  for (let i = atOuter; i < size; i++) w[i] = (next() - 0.5) * 0.3;
  const grad = new Float64Array(size);
  const m = new Float64Array(size);
  const v = new Float64Array(size);
  const mean = samples.reduce((sum, s) => sum + Math.min(questionsPerLedger, s.truth.length), 0) / samples.length;
  const order: [number, number][] = [];
  samples.forEach((sample, s) => {
    const answerable = [...sample.truth.keys()].filter((q) => sample.truth[q]! >= 0);
    for (let i = answerable.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [answerable[i], answerable[j]] = [answerable[j]!, answerable[i]!];
    }
    for (const q of answerable.slice(0, questionsPerLedger)) order.push([s, q]);
  });
  const batch = 64;
  const steps = Math.ceil(order.length / batch) * epochs;
  let step = 0;
  const scores = new Float64Array(64);
  const units = new Float64Array(64 * Math.max(1, H));
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    for (let from = 0; from < order.length; from += batch) {
      grad.fill(0);
      const to = Math.min(order.length, from + batch);
      for (let k = from; k < to; k++) {
        const [s, q] = order[k]!;
        const sample = samples[s]!;
        const x = sample.matrix;
        const first = sample.starts[q]!;
        const n = sample.starts[q + 1]! - first;
        const level = familiarity(sample.seen[q]!);
        const atLinear = level * F;
        let top = -Infinity;
        for (let i = 0; i < n; i++) {
          const row = (first + i) * F;
          let sum = 0;
          for (let f = 0; f < F; f++) sum += (w[atLinear + f]! + w[atShared + f]!) * x[row + f]!;
          for (let h = 0; h < H; h++) {
            let unit = w[atBias + level * H + h]!;
            const at = atInner + h * F;
            for (let f = 0; f < F; f++) unit += w[at + f]! * x[row + f]!;
            units[i * H + h] = unit;
            if (unit > 0) sum += unit * w[atOuter + h]!;
          }
          scores[i] = sum;
          if (sum > top) top = sum;
        }
        let total = 0;
        for (let i = 0; i < n; i++) total += scores[i] = Math.exp(scores[i]! - top);
        const worth = Math.sqrt(mean / Math.min(questionsPerLedger, sample.truth.length)) / batch;
        const right = sample.truth[q]!;
        for (let i = 0; i < n; i++) {
          const d = (scores[i]! / total - (i === right ? 1 : 0)) * worth;
          if (Math.abs(d) < 1e-6) continue;
          const row = (first + i) * F;
          for (let f = 0; f < F; f++) grad[atLinear + f]! += d * x[row + f]!;
          for (let h = 0; h < H; h++) {
            const unit = units[i * H + h]!;
            if (unit <= 0) continue;
            grad[atOuter + h]! += d * unit;
            const g = d * w[atOuter + h]!;
            grad[atBias + level * H + h]! += g;
            const at = atInner + h * F;
            for (let f = 0; f < F; f++) grad[at + f]! += g * x[row + f]!;
          }
        }
      }
      for (let f = 0; f < F; f++) for (let b = 0; b < B; b++) grad[atShared + f]! += grad[b * F + f]!;
      step++;
      const lr = rate * 0.5 * (1 + Math.cos((Math.PI * step) / steps)) + rate * 0.01;
      const c1 = 1 - 0.9 ** step;
      const c2 = 1 - 0.999 ** step;
      for (let i = 0; i < size; i++) {
        const g = grad[i]! + (i < atShared ? shrink * 4 : shrink) * w[i]!;
        m[i] = 0.9 * m[i]! + 0.1 * g;
        v[i] = 0.999 * v[i]! + 0.001 * g * g;
        w[i]! -= (lr * (m[i]! / c1)) / (Math.sqrt(v[i]! / c2) + 1e-8);
      }
    }
  }
  const round = (values: ArrayLike<number>): number[] => Array.from(values, (value) => Number(value.toPrecision(4)));
  const linear = Array.from({ length: B * F }, (_, i) => w[i]! + w[atShared + (i % F)]!);
  return { linear: round(linear), hidden: H, inner: round(w.subarray(atInner, atBias)), bias: round(w.subarray(atBias, atOuter)), outer: round(w.subarray(atOuter, size)) };
}
