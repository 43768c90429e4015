import type { Option } from "./evidence.ts";
import type { Prepared } from "./prepare.ts";

/** How much of a word decides: "photocopiers" and "photocopying" share five letters. */
const STEM = 5;

/**
 * For each candidate, the share of its name's words that stand in the line (supplier or description), and whether any does.
 * This is what speaks for an account that was never used before.
 */
export function nameMatch(prepared: Prepared, options: readonly Option[]): [Float64Array, Float64Array] {
  const stems = new Set([...prepared.supplierWords, ...prepared.textWords].filter((word) => word.length > 2).map((word) => word.slice(0, STEM)));
  const share = new Float64Array(options.length);
  const any = new Float64Array(options.length);
  if (stems.size === 0) return [share, any];
  options.forEach((option, i) => {
    let hits = 0;
    for (const word of option.words) if (stems.has(word.slice(0, STEM))) hits++;
    share[i] = option.words.length === 0 ? 0 : hits / option.words.length;
    any[i] = hits > 0 ? 1 : 0;
  });
  return [share, any];
}
