import { POLL_ORDER } from "../../worker/engine/poll.ts";
import type { EngineWorld } from "../sim/engineWorld.ts";

/** Calls of the stand-in's log from an entry on, by list. */
export function callsByList(world: EngineWorld, from: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const entry of world.sandbox.log.entries.slice(from)) {
    const list = entry.path.split("/").at(3) ?? entry.path;
    counts[list] = (counts[list] ?? 0) + 1;
  }
  return counts;
}

/** Runs until every kind was read once. @returns the round trips of each run to D1. */
export async function importAll(world: EngineWorld): Promise<number[]> {
  const trips: number[] = [];
  for (let run = 0; run < 200; run += 1) {
    const before = world.counter.roundTrips;
    const { nextDueAt } = await world.runOnce();
    trips.push(world.counter.roundTrips - before);
    const read = await world.rows("cursor", { lane: "poll", completedThrough: { notNull: true } });
    if (read.length === POLL_ORDER.length) return trips;
    world.clock.advance(Math.max(1, nextDueAt - world.clock.now()));
  }
  throw new Error("the import did not end");
}
