import { calibrated, calibrationDecay, statedBin } from "../../../shared/suggest/calibration.ts";
import { confidence } from "../../../shared/suggest/confidence.ts";
import { featureCount } from "../../../shared/suggest/evidence.ts";
import { add } from "../../../shared/suggest/counts.ts";
import type { Coding, CountRow } from "../../../shared/suggest/types.ts";
import type { Ranker } from "../../../shared/suggest/score.ts";
import type { Judged } from "./metrics.ts";
import { rankAll } from "./rankAll.ts";
import type { Questions } from "./samples.ts";
import { trainConfidence } from "./trainConfidence.ts";
import type { Verdict } from "./trainConfidence.ts";
import { trainRanker } from "./trainRanker.ts";

/** The constants of one task. */
export interface Fitted {
  readonly ranker: Ranker;
  readonly confidence: readonly number[];
}

export const settings = { hidden: 8, epochs: 2, rate: 0.004, shrink: 1e-5, bag: 2, ridge: 5, linearEpochs: 3, linearRate: 0.01 };

/**
 * Suppliers never seen before are ranked by a purely linear ranker: with nothing of their own to go by, the non-linear part only
 * learned what other organisations buy (tried: new-supplier top-1 .303 with it, .309 without).
 */
function ranker(samples: readonly Questions[], bag: number): Ranker {
  const known = bagged(samples, bag);
  const fresh = trainRanker(samples, { features: featureCount, hidden: 0, epochs: settings.linearEpochs, seed: 1, rate: settings.linearRate, shrink: settings.shrink });
  return {
    ...known, linear: [...fresh.linear.slice(0, featureCount), ...known.linear.slice(featureCount)],
    bias: known.bias.map((value, i) => (i < known.hidden ? OFF : value)),
  };
}

/** A bias that no evidence can lift: the unit stays silent. */
const OFF = -1000;

/** Several small rankers side by side, averaged: their hidden units simply stand in one list. */
function bagged(samples: readonly Questions[], bag: number): Ranker {
  const members = Array.from({ length: bag }, (_, seed) =>
    trainRanker(samples, { features: featureCount, hidden: settings.hidden, epochs: settings.epochs, seed: seed + 1, rate: settings.rate, shrink: settings.shrink }));
  const hidden = members.reduce((sum, member) => sum + member.hidden, 0);
  const average = (numbers: readonly (readonly number[])[]): number[] => (numbers[0] ?? []).map((_, i) => round(numbers.reduce((sum, list) => sum + (list[i] ?? 0), 0) / bag));
  const levels = (members[0]?.bias.length ?? 0) / settings.hidden;
  return {
    linear: average(members.map((member) => member.linear)), hidden, inner: members.flatMap((member) => member.inner),
    bias: Array.from({ length: levels }, (_, level) => members.flatMap((member) => member.bias.slice(level * settings.hidden, (level + 1) * settings.hidden))).flat(),
    outer: members.flatMap((member) => member.outer.map((value) => round(value / bag))),
  };
}

const round = (value: number): number => Number(value.toPrecision(4));

/**
 * Fits one task on some ledgers. Confidence is fitted on answers about ledgers that the ranker had not seen: each third of
 * the ledgers is answered by the other two.
 */
export function fit(samples: readonly Questions[]): Fitted {
  const full = ranker(samples, settings.bag);
  const verdicts: Verdict[] = [];
  const mean = samples.reduce((sum, sample) => sum + sample.truths.length, 0) / samples.length;
  const parts = Math.min(3, samples.length);
  for (let part = 0; part < parts; part++) {
    const others = samples.filter((_, i) => i % parts !== part);
    const partial = ranker(others.length === 0 ? samples : others, 1);
    for (const sample of samples.filter((_, i) => i % parts === part)) {
      const worth = Math.sqrt(mean / sample.truths.length);
      for (const ranked of rankAll(sample, partial)) if (ranked.inputs !== null) verdicts.push({ inputs: ranked.inputs, right: ranked.right, worth });
    }
  }
  return { ranker: full, confidence: trainConfidence(verdicts, settings.ridge) };
}

/** Judges held-out answers as the benchmark does, without replaying the ledger again. */
export function judge(questions: Questions, fitted: Fitted): Judged[] {
  let row: CountRow | undefined;
  let pending: { coding: Coding; at: number }[] = [];
  return rankAll(questions, fitted.ranker).map(({ inputs, right, inThree, newSupplier }, q) => {
    if (questions.days[q] !== questions.days[q - 1]) {
      for (const { coding, at } of pending) row = add(row, { coding, at, weight: 1, decay: calibrationDecay });
      pending = [];
    }
    const stated = inputs === null ? 0 : confidence(inputs, fitted.confidence);
    if (inputs !== null) pending.push({ coding: { account: String(statedBin(stated)), tax: right ? "right" : "wrong", project: "" }, at: q });
    return { confidence: inputs === null ? 0 : calibrated(stated, row), right, inThree, newSupplier };
  });
}
