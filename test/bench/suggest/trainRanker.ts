import { familiarity, familiarityCount } from "../../../shared/suggest/score.ts";
import type { Ranker } from "../../../shared/suggest/score.ts";
import { descend } from "./descend.ts";
import { draw, random } from "./draw.ts";
import type { SparseRows } from "./sparseRows.ts";

/** All questions of one ledger. */
export interface Sample {
  /** What speaks for each candidate of each question, one after the other. */
  readonly rows: SparseRows;
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
  /** Learn from suppliers seen at most so often. */
  readonly seenAtMost: number;
}

/** More candidates than a shortlist ever has. */
const ROOM = 64;

/**
 * Fits the ranker: softmax cross-entropy over each question's candidates. Parameters, one after the other: linear (familiarity × F),
 * shared linear (F), inner (F × H), bias (familiarity × H), outer (H).
 */
export function trainRanker(samples: readonly Sample[], training: Training): Ranker {
  const { features: F, hidden: H, epochs, seed, rate, shrink, seenAtMost } = training;
  const B = familiarityCount;
  const atShared = B * F;
  const atInner = atShared + F;
  const atBias = atInner + F * H;
  const atOuter = atBias + B * H;
  const size = atOuter + H;
  const next = random(seed);
  const w = new Float64Array(size);
  for (let i = atInner; i < atBias; i++) w[i] = (next() - 0.5) * 0.3;
  for (let i = atOuter; i < size; i++) w[i] = (next() - 0.5) * 0.3;
  const scores = new Float64Array(ROOM);
  const units = new Float64Array(ROOM * H);
  const push = new Float64Array(H);
  const linear = new Float64Array(F);
  const shrinks = new Float64Array(size).fill(shrink).fill(4 * shrink, 0, atInner);
  const drawn = draw(samples, next).filter(({ ledger, question }) => samples[ledger]!.seen[question]! <= seenAtMost);
  descend(w, drawn, { epochs, rate, shrink: shrinks, next }, ({ ledger, question }, worth, grad) => {
    const { rows, starts, truth, seen } = samples[ledger]!;
    const { column, value } = rows;
    const first = starts[question]!;
    const n = starts[question + 1]! - first;
    const level = familiarity(seen[question]!);
    for (let f = 0; f < F; f++) linear[f] = w[level * F + f]! + w[atShared + f]!;
    let top = -Infinity;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let h = 0; h < H; h++) units[i * H + h] = w[atBias + level * H + h]!;
      for (let k = rows.starts[first + i]!; k < rows.starts[first + i + 1]!; k++) {
        const f = column[k]!;
        const x = value[k]!;
        sum += linear[f]! * x;
        for (let h = 0; h < H; h++) units[i * H + h]! += w[atInner + f * H + h]! * x;
      }
      for (let h = 0; h < H; h++) sum += Math.max(0, units[i * H + h]!) * w[atOuter + h]!;
      scores[i] = sum;
      if (sum > top) top = sum;
    }
    let total = 0;
    for (let i = 0; i < n; i++) total += scores[i] = Math.exp(scores[i]! - top);
    const right = truth[question]!;
    for (let i = 0; i < n; i++) {
      const d = (scores[i]! / total - (i === right ? 1 : 0)) * worth;
      if (Math.abs(d) < 1e-6) continue;
      for (let h = 0; h < H; h++) {
        const on = units[i * H + h]! > 0;
        if (on) grad[atOuter + h]! += d * units[i * H + h]!;
        push[h] = on ? d * w[atOuter + h]! : 0;
        grad[atBias + level * H + h]! += push[h]!;
      }
      for (let k = rows.starts[first + i]!; k < rows.starts[first + i + 1]!; k++) {
        const f = column[k]!;
        const x = value[k]!;
        grad[level * F + f]! += d * x;
        grad[atShared + f]! += d * x;
        for (let h = 0; h < H; h++) grad[atInner + f * H + h]! += push[h]! * x;
      }
    }
  });
  const round = (values: ArrayLike<number>): number[] => Array.from(values, (value) => Number(value.toPrecision(4)));
  const joined = Array.from({ length: B * F }, (_, i) => w[i]! + w[atShared + (i % F)]!);
  const inner = Array.from({ length: H * F }, (_, i) => w[atInner + (i % F) * H + Math.floor(i / F)]!);
  return { linear: round(joined), hidden: H, inner: round(inner), bias: round(w.subarray(atBias, atOuter)), outer: round(w.subarray(atOuter, size)) };
}
