import { familiarity, familiarityCount } from "../../../shared/suggest/score.ts";
import type { Ranker } from "../../../shared/suggest/score.ts";
import { descend } from "./descend.ts";
import { draw, random } from "./draw.ts";

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
  /** Pull towards zero; the linear part feels it fourfold. */
  readonly shrink: number;
}

/** More candidates than a shortlist ever has. */
const ROOM = 64;

/**
 * Fits the ranker: softmax cross-entropy over each question's candidates. Parameters, one after the other: linear (familiarity × F),
 * shared linear (F), inner (H × F), bias (familiarity × H), outer (H).
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
  const scores = new Float64Array(ROOM);
  const units = new Float64Array(ROOM * Math.max(1, H));
  const linear = new Float64Array(F);
  const shrinks = new Float64Array(size).fill(shrink).fill(4 * shrink, 0, atInner);
  descend(w, draw(samples, next), { epochs, rate, shrink: shrinks, next }, ({ ledger, question }, worth, grad) => {
    const { matrix: x, starts, truth, seen } = samples[ledger]!;
    const first = starts[question]!;
    const n = starts[question + 1]! - first;
    const level = familiarity(seen[question]!);
    for (let f = 0; f < F; f++) linear[f] = w[level * F + f]! + w[atShared + f]!;
    let top = -Infinity;
    for (let i = 0; i < n; i++) {
      const row = (first + i) * F;
      let sum = 0;
      for (let f = 0; f < F; f++) sum += linear[f]! * x[row + f]!;
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
    const right = truth[question]!;
    for (let i = 0; i < n; i++) {
      const d = (scores[i]! / total - (i === right ? 1 : 0)) * worth;
      if (Math.abs(d) < 1e-6) continue;
      const row = (first + i) * F;
      for (let f = 0; f < F; f++) {
        const g = d * x[row + f]!;
        grad[level * F + f]! += g;
        grad[atShared + f]! += g;
      }
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
  });
  const round = (values: ArrayLike<number>): number[] => Array.from(values, (value) => Number(value.toPrecision(4)));
  const joined = Array.from({ length: B * F }, (_, i) => w[i]! + w[atShared + (i % F)]!);
  return { linear: round(joined), hidden: H, inner: round(w.subarray(atInner, atBias)), bias: round(w.subarray(atBias, atOuter)), outer: round(w.subarray(atOuter, size)) };
}
