import { leaningCounts, leaningDecay, leaningFactor } from "../../../shared/suggest/leaning.ts";
import type { Told } from "../../../shared/suggest/leaning.ts";
import { add } from "../../../shared/suggest/counts.ts";
import { NO_LABELS, openLabels } from "../../../shared/suggest/labels.ts";
import type { ContextKey, CountRow } from "../../../shared/suggest/types.ts";

/** Which way answers lean, counted as they are given: the rows that learn.ts would make, and no others. */
export class RunningLeaning {
  private readonly rows = new Map<ContextKey, CountRow>();
  private readonly labels = openLabels(NO_LABELS);

  note(told: readonly Told[], truth: string, at: number): void {
    const answered = { account: null, tax: null, project: { value: "", bin: 0, told } };
    for (const { key, coding, weight } of leaningCounts(answered, { account: "", tax: "", project: truth })) {
      this.rows.set(key, add(this.rows.get(key), { coding, at, weight, decay: leaningDecay }, this.labels));
    }
  }

  factor(values: readonly string[], sequence: number): Float64Array | null {
    return leaningFactor("project", { rows: this.rows, labels: this.labels, neighbours: [], sequence }, values.map((value) => ({ value, words: [] })));
  }
}
