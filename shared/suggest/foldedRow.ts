import type { CountRow, Target } from "./types.ts";

/** One row summed up by the candidates of one field. */
export interface FoldedRow {
  /** Candidates that it speaks for, and the share of its weight for each; what is missing to 1 speaks for values that are no candidates. */
  readonly at: readonly number[];
  readonly share: readonly number[];
  /** Weight of all its lines, decayed to now. Codings outside the candidates count in the totals: they are doubt. */
  readonly total: number;
  readonly totalLines: number;
  /** How far its lines agree with one another, 0..1: the share of the other lines that were coded alike, mean over lines; near a half where there are few. */
  readonly agreement: number;
}

/** Fields of a coding by their positions in the memory's labels. */
export type Positions = Partial<Record<Target, number>>;

export interface FoldBy {
  readonly target: Target;
  /** Only codings that agree with these fields are counted; null: all. */
  readonly given: Positions | null;
  /** What a weight has kept since the row's clock. */
  readonly factor: number;
  /** Which candidate a label is, by its position. */
  readonly places: readonly (number | undefined)[];
}

export const emptyFold: FoldedRow = { at: [], share: [], total: 0, totalLines: 0, agreement: 0.5 };

/** Pseudo-lines that agreed half the time, so that a line or two prove nothing. */
const PSEUDO = 2;

/** What one row is summed up in, by label. Between two rows lines and weights are all zero: no row leaves anything to another. */
const sums = { labels: [] as number[], lines: [] as number[], weight: [] as number[] };

export function fold(row: CountRow, { target, given, factor, places }: FoldBy): FoldedRow {
  const column = row[target];
  const { labels, lines, weight } = sums;
  let distinct = 0;
  let total = 0;
  let totalLines = 0;
  for (let k = 0; k < column.length; k++) {
    if (given !== null && !agrees(row, k, given)) continue;
    const label = column[k] ?? 0;
    const count = row.lines[k] ?? 0;
    const share = (row.weight[k] ?? 0) * factor;
    while (lines.length <= label) {
      lines.push(0);
      weight.push(0);
    }
    const before = lines[label] ?? 0;
    if (before === 0) labels[distinct++] = label;
    lines[label] = before + count;
    weight[label] = (weight[label] ?? 0) + share;
    totalLines += count;
    total += share;
  }
  const at: number[] = [];
  const shares: number[] = [];
  let pairs = 0;
  for (let d = 0; d < distinct; d++) {
    const label = labels[d] ?? 0;
    const place = places[label];
    const count = lines[label] ?? 0;
    const part = (weight[label] ?? 0) / total;
    if (place !== undefined && part > 0) {
      at.push(place);
      shares.push(part);
    }
    pairs += count * (count - 1);
    lines[label] = 0;
    weight[label] = 0;
  }
  const agreement = totalLines < 2 ? 0.5 : (pairs / (totalLines - 1) + PSEUDO / 2) / (totalLines + PSEUDO);
  return { at, share: shares, total, totalLines, agreement };
}

/** Whether the k-th coding of a row agrees with these fields. */
export function agrees(row: CountRow, k: number, { account, tax, project }: Positions): boolean {
  return (account === undefined || row.account[k] === account) && (tax === undefined || row.tax[k] === tax) && (project === undefined || row.project[k] === project);
}
