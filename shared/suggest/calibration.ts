import { hash } from "./hash.ts";
import type { Labels } from "./labels.ts";
import type { ContextKey, CountRow, Target } from "./types.ts";

/**
 * Where stated confidences are counted as right or wrong. The organisation's own record then corrects what we state: "of the
 * last 60 answers stated at 80–85 %, 57 were right". This counts and looks up; nothing is fitted.
 */
const EDGES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.94, 0.97, 0.985, 1] as const;
/** The bins as [from, to), in the order of their numbers. */
export const confidenceBins: readonly (readonly [from: number, to: number])[] = EDGES.slice(0, -1).map((from, bin) => [from, EDGES[bin + 1] ?? 1]);
/** Decay per confirmed line, weight of the next bin, and pseudo-answers that were as right as stated. Set by hand. */
export const calibrationDecay = 0.999;
const NEIGHBOUR = 0.3;
const PSEUDO = 15;
/** From here on the order between answers is kept as it is: the record there is too thin to reorder what people confirm in bulk. */
const KEEP_FROM = 0.85;

export function calibrationKey(target: Target): ContextKey {
  return hash(`calibration\u0000${target}`);
}

/** The bin of a stated confidence. */
export function statedBin(stated: number): number {
  let bin = 0;
  while (bin < EDGES.length - 2 && stated >= (EDGES[bin + 1] ?? 1)) bin++;
  return bin;
}

const logit = (p: number): number => {
  const inside = Math.min(0.9999, Math.max(0.0001, p));
  return Math.log(inside / (1 - inside));
};
const inner = (p: number): number => Math.min(0.995, Math.max(0.005, p));

/** The confidence after the organisation's record has had its say. `row` counts {account: bin, tax: "right" | "wrong"}. */
export function calibrated(stated: number, row: CountRow | undefined, { lists, positions }: Labels): number {
  if (row === undefined || stated >= KEEP_FROM) return stated;
  const bin = statedBin(stated);
  let right = 0;
  let all = 0;
  let expected = 0;
  const rightly = positions.tax.get("right");
  row.weight.forEach((counted, k) => {
    const other = Number(lists.account[row.account[k] ?? 0]);
    const weight = counted * NEIGHBOUR ** Math.abs(other - bin);
    all += weight;
    if (row.tax[k] === rightly) right += weight;
    expected += (weight * ((EDGES[other] ?? 0) + (EDGES[other + 1] ?? 1))) / 2;
  });
  if (all <= 0) return stated;
  const said = inner(expected / all);
  const was = inner((right + PSEUDO * said) / (all + PSEUDO));
  return 1 / (1 + Math.exp(-(logit(stated) + logit(was) - logit(said))));
}
