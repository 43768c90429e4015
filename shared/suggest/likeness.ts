import { amountDistance } from "./amountDistance.ts";
import { roundStep } from "./amounts.ts";
import type { Prepared } from "./prepare.ts";
import type { Neighbour } from "./types.ts";

/** How like a line is to the one that is asked about, whatever field is asked. */
export interface Likeness {
  /** Distance of the amounts (amountDistance.ts). */
  readonly distance: number;
  /** The same as nearness, 0..1. */
  readonly near: number;
  readonly sameAmount: boolean;
  /** Words in common, and their share of all words of both (Jaccard). */
  readonly common: number;
  readonly alike: number;
  /** Within two days of the same day of the month. */
  readonly sameDay: boolean;
  /** An amount as round. */
  readonly sameRoundness: boolean;
}

export function likenesses({ line, textWords, dayOfMonth }: Prepared, neighbours: readonly Neighbour[]): Likeness[] {
  const step = roundStep(line.amountMinor);
  return neighbours.map(({ amountMinor, words, dayOfMonth: day }) => {
    const distance = amountDistance(amountMinor, line.amountMinor);
    const common = commonWords(textWords, words);
    const union = textWords.length + words.length - common;
    return {
      distance, near: Math.exp(-3 * distance), sameAmount: amountMinor === line.amountMinor, common, alike: textWords.length === 0 ? 0 : common / union,
      sameDay: Math.abs(dayOfMonth - day) <= 2, sameRoundness: roundStep(amountMinor) === step,
    };
  });
}

/** Both are a handful of words, each once. */
function commonWords(left: readonly string[], right: readonly string[]): number {
  let common = 0;
  for (const word of right) if (left.includes(word)) common++;
  return common;
}
