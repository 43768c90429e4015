import { featureCount, featureNames } from "./channels.ts";
import type { Evidence } from "./evidence.ts";
import { familiarity, familiarityCount } from "./score.ts";
import type { Track } from "./track.ts";

/** Track records that bear on the winner: of this supplier, of this answer, of all answers. */
export interface Tracks {
  readonly supplier: Track;
  readonly answer: Track;
  readonly all: Track;
}

const at = (name: string): number => featureNames.indexOf(name);
const witnesses = [
  "last-3", "last-8", "same-amount", "same-roundness", "near-text", "near-both", "known-to-supplier", "supplier-template", "supplier-paid-from", "supplier-text-word:mean", "supplier", "template", "roundness",
  "name-match", "has-text",
].map(at);

/** How many numbers describe the winner. */
export const confidenceInputCount = 10 + witnesses.length + familiarityCount;

const logit = (p: number): number => Math.log(p / (1 - p));
/** Log odds of a track record, with two pseudo-answers that were right as often as all answers. */
const odds = (track: Track, prior: number, pseudo: number): number =>
  logit(Math.min(0.995, Math.max(0.005, (track.right + pseudo * prior) / (track.right + track.wrong + pseudo))));

/** What is known about the winner, for the logistic model of confidence. */
export function confidenceInputs(probabilities: Float64Array, winner: number, evidence: Evidence, tracks: Tracks): Float64Array {
  let first = probabilities[winner] ?? 0;
  let second = 0;
  let entropy = 0;
  probabilities.forEach((p, i) => {
    if (i !== winner && p > second) second = p;
    if (p > 0) entropy -= p * Math.log(p);
  });
  first = Math.min(0.999, Math.max(0.001, first));
  second = Math.min(0.999, Math.max(0.001, second));
  const all = (tracks.all.right + 7) / (tracks.all.right + tracks.all.wrong + 10);
  const ownTrack = odds(tracks.supplier, all, 3);
  const general = logit(Math.min(0.99, Math.max(0.01, all)));
  const inputs = new Float64Array(confidenceInputCount);
  inputs.set([
    1, logit(first), Math.log(first / second), first, entropy, evidence.supplierShare[winner] ?? 0, Math.log1p(evidence.seen),
    ownTrack - general, odds(tracks.answer, all, 5) - general, general,
  ]);
  witnesses.forEach((feature, i) => {
    inputs[10 + i] = evidence.matrix[winner * featureCount + feature] ?? 0;
  });
  inputs[10 + witnesses.length + familiarity(evidence.seen)] = 1;
  return inputs;
}

/** Probability that the winner is right. */
export function confidence(inputs: Float64Array, weights: readonly number[]): number {
  const z = inputs.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
  return 1 / (1 + Math.exp(-z));
}
