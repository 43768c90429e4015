import { runOne } from "./runOne.ts";

/**
 * T0, after Dropbox's CanopyCheck: one record, changed on both sides (independent records never exercise a merge), planned and carried
 * out until nothing is left, with edits and answers falling between the rounds. Then a person answers what is open.
 * It must end, with both sides equal or a question open about exactly the groups that differ, and every value a person typed findable.
 */
export interface PlannerReport {
  runs: number;
  failures: readonly { seed: number; why: string }[];
  plans: number;
  conflicts: number;
  proposals: number;
  pushes: number;
  bothSidesEdited: number;
  seconds: number;
}

/** `from`: the number of the first record, where others plan the ones before it. */
export function runPlanner({ count, seed, from = 0, now = () => performance.now() }: { count: number; seed: number; from?: number; now?: () => number }): PlannerReport {
  const totals = { plans: 0, conflicts: 0, proposals: 0, pushes: 0, bothSidesEdited: 0 };
  const failures: { seed: number; why: string }[] = [];
  const startedAt = now();
  for (let index = from; index < from + count; index += 1) {
    const runSeed = (seed + index * 2_654_435_761) >>> 0;
    try {
      const world = runOne(runSeed);
      totals.plans += world.plans;
      totals.conflicts += world.opened;
      totals.proposals += world.proposed;
      totals.pushes += world.pushes;
      totals.bothSidesEdited += world.oursEdits > 0 && world.xeroEdits > 0 ? 1 : 0;
    } catch (error) {
      if (failures.length < 20) failures.push({ seed: runSeed, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { runs: count, failures, ...totals, seconds: (now() - startedAt) / 1_000 };
}
