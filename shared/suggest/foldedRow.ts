import type { Coding, CountRow, Target } from "./types.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** One row summed up by the values of one field, weights decayed to now. */
export interface FoldedRow {
  /** Numbers in the question's vocabulary. */
  readonly values: readonly number[];
  readonly weight: readonly number[];
  readonly lines: readonly number[];
  /** Codings outside the candidates count in the totals: they are doubt. */
  readonly totalWeight: number;
  readonly totalLines: number;
  /** How far its lines agree with one another, 0..1: the share of the other lines that were coded alike, mean over lines; near a half where there are few. */
  readonly agreement: number;
}

/** Pseudo-lines that agreed half the time, so that a line or two prove nothing. */
const PSEUDO = 2;

export interface FoldBy {
  readonly target: Target;
  /** Only codings that agree with these fields are counted. */
  readonly given: Partial<Coding>;
  /** What a weight has kept since the row's clock. */
  readonly factor: number;
  readonly vocabulary: Vocabulary;
}

export function fold(row: CountRow, { target, given, factor, vocabulary }: FoldBy): FoldedRow {
  const { slots } = vocabulary;
  const values: number[] = [];
  const weight: number[] = [];
  const lines: number[] = [];
  let totalWeight = 0;
  let totalLines = 0;
  for (const count of row.counts) {
    if (given.account !== undefined && count.account !== given.account) continue;
    if (given.tax !== undefined && count.tax !== given.tax) continue;
    if (given.project !== undefined && count.project !== given.project) continue;
    const value = vocabulary.numberOf(target === "account" ? count.account : target === "tax" ? count.tax : count.project);
    const share = count.weight * factor;
    totalWeight += share;
    totalLines += count.lines;
    const at = (slots[value] ?? 0) - 1;
    if (at < 0) {
      slots[value] = values.push(value);
      weight.push(share);
      lines.push(count.lines);
    } else {
      weight[at] = (weight[at] ?? 0) + share;
      lines[at] = (lines[at] ?? 0) + count.lines;
    }
  }
  for (const value of values) slots[value] = 0;
  const alike = totalLines < 2 ? 0 : lines.reduce((pairs, n) => pairs + n * (n - 1), 0) / (totalLines - 1);
  const agreement = ((totalLines < 2 ? 0 : alike) + PSEUDO / 2) / ((totalLines < 2 ? 0 : totalLines) + PSEUDO);
  return { values, weight, lines, totalWeight, totalLines, agreement };
}
