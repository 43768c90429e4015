import { featureCount, memberKinds } from "../../../shared/suggest/channels.ts";
import type { TaskWeights } from "../../../shared/suggest/answer.ts";
import type { Pool } from "../../../shared/suggest/rank.ts";
import type { Ranker } from "../../../shared/suggest/score.ts";
import { rankAll } from "./rankAll.ts";
import type { Questions } from "./samples.ts";
import { trainConfidence } from "./trainConfidence.ts";
import type { Verdict } from "./trainConfidence.ts";
import { trainMixture } from "./trainMixture.ts";
import { trainProduct } from "./trainProduct.ts";
import { trainRanker } from "./trainRanker.ts";

export const settings = { hidden: 8, epochs: 2, rate: 0.004, shrink: 1e-5, bag: 2, ridge: 100, linearEpochs: 3, linearRate: 0.01, linearShrink: 1e-3, linearSeen: 1, mixture: { epochs: 3, rate: 0.02, pull: 0.03, seed: 1, agreement: 1.5 }, product: { epochs: 3, rate: 0.02, pull: 0.03, seed: 1, start: -1.5 } };

const accountPool: Pool = { known: { mixture: 0.35, product: 0 }, fresh: { mixture: 0.1, product: 0 }, how: "exponents" };
const projectPool: Pool = { known: { mixture: 0.42, product: 0.3 }, fresh: { mixture: 0.42, product: 0.3 }, how: "mean" };
/** How the three opinions are pooled, by task: set by hand to one value for all ledgers. */
const pools: Readonly<Record<string, Pool>> = {
  account: accountPool, "account|project": accountPool, project: projectPool, "project|account": projectPool, "tax|account": projectPool,
};

/** Tasks whose ranker has no non-linear part: in the pool it is as good, and quicker. */
const linearTasks: readonly string[] = ["project", "project|account", "tax|account"];

function linearRanker(samples: readonly Questions[], shrink: number, seenAtMost = Infinity): Ranker {
  return trainRanker(samples, { features: featureCount, hidden: 0, epochs: settings.linearEpochs, seed: 1, rate: settings.linearRate, shrink, seenAtMost });
}

/**
 * Suppliers never seen before are ranked by a purely linear ranker: with nothing of their own to go by, the non-linear part only
 * learned what other organisations buy (tried: new-supplier top-1 .303 with it, .309 without).
 */
function ranker(samples: readonly Questions[], bag: number): Ranker {
  const known = bagged(samples, bag);
  const fresh = linearRanker(samples, settings.linearShrink, settings.linearSeen);
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
    trainRanker(samples, { features: featureCount, hidden: settings.hidden, epochs: settings.epochs, seed: seed + 1, rate: settings.rate, shrink: settings.shrink, seenAtMost: Infinity }));
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

/** With the practice copies. */
const practised = (samples: readonly Questions[]): Questions[] => samples.flatMap((sample) => (sample.practice === undefined ? [sample] : [sample, sample.practice]));

/** How much say each kind of evidence has in the mixture (shared/suggest/mixture.ts). */
function fitMixture(samples: readonly Questions[]): number[] {
  return trainMixture(samples, { kinds: memberKinds.length, ...settings.mixture });
}

/**
 * Fits one task on some ledgers. Confidence is fitted on answers about ledgers that the ranker had not seen: each is answered
 * by a ranker of the others. The few numbers of the mixture and the product are the same in all.
 */
export function fit(samples: readonly Questions[], task: string): TaskWeights {
  const pool = pools[task];
  if (pool === undefined) throw new Error(`no pool is set for the task "${task}"`);
  const rankerOf = (list: readonly Questions[], bag: number): Ranker => (linearTasks.includes(task) ? linearRanker(list, settings.shrink) : ranker(list, bag));
  const learned = practised(samples);
  const mixture = fitMixture(learned);
  const product = trainProduct(learned, { kinds: memberKinds.length, ...settings.product });
  const verdicts: Verdict[] = [];
  const mean = samples.reduce((sum, sample) => sum + sample.truths.length, 0) / samples.length;
  for (const sample of samples) {
    const others = samples.filter((one) => one !== sample);
    const partial = rankerOf(practised(others.length === 0 ? samples : others), 1);
    const worth = mean / sample.truths.length;
    for (const ranked of rankAll(sample, { ranker: partial, mixture, product, pool })) if (ranked.inputs !== null) verdicts.push({ inputs: ranked.inputs, right: ranked.right, worth });
  }
  return { ranker: rankerOf(learned, settings.bag), mixture, product, pool, confidence: trainConfidence(verdicts, settings.ridge) };
}
