import { contextKey } from "./contexts.ts";
import { supplierOf } from "./supplierOf.ts";
import type { BesideLine, ContextKey, SuggestLine } from "./types.ts";

/** So many lines beside are looked at, the nearest: each is a row more to fetch. */
export const besideCap = 4;
/** Document numbers further apart tell nothing. */
export const besideReach = 3;

/**
 * Confirmed lines further away in time tell nothing, whatever their numbers: mostly suppliers number their bills themselves, and then what is next to one is chance. A firm's own
 * counter gives out what is next within days.
 */
export const besideDays = 7;

/** A line beside, read once. */
export interface PreparedBeside {
  readonly supplier: string;
  readonly gap: number;
  /** The key of the supplier's row. */
  readonly key: ContextKey;
  /** Its project, where that is confirmed already. */
  readonly project?: string;
}

/** The lines beside that tell anything: near in number, and of another supplier, since the same one's are known better from its own rows. */
export function besideOf(line: SuggestLine): readonly PreparedBeside[] {
  if (line.beside === undefined) return [];
  const own = supplierOf(line);
  return line.beside
    .filter(({ gap }) => Number.isInteger(gap) && gap > 0 && gap <= besideReach)
    .map((one: BesideLine): PreparedBeside => {
      const supplier = supplierOf(one);
      return { supplier, gap: one.gap, key: contextKey("supplier", supplier), ...(one.project != null && { project: one.project }) };
    })
    .filter(({ supplier }) => supplier !== own)
    .slice(0, besideCap);
}
