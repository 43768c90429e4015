import type { Placed } from "../../shared/suggest/learn.ts";
import type { ContextKey } from "../../shared/suggest/types.ts";
import type { CountAdded } from "../store/countAdding.ts";
import { type Labels, numberOf } from "../../shared/suggest/labels.ts";

/** What some confirmed lines add to the counts and take out of them: summed up per row, for one statement. */
export interface Additions {
  /** `sign` -1 takes a line out again. */
  count(placed: Placed, sign: 1 | -1): void;
  /** A row that is no coding (bookkeeping.ts). */
  note(key: ContextKey, coding: number, by: { lines: number; at?: number }): void;
  rows(): CountAdded[];
}

export function additions(labels: Labels): Additions {
  const rows = new Map<ContextKey, Map<number, CountAdded>>();
  const add = (row: CountAdded): void => {
    const [key, coding, at, lines, weight, decay] = row;
    const ofKey = rows.get(key) ?? new Map<number, CountAdded>();
    rows.set(key, ofKey);
    const before = ofKey.get(coding);
    if (before === undefined) {
      ofKey.set(coding, row);
      return;
    }
    const now = Math.max(at, before[2]);
    ofKey.set(coding, [key, coding, now, before[3] + lines, before[4] * decay ** (now - before[2]) + weight * decay ** (now - at), decay]);
  };
  return {
    count: ({ key, coding, at, weight, decay }, sign) => add([key, numberOf(labels, coding), at, sign, sign * weight, decay]),
    note: (key, coding, { lines, at = 0 }) => add([key, coding, at, lines, 0, 1]),
    // In the order of the table: neighbours in the index are written together.
    rows: () => [...rows.values()].flatMap((ofKey) => [...ofKey.values()]).filter(([, coding, , lines, weight]) => coding < 0 || lines !== 0 || weight !== 0).sort((a, b) => a[0] - b[0]),
  };
}
