import type { Option } from "./evidence.ts";
import type { Prepared } from "./prepare.ts";

/** How much of a word decides: "photocopiers" and "photocopying" share five letters. */
const STEM = 5;

export function stem(word: string): string {
  return word.length > STEM ? word.slice(0, STEM) : word;
}

/** The words of a line, supplier and description, that may stand in a name. */
export function lineStems({ supplierWords, textWords }: Prepared): ReadonlySet<string> {
  return new Set([...supplierWords, ...textWords].filter((word) => word.length > 2).map(stem));
}

/**
 * For each candidate, the share of its name's words that stand in the line (`stems`), and whether any does.
 * This is what speaks for an account that was never used before.
 */
export function nameMatch(stems: ReadonlySet<string>, options: readonly Option[]): [Float64Array, Float64Array] {
  const share = new Float64Array(options.length);
  const any = new Float64Array(options.length);
  if (stems.size === 0) return [share, any];
  for (let i = 0; i < options.length; i++) {
    const words = options[i]?.words ?? [];
    let hits = 0;
    for (const word of words) if (stems.has(stem(word))) hits++;
    if (hits === 0) continue;
    share[i] = hits / words.length;
    any[i] = 1;
  }
  return [share, any];
}
