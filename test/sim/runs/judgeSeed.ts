import { drawSchedule } from "../schedule/draw.ts";
import type { Ran } from "../schedule/ran.ts";
import { runSchedule } from "../schedule/runSchedule.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Tier } from "../world/simWorld.ts";

/** One seed's run in memory, and the same again: in memory, or on SQL. */
export interface Judged {
  seed: number;
  ran: Ran;
  /** Where the second run was. */
  again: Tier;
}

/** Every so many seeds run their second time on SQL; it costs five times as much. */
export const SQL_EVERY = 6;

export async function judgeSeed(seed: number): Promise<Judged> {
  const again: Tier = seed % SQL_EVERY === 0 ? "T2" : "T1";
  return { seed, ran: await runTwice(drawSchedule(seed), again), again };
}

/** Determinism is tested, not hoped for: the same schedule has to give the same trace, also where rows lie in SQL. */
export async function runTwice(schedule: Schedule, again: Tier, run = runSchedule): Promise<Ran> {
  const ran = await run(schedule, { tier: "T1", everyStep: true });
  if (ran.violations.length > 0) return ran;
  const second = await run(schedule, { tier: again, everyStep: false });
  if (second.violations.length > 0) return { ...ran, violations: second.violations.map(({ invariant, sentence }) => ({ invariant, sentence: `${sentence} (in ${again})` })) };
  return second.trace === ran.trace ? ran : { ...ran, violations: [{ invariant: "determinism", sentence: `the same seed gave another trace in ${again}` }] };
}
