import type { Option } from "./evidence.ts";
import { fold } from "./foldedRow.ts";
import type { FoldBy } from "./foldedRow.ts";
import type { LineMemory } from "./lineMemory.ts";
import { smoothed } from "./logRatio.ts";
import { placesOf } from "./questionRows.ts";
import type { CountRow, Target } from "./types.ts";

/**
 * How often lines of neighbouring numbers belong together for no other reason than that they were entered one after the other, halved with every number further: of lines
 * that are open like this one, and of those confirmed already, which mostly means on another day. Set by hand to one value for all ledgers; between half and twice as much the figures hardly moved.
 */
const TOGETHER = { open: 0.1, confirmed: 0.05 } as const;
const FURTHER = 0.5;
/** Pseudo-lines of a supplier that are shared out as all lines are. */
const PSEUDO = 1;
/** A candidate that hardly any line had is not lifted without bound. */
const FLOOR = 0.005;

/**
 * How much likelier each candidate is for what was entered beside the line, as a factor; null where nothing is known of it. Only projects: a pile on a desk is of one
 * project or department, but of all sorts of accounts. `parent`: the candidates' shares of all lines. With the share t of neighbours that belong together,
 * the odds are (1 - t) + t × (the neighbour's share for a candidate ÷ its share of all lines).
 */
export function besideFactor(target: Target, line: LineMemory, options: readonly Option[], parent: Float64Array): Float64Array | null {
  const { beside } = line.prepared;
  if (target !== "project" || beside.length === 0) return null;
  const { rows, labels } = line.memory;
  const places = placesOf(options, labels.positions.project);
  let factor: Float64Array | null = null;
  for (const { gap, key, project } of beside) {
    const shares = project === undefined ? supplierShares(rows.get(key), { target, given: null, factor: 1, places }, parent) : options.map(({ value }) => Number(value === project));
    if (shares === null) continue;
    const together = TOGETHER[project === undefined ? "open" : "confirmed"] * FURTHER ** (gap - 1);
    factor ??= new Float64Array(options.length).fill(1);
    for (let i = 0; i < factor.length; i++) factor[i] = (factor[i] ?? 1) * (1 - together + (together * (shares[i] ?? 0)) / ((parent[i] ?? 0) + FLOOR));
  }
  return factor;
}

function supplierShares(row: CountRow | undefined, by: FoldBy, parent: Float64Array): ArrayLike<number> | null {
  return row === undefined || row.lines.length === 0 ? null : smoothed(fold(row, by), PSEUDO, parent);
}
