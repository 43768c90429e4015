import { calibrated, calibrationKey, statedBin } from "./calibration.ts";
import { confidence, confidenceInputs } from "./confidence.ts";
import { evidence } from "./evidence.ts";
import type { Evidence, Question } from "./evidence.ts";
import { leaningFactor, leaningTarget, toldOf } from "./leaning.ts";
import type { Told } from "./leaning.ts";
import { rank } from "./rank.ts";
import type { RankWeights } from "./rank.ts";
import { reweighed } from "./reweighed.ts";
import { answerTrack, supplierTrack, supplierTrackKey, trackKey } from "./track.ts";

/** The constants of one question kind: see weights.ts. */
export interface TaskWeights extends RankWeights {
  readonly confidence: readonly number[];
}

export interface RankedValue {
  readonly value: string;
  readonly probability: number;
}

/** Candidates by probability, strongest first, and the probability that the first is right. */
export interface Answer {
  readonly ranked: readonly RankedValue[];
  readonly confidence: number;
  /** Bin of the confidence as first stated, before the organisation's own record corrected it. */
  readonly bin: number;
  readonly evidence: Evidence;
  /** Of a project, what is counted of this answer (leaning.ts). */
  readonly told?: readonly Told[];
}

/** Log-odds given to a project with an open budget. Set by hand: no public ledger tells which projects were open. */
const ACTIVE_PROJECT = 0.5;

/** Null when there is nothing to choose from, or nothing was ever learned. */
export function answer(question: Question, weights: TaskWeights, active: ReadonlySet<string> = new Set()): Answer | null {
  if (question.options.length === 0) return null;
  const found = evidence(question);
  const { target, line: { prepared, memory } } = question;
  const { rows, labels } = memory;
  const pooled = rank(found, weights);
  const probabilities = reweighed(pooled, leaningFactor(target, memory, found.options), found.beside, activeFactor(found, active));
  const order = strongest(probabilities, found);
  const ranked = order.map((i) => ({ value: found.options[i]?.value ?? "", probability: probabilities[i] ?? 0 }));
  const row = rows.get(trackKey(target));
  const tracks = {
    supplier: supplierTrack(rows.get(supplierTrackKey(prepared)), target, labels),
    answer: answerTrack(row, ranked[0]?.value ?? "", labels),
    all: answerTrack(row, null, labels),
  };
  const stated = confidence(confidenceInputs(probabilities, order[0] ?? 0, found, tracks), weights.confidence);
  return {
    ranked, confidence: calibrated(stated, rows.get(calibrationKey(target)), labels), bin: statedBin(stated), evidence: found,
    ...(target === leaningTarget && { told: toldOf(strongest(pooled, found).map((i) => [found.options[i]?.value ?? "", pooled[i] ?? 0])) }),
  };
}

/** Candidates by probability, those that are closed left out. */
function strongest(probabilities: Float64Array, { options }: Evidence): number[] {
  return [...probabilities.keys()].filter((i) => options[i]?.closed !== true).sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
}

/** A project with an open budget is likelier than its history says. */
function activeFactor({ options }: Evidence, active: ReadonlySet<string>): Float64Array | null {
  return active.size === 0 ? null : Float64Array.from(options, ({ value }) => (active.has(value) ? Math.exp(ACTIVE_PROJECT) : 1));
}
