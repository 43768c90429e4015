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


export const percentile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
