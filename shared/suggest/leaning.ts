import type { Option } from "./evidence.ts";
import { hash } from "./hash.ts";
import { placesOf } from "./questionRows.ts";
import type { Coding, ContextKey, CountRow, FirstAnswer, Memory, Target } from "./types.ts";

/**
 * Which way our answers lean: how much probability a project was given lately, over all lines that were answered, against how often it was the right one. "Given 41 lines' worth
 * and had 25" is stated too often. As with calibration.ts this counts and looks up; nothing is fitted. Only projects lean: they come and go, and what one
 * supplier or word is worth changes with them. Accounts and taxes gained nothing.
 */
export const leaningTarget: Target = "project";
/** What a count keeps per confirmed line, and pseudo-lines that were given as often as they were right. Set by hand: half or twice as much is as good. */
export const leaningDecay = 0.998;
const PSEUDO = 5;

/** So many of the strongest candidates are counted with their shares: the others' shares are small, and each would be a count more. */
const TOLD = 3;
/** Shares are kept in thousandths: what is counted is what is stored. */
export const TOLD_UNIT = 1_000;

const givenKey: ContextKey = hash(`given\u0000${leaningTarget}`);
const hadKey: ContextKey = hash(`had\u0000${leaningTarget}`);
/** Rows to fetch. */
export const leaningKeys: readonly ContextKey[] = [givenKey, hadKey];

/** A candidate and the share of the line that it was given, before leaning had its say. */
export type Told = readonly [value: string, share: number];

/** What is kept of an answer to count it later; `ranked` strongest first. */
export function toldOf(ranked: readonly Told[]): readonly Told[] {
  return ranked.slice(0, TOLD).map(([value, share]) => [value, Math.round(share * TOLD_UNIT) / TOLD_UNIT]);
}

/** What a confirmed line adds: its shares as they were given, and what it was. Nothing where nothing was answered. */
export function leaningCounts(answers: FirstAnswer, coding: Coding): { key: ContextKey; coding: Coding; weight: number }[] {
  const told = answers[leaningTarget]?.told;
  if (told === undefined) return [];
  const ofProject = (project: string): Coding => ({ account: "", tax: "", project });
  return [
    ...told.map(([value, weight]) => ({ key: givenKey, coding: ofProject(value), weight })),
    { key: hadKey, coding: ofProject(coding[leaningTarget]), weight: 1 },
  ];
}

/** How much likelier each option is than it seems, as a factor; null where nothing was counted. */
export function leaningFactor(target: Target, { rows, labels, sequence }: Memory, options: readonly Option[]): Float64Array | null {
  const had = rows.get(hadKey);
  if (target !== leaningTarget || had === undefined) return null;
  const places = placesOf(options, labels.positions[leaningTarget]);
  const lines = (row: CountRow | undefined): Float64Array => {
    const sums = new Float64Array(options.length).fill(PSEUDO);
    const factor = row === undefined ? 0 : leaningDecay ** Math.max(0, sequence - row.at);
    row?.weight.forEach((weight, k) => {
      const i = places[row[leaningTarget][k] ?? 0];
      if (i !== undefined) sums[i] = (sums[i] ?? 0) + weight * factor;
    });
    return sums;
  };
  const given = lines(rows.get(givenKey));
  return lines(had).map((one, i) => one / (given[i] ?? PSEUDO));
}
