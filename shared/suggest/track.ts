import { hash } from "./hash.ts";
import type { Labels } from "./labels.ts";
import type { Prepared } from "./prepare.ts";
import type { Coding, ContextKey, CountRow, FirstAnswer, Target } from "./types.ts";

/** How often our first answers were right: counts, shown as evidence and entering confidence through fixed weights. */
export interface Track {
  readonly right: number;
  readonly wrong: number;
}

export const trackTargets: readonly Target[] = ["account", "tax", "project"];

export function trackKey(target: Target): ContextKey {
  return hash(`track\u0000${target}`);
}

export function supplierTrackKey(prepared: Prepared): ContextKey {
  return hash(`track-supplier\u0000${prepared.supplier}`);
}

/** A supplier's row holds the three verdicts of a line as one coding: "r", "w" or "" per target. Null when nothing was suggested. */
export function supplierTrackCoding(answer: FirstAnswer, coding: Coding): Coding | null {
  const verdict = (target: Target): string => (answer[target] === null ? "" : answer[target]?.value === coding[target] ? "r" : "w");
  const verdicts = { account: verdict("account"), tax: verdict("tax"), project: verdict("project") };
  return verdicts.account + verdicts.tax + verdicts.project === "" ? null : verdicts;
}

export function supplierTrack(row: CountRow | undefined, target: Target, { positions }: Labels): Track {
  const of = (verdict: string): number => {
    const position = positions[target].get(verdict);
    return row === undefined ? 0 : row.weight.reduce((sum, weight, k) => (row[target][k] === position ? sum + weight : sum), 0);
  };
  return { right: of("r"), wrong: of("w") };
}

/** The track of one answer, or of all answers when `value` is null. */
export function answerTrack(row: CountRow | undefined, value: string | null, { positions }: Labels): Track {
  let right = 0;
  let wrong = 0;
  const answer = value === null ? undefined : positions.account.get(value);
  const rightly = positions.tax.get("right");
  for (let k = 0; row !== undefined && k < row.weight.length; k++) {
    if (value !== null && row.account[k] !== answer) continue;
    if (row.tax[k] === rightly) right += row.weight[k] ?? 0;
    else wrong += row.weight[k] ?? 0;
  }
  return { right, wrong };
}
