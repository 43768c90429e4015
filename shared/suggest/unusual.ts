import type { Chart } from "./chart.ts";
import { unlearn } from "./learn.ts";
import { predict } from "./predict.ts";
import type { PredictOptions } from "./predict.ts";
import type { ConfirmedLine, FieldSuggestion, Memory, Target } from "./types.ts";

/** A booked field that strongly disagrees with everything else about its line. */
export interface Unusual {
  readonly target: Target;
  readonly booked: string;
  readonly expected: FieldSuggestion;
}

/** How sure the other answer must be before a booked line is listed for review: a person looks at each, so one in ten may turn out right as booked. */
const SURE = 0.85;

/**
 * Compares a confirmed line with what its evidence says without it. `memory` holds the rows of `keysTouched` and `keysFor` as
 * they are now, the line included; it is taken out first, so a line never testifies for itself.
 */
export function unusual(confirmed: ConfirmedLine, memory: Memory, chart: Chart, options: PredictOptions = {}): Unusual[] {
  const rows = new Map(memory.rows);
  for (const { key, row } of unlearn(confirmed, memory.rows, memory.labels)) {
    if (row === null) rows.delete(key);
    else rows.set(key, row);
  }
  const without: Memory = { ...memory, rows, neighbours: memory.neighbours.filter((line) => line.lineId !== confirmed.line.lineId) };
  const { account, project } = predict({ ...confirmed.line, accountCode: null, taxType: null, projectId: null }, without, chart, options);
  // Tax is asked for the account as booked: a wrong account is one finding, not two.
  const { tax } = predict({ ...confirmed.line, accountCode: confirmed.coding.account, taxType: null, projectId: null }, without, chart, options);
  return ([account, tax, project] as const)
    // A project on a line is somebody's deliberate act: that most lines have none says nothing against it.
    .filter((field) => !(field.target === "project" && field.value === ""))
    .filter((field) => field.value !== null && field.value !== confirmed.coding[field.target] && field.confidence >= SURE)
    .map((expected) => ({ target: expected.target, booked: confirmed.coding[expected.target], expected }));
}
