import type { Coding, Count, CountRow } from "./types.ts";

/** What one line adds to, or takes from, one context. */
export interface Addition {
  readonly coding: Coding;
  /** The line's own clock reading in this context. */
  readonly at: number;
  readonly weight: number;
  /** Factor per tick of the context's clock, in (0, 1]. */
  readonly decay: number;
}

const same = (count: Coding, coding: Coding): boolean =>
  count.account === coding.account && count.tax === coding.tax && count.project === coding.project;

/** The row with the line counted in. Weights decay lazily: only when their row is touched. Does not change `row`. */
export function add(row: CountRow | undefined, addition: Addition): CountRow {
  const { coding, at, weight, decay } = addition;
  if (row === undefined) return { at, counts: [{ ...coding, lines: 1, weight }] };
  // A line may arrive out of order (a correction keeps its sequence number), so the row's clock never goes back.
  const now = Math.max(row.at, at);
  const counts = decayed(row, now, decay);
  const share = weight * decay ** (now - at);
  const found = counts.find((count) => same(count, coding));
  if (found === undefined) counts.push({ ...coding, lines: 1, weight: share });
  else {
    found.lines += 1;
    found.weight += share;
  }
  return { at: now, counts };
}

/** The row with exactly this line taken out again, or null when nothing is left. */
export function subtract(row: CountRow | undefined, addition: Addition): CountRow | null {
  if (row === undefined) return null;
  const { coding, at, weight, decay } = addition;
  const share = weight * decay ** (row.at - at);
  const counts: Count[] = [];
  for (const count of row.counts) {
    if (!same(count, coding)) counts.push({ ...count });
    else if (count.lines > 1) counts.push({ ...count, lines: count.lines - 1, weight: count.weight - share });
  }
  return counts.length === 0 ? null : { at: row.at, counts };
}

function decayed(row: CountRow, now: number, decay: number): Count[] {
  const factor = decay ** (now - row.at);
  return row.counts.map((count) => ({ ...count, weight: count.weight * factor }));
}
