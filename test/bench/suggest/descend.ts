import { shuffle } from "./draw.ts";
import type { Drawn } from "./draw.ts";

export interface Descent {
  readonly epochs: number;
  /** Of the first step; it falls to nearly nothing along a cosine. */
  readonly rate: number;
  /** Pull of each number towards zero; infinite where a number is set and not fitted. */
  readonly shrink: Float64Array;
  readonly next: () => number;
}

const BATCH = 64;

/** Minimises a sum over questions by Adam, in batches, and changes `w`. `gradientOf` adds one question's gradient, `worth` included, to `into`. */
export function descend(w: Float64Array, questions: readonly Drawn[], { epochs, rate, shrink, next }: Descent, gradientOf: (question: Drawn, worth: number, into: Float64Array) => void): void {
  const order = [...questions];
  const gradient = new Float64Array(w.length);
  const first = new Float64Array(w.length);
  const second = new Float64Array(w.length);
  const steps = Math.ceil(order.length / BATCH) * epochs;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, next);
    for (let from = 0; from < order.length; from += BATCH) {
      gradient.fill(0);
      for (const question of order.slice(from, from + BATCH)) gradientOf(question, question.worth / BATCH, gradient);
      step++;
      const length = rate * (0.5 * (1 + Math.cos((Math.PI * step) / steps)) + 0.01);
      for (let i = 0; i < w.length; i++) {
        if (shrink[i] === Infinity) continue;
        const g = gradient[i]! + shrink[i]! * w[i]!;
        first[i] = 0.9 * first[i]! + 0.1 * g;
        second[i] = 0.999 * second[i]! + 0.001 * g * g;
        w[i]! -= (length * (first[i]! / (1 - 0.9 ** step))) / (Math.sqrt(second[i]! / (1 - 0.999 ** step)) + 1e-8);
      }
    }
  }
}
