import { runPlanner } from "../planner/runPlanner.ts";
import { drawSchedule, isAimed } from "../schedule/draw.ts";
import { runSchedule } from "../schedule/runSchedule.ts";

/** What the simulation said of one planted bug. */
export interface Sought {
  /** Null: nothing that was run saw it. `seed` null: not a schedule, but the planner alone, or an error. */
  caught: { seed: number | null; by: string; sentence: string } | null;
  schedules: number;
}

export interface Search {
  /** Seeds from 1 on. */
  count: number;
  /** Where the bug is: those of the SQL store are looked for where it is. */
  file: string;
  /** Seeds that fail without any bug prove nothing. */
  skip: readonly number[];
}

/** Records that the planner alone is shown. */
const RECORDS = 1_500;

/** Looks for the bug planted in this process: the planner alone, then schedules, aimed ones first, until something does not hold. */
export async function seek({ count, file, skip }: Search): Promise<Sought> {
  if (file.startsWith("shared/")) {
    const [failure] = runPlanner({ count: RECORDS, seed: 1 }).failures;
    if (failure !== undefined) return { caught: { seed: null, by: "planner", sentence: failure.why }, schedules: 0 };
  }
  const seeds = Array.from({ length: count }, (_, index) => index + 1).filter((seed) => !skip.includes(seed));
  const tier = file.startsWith("worker/store/") ? "T2" : "T1";
  let schedules = 0;
  for (const seed of [...seeds.filter(isAimed), ...seeds.filter((one) => !isAimed(one))]) {
    schedules += 1;
    const [violation] = (await runSchedule(drawSchedule(seed), { tier, everyStep: true })).violations;
    if (violation !== undefined) return { caught: { seed, by: violation.invariant, sentence: violation.sentence }, schedules };
  }
  return { caught: null, schedules };
}
