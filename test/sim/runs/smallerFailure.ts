import { drawSchedule } from "../schedule/draw.ts";
import { keepRegression } from "../schedule/regressions.ts";
import { shrink } from "../schedule/shrink.ts";
import type { Violation } from "../world/simWorld.ts";
import { type Judged, runTwice } from "./judgeSeed.ts";

/** Makes a failing seed small and keeps it, to be replayed first from now on. @returns what to tell. */
export async function smallerFailure({ seed, again }: Judged, failed: Violation): Promise<string> {
  const whole = drawSchedule(seed);
  // The same invariant, not the same words: ids change with every step that goes.
  const small = await shrink(whole, async (smaller) => (await runTwice(smaller, again)).violations.some(({ invariant }) => invariant === failed.invariant));
  const told = (await runTwice(small, again)).violations.find(({ invariant }) => invariant === failed.invariant) ?? failed;
  return `  kept with ${small.steps.length} of ${whole.steps.length} steps in ${keepRegression({ name: `seed-${seed}`, failed: told, schedule: small })}`;
}
