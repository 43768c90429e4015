import { codingPositions } from "../../shared/suggest/labels.ts";
import type { CountRow } from "../../shared/suggest/types.ts";

/** Weights are read as integers of this fraction: exact enough to weigh, and a third faster to write out than decimals. */
export const WEIGHT_UNIT = 2 ** 24;

/** What a row's text begins with: a fraction, so that the engine keeps all of the array as floating-point numbers, and reads it a fifth quicker. */
export const ROW_OPENS = "[0.5,";
/** Numbers before the first count, and of one count. */
const BEFORE = 1;
const WIDTH = 4;

/**
 * A row from "[0.5,coding,at,lines,weight, coding,…]": the store keeps a clock per count, so that learning touches one; here all weights are
 * brought to the newest.
 */
export function readCounts(text: string, decay: number): CountRow {
  const stored = JSON.parse(text) as number[];
  const length = (stored.length - BEFORE) / WIDTH;
  let newest = 0;
  for (let i = BEFORE + 1; i < stored.length; i += WIDTH) newest = Math.max(newest, stored[i] ?? 0);
  const column = (): number[] => Array<number>(length);
  // The same for the weights, some of which are whole.
  const row: CountRow = { at: newest, account: column(), tax: column(), project: column(), lines: column(), weight: column().fill(0.5) };
  const { account, tax, project, lines, weight } = row;
  const loss = Math.log(decay);
  for (let k = 0; k < length; k++) {
    const i = BEFORE + k * WIDTH;
    const coding = codingPositions(stored[i] ?? 0);
    account[k] = coding.account;
    tax[k] = coding.tax;
    project[k] = coding.project;
    lines[k] = (stored[i + 2] ?? 0) | 0;
    weight[k] = ((stored[i + 3] ?? 0) / WEIGHT_UNIT) * Math.exp(loss * (newest - (stored[i + 1] ?? 0)));
  }
  return row;
}
