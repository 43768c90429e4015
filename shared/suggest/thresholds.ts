import type { Band } from "./types.ts";

/** Confidence from which a suggestion stands in a band. An admin may move `low` after seeing the measured precision per band. */
export interface Thresholds {
  readonly high: number;
  readonly medium: number;
  readonly low: number;
}

/** Shipped with the project; docs/03-suggestions.md has the precision that each band reached on public ledgers. */
export const shippedThresholds: Thresholds = { high: 0.92, medium: 0.7, low: 0.45 };

export function bandOf(confidence: number, thresholds: Thresholds): Band {
  return confidence >= thresholds.high ? "high" : confidence >= thresholds.medium ? "medium" : confidence >= thresholds.low ? "low" : "none";
}
