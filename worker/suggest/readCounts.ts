import { codingPositions } from "../../shared/suggest/labels.ts";
import type { CountRow } from "../../shared/suggest/types.ts";

/** Weights are read as integers of this fraction: exact enough to weigh, and a third faster to write out than decimals. */
export const WEIGHT_UNIT = 2 ** 24;

/** Numbers of one count in the text of a row. */
const WIDTH = 4;

/**
 * A row from "[coding,at,lines,weight, coding,…]": the store keeps a clock per count, so that learning touches one; here all weights are
 * brought to the newest.
 */
export function readCounts(text: string, decay: number): CountRow {
  const stored = JSON.parse(text) as number[];
  const length = stored.length / WIDTH;
  let newest = 0;
  for (let i = 1; i < stored.length; i += WIDTH) newest = Math.max(newest, stored[i] ?? 0);
  const column = (): number[] => Array<number>(length);
  const row: CountRow = { at: newest, account: column(), tax: column(), project: column(), lines: column(), weight: column() };
  const { account, tax, project, lines, weight } = row;
  const loss = Math.log(decay);
  for (let k = 0; k < length; k++) {
    const coding = codingPositions(stored[k * WIDTH] ?? 0);
    account[k] = coding.account;
    tax[k] = coding.tax;
    project[k] = coding.project;
    lines[k] = stored[k * WIDTH + 2] ?? 0;
    weight[k] = ((stored[k * WIDTH + 3] ?? 0) / WEIGHT_UNIT) * Math.exp(loss * (newest - (stored[k * WIDTH + 1] ?? 0)));
  }
  return row;
}
