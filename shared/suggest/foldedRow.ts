import type { Coding, CountRow, Target } from "./types.ts";

/** One row summed up by the values of one field, weights decayed to now. */
export interface FoldedRow {
  readonly values: readonly string[];
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
}

export function fold(row: CountRow, { target, given, factor }: FoldBy): FoldedRow {
  const place = new Map<string, number>();
  const weight: number[] = [];
  const lines: number[] = [];
  let totalWeight = 0;
  let totalLines = 0;
  for (const count of row.counts) {
    if (given.account !== undefined && count.account !== given.account) continue;
    if (given.tax !== undefined && count.tax !== given.tax) continue;
    if (given.project !== undefined && count.project !== given.project) continue;
    const value = count[target];
    const share = count.weight * factor;
    totalWeight += share;
    totalLines += count.lines;
    const at = place.get(value);
    if (at === undefined) {
      place.set(value, weight.length);
      weight.push(share);
      lines.push(count.lines);
    } else {
      weight[at] = (weight[at] ?? 0) + share;
      lines[at] = (lines[at] ?? 0) + count.lines;
    }
  }
  const alike = totalLines < 2 ? 0 : lines.reduce((pairs, n) => pairs + n * (n - 1), 0) / (totalLines - 1);
  const agreement = ((totalLines < 2 ? 0 : alike) + PSEUDO / 2) / ((totalLines < 2 ? 0 : totalLines) + PSEUDO);
  return { values: [...place.keys()], weight, lines, totalWeight, totalLines, agreement };
}
