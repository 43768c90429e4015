import type { Coding, CountRow, Target } from "./types.ts";

/** One row seen from one target: weight and lines for each candidate, and for all codings together. */
export interface Tally {
  readonly weight: Float64Array;
  readonly lines: Float64Array;
  totalWeight: number;
  totalLines: number;
}

export interface TallyQuestion {
  readonly target: Target;
  /** Only codings that agree with these fields are counted. */
  readonly given: Partial<Coding>;
  readonly index: ReadonlyMap<string, number>;
  /** The row's clock now, and what a weight keeps per tick. */
  readonly now: number;
  readonly decay: number;
}

export function emptyTally(size: number): Tally {
  return { weight: new Float64Array(size), lines: new Float64Array(size), totalWeight: 0, totalLines: 0 };
}

/** Adds a row into `into`. Codings outside the candidates still count in the totals: they are doubt. */
export function tally(row: CountRow, question: TallyQuestion, into: Tally): void {
  const { target, given, index } = question;
  const factor = question.decay ** Math.max(0, question.now - row.at);
  for (const count of row.counts) {
    if (given.account !== undefined && count.account !== given.account) continue;
    if (given.tax !== undefined && count.tax !== given.tax) continue;
    if (given.project !== undefined && count.project !== given.project) continue;
    const weight = count.weight * factor;
    into.totalWeight += weight;
    into.totalLines += count.lines;
    const at = index.get(count[target]);
    if (at === undefined) continue;
    into.weight[at] = (into.weight[at] ?? 0) + weight;
    into.lines[at] = (into.lines[at] ?? 0) + count.lines;
  }
}
