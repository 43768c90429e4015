import { PLAIN_SETTING, type Setting } from "../world/setting.ts";
import type { Schedule } from "./schedule.ts";

/** Runs of one schedule that a search for a smaller one may take. */
const TRIES_MAX = 600;

/**
 * The smallest schedule found that still fails: steps are left out in ever smaller pieces (delta debugging), then settings go back to
 * plain ones. `fails` says whether a schedule shows the same failure.
 */
export async function shrink(schedule: Schedule, fails: (smaller: Schedule) => Promise<boolean>): Promise<Schedule> {
  let tries = 0;
  let smallest = schedule;
  const attempt = async (smaller: Schedule): Promise<boolean> => {
    if (tries >= TRIES_MAX) return false;
    tries += 1;
    if (!(await fails(smaller))) return false;
    smallest = smaller;
    return true;
  };
  let before: number;
  do {
    before = smallest.steps.length;
    for (let size = Math.ceil(smallest.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
      for (let from = smallest.steps.length - size; from >= 0 && tries < TRIES_MAX; from -= size)
        await attempt({ ...smallest, steps: smallest.steps.filter((_, index) => index < from || index >= from + size) });
  } while (smallest.steps.length < before && tries < TRIES_MAX);
  for (const name of smallest.setting.otherwise ?? []) await attempt({ ...smallest, setting: { ...smallest.setting, otherwise: smallest.setting.otherwise.filter((one) => one !== name) } });
  for (const key of Object.keys(PLAIN_SETTING) as (keyof Setting)[])
    if (smallest.setting[key] !== PLAIN_SETTING[key]) await attempt({ ...smallest, setting: { ...smallest.setting, [key]: PLAIN_SETTING[key] } });
  return smallest;
}
