import { runPlanner } from "../planner.ts";
import { drawSchedule, isAimed } from "../schedule/draw.ts";
import { runSchedule } from "../schedule/runSchedule.ts";

/** What the simulation said of one planted bug. */
export interface Sought {
  /** Null: nothing that was run saw it. */
  caught: { by: string; sentence: string } | null;
  schedules: number;
}

/** Records that the planner alone is shown. */
const RECORDS = 1_500;

/**
 * Looks for the bug that was planted in this process: the planner alone, then the schedules of a run of `count` seeds, aimed ones first,
 * until something does not hold. Bugs of the SQL store are looked for where it is.
 */
export async function seek(count: number, file: string): Promise<Sought> {
  if (file.startsWith("shared/")) {
    const [failure] = runPlanner({ count: RECORDS, seed: 1 }).failures;
    if (failure !== undefined) return { caught: { by: "planner", sentence: failure.why }, schedules: 0 };
  }
  const seeds = Array.from({ length: count }, (_, index) => index + 1);
  const tier = file.startsWith("worker/store/") ? "T2" : "T1";
  let schedules = 0;
  for (const seed of [...seeds.filter(isAimed), ...seeds.filter((one) => !isAimed(one))]) {
    schedules += 1;
    const [violation] = (await runSchedule(drawSchedule(seed), { tier, everyStep: true })).violations;
    if (violation !== undefined) return { caught: { by: `seed ${seed}, ${violation.invariant}`, sentence: violation.sentence }, schedules };
  }
  return { caught: null, schedules };
}

const [count, file] = process.argv.slice(2) as [string, string];
try {
  process.stdout.write(`${JSON.stringify(await seek(Number(count), file))}\n`);
} catch (error) {
  // A bug that breaks the run itself is seen as well.
  process.stdout.write(`${JSON.stringify({ caught: { by: "error", sentence: String(error) }, schedules: 0 } satisfies Sought)}\n`);
}
