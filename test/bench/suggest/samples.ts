import { featureCount } from "../../../shared/suggest/channels.ts";
import { evidence } from "../../../shared/suggest/evidence.ts";
import { LineMemory } from "../../../shared/suggest/lineMemory.ts";
import { prepare } from "../../../shared/suggest/prepare.ts";
import type { Target } from "../../../shared/suggest/types.ts";
import type { Ledger } from "./ledger.ts";
import { replay } from "./replay.ts";
import type { Task } from "./replay.ts";
import { memberTable } from "./memberTable.ts";
import { sparseRows } from "./sparseRows.ts";
import type { MixtureSample } from "./trainMixture.ts";

/** A ledger's questions as numbers, with what the track record needs. */
export interface Questions extends MixtureSample {
  readonly ledger: string;
  readonly days: readonly string[];
  readonly suppliers: readonly string[];
  /** The shortlisted values of each question, and the true value. */
  readonly values: readonly (readonly string[])[];
  readonly truths: readonly string[];
  readonly newSupplier: readonly boolean[];
  readonly supplierShares: readonly Float64Array[];
  /** What stands beside each line (shared/suggest/besideFactor.ts). */
  readonly beside: readonly (Float64Array | null)[];
  /** Which field was asked. */
  readonly target: Target;
  /** The same ledger with made-up cards, to learn from and never to judge by (practiceCards.ts). */
  readonly practice?: Questions;
}

/** Replays a ledger once and keeps its evidence. It does not depend on any weight. */
export function questionsOf(ledger: Ledger, task: Task): Questions {
  const starts = [0];
  const truth: number[] = [];
  const seen: number[] = [];
  const rows = sparseRows(featureCount);
  const members = memberTable();
  const questions = { days: [] as string[], suppliers: [] as string[], values: [] as string[][], truths: [] as string[], newSupplier: [] as boolean[], supplierShares: [] as Float64Array[], beside: [] as (Float64Array | null)[] };
  replay(ledger, task, (asked) => {
    const prepared = prepare(asked.line);
    const found = evidence({ target: task.target, given: asked.given, line: new LineMemory(prepared, asked.memory), options: asked.options });
    members.add(found.members);
    rows.add(found.matrix);
    starts.push((starts[starts.length - 1] ?? 0) + found.options.length);
    truth.push(found.options.findIndex((option) => option.value === asked.truth));
    seen.push(found.seen);
    questions.days.push(asked.row.day);
    questions.suppliers.push(prepared.supplier);
    questions.values.push(found.options.map((option) => option.value));
    questions.truths.push(asked.truth);
    questions.newSupplier.push(asked.newSupplier);
    questions.supplierShares.push(found.supplierShare);
    questions.beside.push(found.beside);
    return null;
  });
  return { ledger: ledger.name, target: task.target, members: members.done(), rows: rows.done(), starts: Int32Array.from(starts), truth: Int32Array.from(truth), seen: Int32Array.from(seen), ...questions };
}
