import { memberInputCount as P } from "../../../shared/suggest/mixture.ts";
import { linesOf, sayOf, wordings } from "../../../shared/suggest/product.ts";
import { softmax } from "../../../shared/suggest/score.ts";
import { descend } from "./descend.ts";
import { draw, random } from "./draw.ts";
import type { MixtureSample } from "./trainMixture.ts";

export interface ProductTraining {
  readonly kinds: number;
  readonly epochs: number;
  readonly rate: number;
  /** Pull of each kind's numbers towards those that all kinds share. */
  readonly pull: number;
  readonly seed: number;
  /** Where the shared weight begins, as a logarithm. */
  readonly start: number;
}

/**
 * Fits how much say each kind of evidence has in the product (shared/suggest/product.ts): softmax cross-entropy over each question's candidates. Parameters, per
 * wording: what all kinds share (P numbers), then each kind's deviation from it.
 */
export function trainProduct(samples: readonly MixtureSample[], { kinds, epochs, rate, pull, seed, start }: ProductTraining): number[] {
  const each = P + kinds * P;
  const w = new Float64Array(each * wordings.length);
  wordings.forEach((_, wording) => (w[wording * each] = start));
  const next = random(seed);
  const shrink = w.map((_, i) => (i % each < P ? 1e-5 : pull));
  descend(w, draw(samples, next), { epochs, rate, shrink, next }, ({ ledger, question }, worth, grad) => gradientOf(samples[ledger]!, { question, worth, each }, w, grad));
  return Array.from(merged(w, each), (value) => Number(value.toPrecision(4)));
}

/** Shared numbers and deviations added up, as they ship. */
function merged(w: Float64Array, each: number): Float64Array {
  const kept = new Float64Array(w.length - P * wordings.length);
  wordings.forEach((_, wording) => {
    for (let i = 0; i < each - P; i++) kept[wording * (each - P) + i] = w[wording * each + P + i]! + w[wording * each + (i % P)]!;
  });
  return kept;
}

interface At {
  readonly question: number;
  readonly worth: number;
  readonly each: number;
}

/** Adds the gradient of one question. */
function gradientOf(sample: MixtureSample, { question, worth, each }: At, w: Float64Array, grad: Float64Array): void {
  const { starts, kind, inputs, shareStarts, at, share } = sample.members;
  const [first, end] = [starts[question]!, starts[question + 1]!];
  const count = sample.starts[question + 1]! - sample.starts[question]!;
  const scores = new Float64Array(count);
  const own = new Float64Array(P);
  const says = new Float64Array((end - first) * wordings.length);
  const visit = (use: (member: number, wording: number, place: number) => void): void => {
    for (let member = first; member < end; member++) wordings.forEach((_, wording) => use(member, wording, (member - first) * wordings.length + wording));
  };
  visit((member, wording, place) => {
    const values = inputs.subarray(member * P, member * P + P);
    const base = wording * each;
    const from = base + P + kind[member]! * P;
    for (let i = 0; i < P; i++) own[i] = w[base + i]! + w[from + i]!;
    const say = says[place] = sayOf(values, own, 0);
    const lines = linesOf(values);
    for (let e = shareStarts[member]!; e < shareStarts[member + 1]!; e++) scores[at[e]!]! += say * wordings[wording]!(lines * share[e]!, share[e]!);
  });
  const p = softmax(scores);
  p[sample.truth[question]!]! -= 1;
  visit((member, wording, place) => {
    const values = inputs.subarray(member * P, member * P + P);
    const lines = linesOf(values);
    let d = 0;
    for (let e = shareStarts[member]!; e < shareStarts[member + 1]!; e++) d += p[at[e]!]! * wordings[wording]!(lines * share[e]!, share[e]!);
    d *= says[place]! * worth;
    const base = wording * each;
    const from = base + P + kind[member]! * P;
    for (let i = 0; i < P; i++) {
      grad[base + i]! += d * values[i]!;
      grad[from + i]! += d * values[i]!;
    }
  });
}
