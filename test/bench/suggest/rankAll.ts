import { confidenceInputs } from "../../../shared/suggest/confidence.ts";
import { featureCount } from "../../../shared/suggest/channels.ts";
import type { Evidence } from "../../../shared/suggest/evidence.ts";
import { rank } from "../../../shared/suggest/rank.ts";
import type { RankWeights } from "../../../shared/suggest/rank.ts";
import { leaningTarget, toldOf } from "../../../shared/suggest/leaning.ts";
import type { Told } from "../../../shared/suggest/leaning.ts";
import { reweighed } from "../../../shared/suggest/reweighed.ts";
import { membersOf } from "./memberTable.ts";
import type { Questions } from "./samples.ts";
import { RunningLeaning } from "./runningLeaning.ts";
import { written } from "./sparseRows.ts";

export interface Ranked {
  readonly inputs: Float64Array | null;
  readonly right: boolean;
  readonly inThree: boolean;
  readonly newSupplier: boolean;
}

interface Running {
  right: number;
  wrong: number;
  at: number;
}

/** Answers all questions of a ledger with the same constants, keeping the track record exactly as learn.ts does. */
export function rankAll(questions: Questions, weights: RankWeights): Ranked[] {
  const suppliers = new Map<string, Running>();
  const supplierClock = new Map<string, number>();
  const answers = new Map<string, Running>();
  const all: Running = { right: 0, wrong: 0, at: 0 };
  const note = (into: Running, right: boolean, at: number, decay: number): void => {
    const factor = decay ** (at - into.at);
    into.right = into.right * factor + Number(right);
    into.wrong = into.wrong * factor + Number(!right);
    into.at = at;
  };
  const leaning = questions.target === leaningTarget ? new RunningLeaning() : null;
  const list: Ranked[] = [];
  let pending: { supplier: string; answer: string | null; right: boolean; truth: string; told: readonly Told[] }[] = [];
  let sequence = 0;
  const flush = (): void => {
    for (const { supplier, answer, right, truth, told } of pending) {
      const clock = supplierClock.get(supplier) ?? 0;
      supplierClock.set(supplier, clock + 1);
      if (answer !== null) {
        const own = suppliers.get(supplier) ?? { right: 0, wrong: 0, at: clock };
        note(own, right, clock, 0.9);
        suppliers.set(supplier, own);
        const one = answers.get(answer) ?? { right: 0, wrong: 0, at: sequence };
        note(one, right, sequence, 0.998);
        answers.set(answer, one);
        note(all, right, sequence, 0.998);
        leaning?.note(told, truth, sequence);
      }
      sequence++;
    }
    pending = [];
  };
  questions.truths.forEach((truth, q) => {
    if (q > 0 && questions.days[q] !== questions.days[q - 1]) flush();
    const from = questions.starts[q]!;
    const to = questions.starts[q + 1]!;
    const values = questions.values[q]!;
    const supplier = questions.suppliers[q]!;
    const newSupplier = questions.newSupplier[q]!;
    if (from === to) {
      list.push({ inputs: null, right: false, inThree: false, newSupplier });
      pending.push({ supplier, answer: null, right: false, truth, told: [] });
      return;
    }
    const evidence: Evidence = {
      options: values.map((value) => ({ value, words: [] })), matrix: written(questions.rows, from, to, featureCount),
      members: membersOf(questions.members, q), seen: questions.seen[q]!, supplierShare: questions.supplierShares[q]!, beside: questions.beside[q]!,
    };
    const pooled = rank(evidence, weights);
    const p = reweighed(pooled, leaning?.factor(values, sequence) ?? null, evidence.beside);
    const byShare = (shares: Float64Array): number[] => [...shares.keys()].sort((a, b) => shares[b]! - shares[a]!);
    const order = byShare(p);
    const winner = order[0]!;
    const answer = values[winner]!;
    // An answer's own track is read undecayed between its uses, all answers together decay with every line: as in track.ts.
    const own = answers.get(answer);
    const fade = own === undefined ? 0 : 0.998 ** (all.at - own.at);
    const tracks = {
      supplier: suppliers.get(supplier) ?? { right: 0, wrong: 0 },
      answer: own === undefined ? { right: 0, wrong: 0 } : { right: own.right * fade, wrong: own.wrong * fade },
      all,
    };
    const right = answer === truth;
    list.push({ inputs: confidenceInputs(p, winner, evidence, tracks), right, inThree: order.slice(0, 3).some((i) => values[i] === truth), newSupplier });
    pending.push({ supplier, answer, right, truth, told: toldOf(byShare(pooled).slice(0, 8).map((i) => [values[i]!, pooled[i]!])) });
  });
  return list;
}
