import type { Band, Target } from "./types.ts";

/** What became of one suggested field. "ignored": the line was coded without looking at the suggestion, or not at all. */
export type Fate = "accepted" | "corrected" | "ignored" | "changed-in-xero" | "bulk-confirmed";

export interface FateCount {
  readonly target: Target;
  readonly band: Band;
  readonly fate: Fate;
  readonly count: number;
}

/** One line of the accuracy table: how suggestions of one field and band fared with people who looked. */
export interface Accuracy {
  readonly target: Target;
  readonly band: Band;
  readonly accepted: number;
  readonly corrected: number;
  readonly ignored: number;
  readonly changedInXero: number;
  /** Confirmed in bulk: shown, but no one looked, so it proves nothing until someone changes it. */
  readonly bulkConfirmed: number;
  /** accepted ÷ (accepted + corrected + changed later); null before anyone looked. */
  readonly precision: number | null;
}

const fateField = { accepted: "accepted", corrected: "corrected", ignored: "ignored", "changed-in-xero": "changedInXero", "bulk-confirmed": "bulkConfirmed" } as const;

/** Precision per field and confidence band from stored counts. */
export function accuracy(counts: readonly FateCount[]): Accuracy[] {
  const table = new Map<string, { target: Target; band: Band } & Record<(typeof fateField)[Fate], number>>();
  for (const { target, band, fate, count } of counts) {
    const key = `${target}|${band}`;
    const row = table.get(key) ?? { target, band, accepted: 0, corrected: 0, ignored: 0, changedInXero: 0, bulkConfirmed: 0 };
    row[fateField[fate]] += count;
    table.set(key, row);
  }
  return [...table.values()].map((row) => {
    const judged = row.accepted + row.corrected + row.changedInXero;
    return { ...row, precision: judged === 0 ? null : row.accepted / judged };
  });
}
