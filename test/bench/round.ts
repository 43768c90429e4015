import { engineWorld } from "../sim/engineWorld.ts";
import { callsByList } from "./syncWorld.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Calls of an idle day, the nightly sweep included: webhooks dead and alive. */
export async function run(): Promise<void> {
  const figures = { dead: await idleDay(false), alive: await idleDay(true) };
  console.log(JSON.stringify({ bench: "round", ...figures, reachDead: 660, reachAlive: 300 }));
}

async function idleDay(alive: boolean): Promise<{ total: number; perKind: Record<string, number> }> {
  const world = await engineWorld({ firm: "agency" });
  const heard = () =>
    world.store.commit([], [{ put: "cursor", rows: [{ organisationId: world.organisationId, kind: "webhook", lane: "webhook", lastCompletedAt: world.clock.now() }] }]);
  if (alive) await heard();
  await world.settle();
  const from = world.sandbox.log.entries.length;
  const until = world.clock.now() + DAY_MS;
  while (world.clock.now() < until) {
    if (alive) await heard();
    await world.settle(HOUR_MS, 1_000);
    world.clock.advance(1);
  }
  const perKind = callsByList(world, from);
  return { total: Object.values(perKind).reduce((sum, count) => sum + count, 0), perKind };
}
