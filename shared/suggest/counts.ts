import { type Labels, positionOf } from "./labels.ts";
import type { Coding, Count, CountRow } from "./types.ts";

const TARGETS = ["account", "tax", "project"] as const;

/** What one line adds to, or takes from, one context. */
export interface Addition {
  readonly coding: Coding;
  /** The line's own clock reading in this context. */
  readonly at: number;
  readonly weight: number;
  /** Factor per tick of the context's clock, in (0, 1]. */
  readonly decay: number;
}

export const emptyRow = (at: number): CountRow => ({ at, account: [], tax: [], project: [], lines: [], weight: [] });

/** The row with the line counted in; a label that is new gets its position. Weights decay lazily: only when their row is touched. Does not change `row`. */
export function add(row: CountRow | undefined, { coding, at, weight, decay }: Addition, labels: Labels): CountRow {
  // A line may arrive out of order (a correction keeps its sequence number), so the row's clock never goes back.
  const now = row === undefined ? at : Math.max(row.at, at);
  const next = row === undefined ? emptyRow(now) : decayed(row, now, decay);
  const share = weight * decay ** (now - at);
  const k = placeOf(next, coding, labels);
  if (k < 0) {
    for (const target of TARGETS) next[target].push(positionOf(labels, target, coding[target]));
    next.lines.push(1);
    next.weight.push(share);
  } else {
    next.lines[k] = (next.lines[k] ?? 0) + 1;
    next.weight[k] = (next.weight[k] ?? 0) + share;
  }
  return next;
}

/** The row with exactly this line taken out again, or null when nothing is left. */
export function subtract(row: CountRow | undefined, { coding, at, weight, decay }: Addition, labels: Labels): CountRow | null {
  if (row === undefined) return null;
  const next = decayed(row, row.at, decay);
  const k = placeOf(next, coding, labels);
  const lines = next.lines[k] ?? 0;
  if (lines > 1) {
    next.lines[k] = lines - 1;
    next.weight[k] = (next.weight[k] ?? 0) - weight * decay ** (row.at - at);
  } else if (k >= 0) for (const column of [next.account, next.tax, next.project, next.lines, next.weight]) column.splice(k, 1);
  return next.lines.length === 0 ? null : next;
}

/** The counts of a row in words. */
export function spelledOut(row: CountRow | undefined, { lists }: Labels): Count[] {
  if (row === undefined) return [];
  return row.lines.map((lines, k) => ({
    account: lists.account[row.account[k] ?? 0] ?? "", tax: lists.tax[row.tax[k] ?? 0] ?? "", project: lists.project[row.project[k] ?? 0] ?? "", lines, weight: row.weight[k] ?? 0,
  }));
}

/** Where a coding stands in the row, or -1. */
function placeOf(row: CountRow, { account, tax, project }: Coding, { positions }: Labels): number {
  const [a, t, p] = [positions.account.get(account), positions.tax.get(tax), positions.project.get(project)];
  return row.lines.findIndex((_, k) => row.account[k] === a && row.tax[k] === t && row.project[k] === p);
}

function decayed(row: CountRow, now: number, decay: number): CountRow {
  const factor = decay ** (now - row.at);
  return { at: now, account: [...row.account], tax: [...row.tax], project: [...row.project], lines: [...row.lines], weight: row.weight.map((weight) => weight * factor) };
}
