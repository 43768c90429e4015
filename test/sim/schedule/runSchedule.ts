import { createHash } from "node:crypto";
import { violations } from "../invariants/invariants.ts";
import { viewOf } from "../invariants/view.ts";
import { STEPS } from "../steps/steps.ts";
import { openWorld, type SimWorld, type Tier, type Violation } from "../world/simWorld.ts";
import { PLAIN_SETTING } from "../world/setting.ts";
import { templateOf } from "../world/openTemplate.ts";
import { comeToRest } from "./comeToRest.ts";
import type { Ran } from "./ran.ts";
import type { Schedule } from "./schedule.ts";

/** More than these say nothing new. */
const TOLD_MAX = 5;

export interface RunOptions {
  tier: Tier;
  /** Look at the invariants after every step, not at rest alone. */
  everyStep: boolean;
}

/** One schedule from its beginning to rest. Stops at the first step after which something does not hold. */
export async function runSchedule(schedule: Schedule, { tier, everyStep }: RunOptions): Promise<Ran> {
  const world = await openWorld({ template: await templateOf(schedule.setting.imported), seed: schedule.seed, tier, setting: { ...PLAIN_SETTING, ...schedule.setting } });
  try {
    const found = (await throughSteps(world, schedule, everyStep)) ?? (await comeToRest(world));
    return await summed(world, found);
  } finally {
    world.stored.close();
  }
}

async function throughSteps(world: SimWorld, { steps }: Schedule, everyStep: boolean): Promise<Violation[] | null> {
  for (const [index, step] of steps.entries()) {
    const kind = STEPS[step.do];
    if (kind === undefined) throw new Error(`no step is called ${step.do}`);
    await kind.run(world, step);
    const found = everyStep ? [...world.problems, ...(await violations(await viewOf(world), "step"))] : [...world.problems];
    if (found.length > 0) return found.map(({ invariant, sentence }) => ({ invariant, sentence: `${sentence} (after step ${index + 1}, ${step.do})` }));
  }
  return null;
}

async function summed(world: SimWorld, found: readonly Violation[]): Promise<Ran> {
  const { sandbox, fired, edits, stored } = world;
  for (const [kind, times] of Object.entries(sandbox.faults.firings())) fired.set(kind, (fired.get(kind) ?? 0) + times);
  const writes = sandbox.log.changes({ by: sandbox.apps[0]!.clientId }).length;
  const audit = (await stored.rows("audit")).toSorted((a, b) => (a.organisationId === b.organisationId ? a.seq - b.seq : a.organisationId < b.organisationId ? -1 : 1));
  const calls = sandbox.log.entries.map(({ atMs, method, path, query, status, changes }) => [atMs, method, path, query, status, changes.length].join(" "));
  const trace = createHash("sha256").update(JSON.stringify([calls, audit.map(({ hash }) => hash), [...fired].toSorted(), found])).digest("hex");
  return {
    operations: edits.ours + edits.xero, bothSides: edits.ours > 0 && edits.xero > 0, conflicts: (await stored.rows("conflict")).length, writes, fired,
    violations: found.slice(0, TOLD_MAX), trace,
  };
}
