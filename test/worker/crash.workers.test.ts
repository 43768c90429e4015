import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { promise } from "../promise.ts";
import { type CrashRan, crashSchedule } from "./crash/crashSchedule.ts";

const { CRASH_SCHEDULES, CRASH_SEED } = env as unknown as { CRASH_SCHEDULES: string; CRASH_SEED: string };
/** A push's worth; `npm run sim -- --tier T3 --schedules N` asks for more. */
const COUNT = Number(CRASH_SCHEDULES || 12);
const FIRST = Number(CRASH_SEED || 1);
const SEEDS = Array.from({ length: COUNT }, (_, index) => FIRST + index);
const LONGEST_MS = 180_000;

describe("Durable Objects of the real platform aborted at random awaits", () => {
  const all: CrashRan[] = [];

  test.each(SEEDS)("seed %i ends with both sides equal, or a person told why not", async (seed) => {
    const ran = await crashSchedule(seed);
    all.push(ran);
    expect(ran.violations, JSON.stringify({ steps: ran.steps, aborts: ran.aborts })).toEqual([]);
  }, LONGEST_MS);

  promise(["OP-29", "SM-08"], "D1 of workerd and the stand-in's log", "whatever a Durable Object was doing when it was aborted, nothing is doubled, lost or left undone", () => {
    const aborts = all.flatMap((ran) => ran.aborts);
    process.stdout.write(`${summary(all, aborts)}\n`);
    expect(all.length).toBe(COUNT);
    expect(aborts.length).toBeGreaterThanOrEqual(COUNT);
    expect(all.filter((ran) => ran.ours > 0 && ran.theirs > 0).length).toBeGreaterThanOrEqual(0.3 * COUNT);
  });
});

/** One line for the tier, then how often each kind of abort happened. */
function summary(all: readonly CrashRan[], aborts: readonly string[]): string {
  const sum = (of: (ran: CrashRan) => number): number => all.reduce((total, ran) => total + of(ran), 0);
  const operations = all.map((ran) => ran.ours + ran.theirs).toSorted((a, b) => a - b);
  const both = Math.round((100 * all.filter((ran) => ran.ours > 0 && ran.theirs > 0).length) / Math.max(1, all.length));
  const fired = [...Map.groupBy(aborts, (name) => name)].map(([name, times]) => `  ${name}: ${times.length}`).toSorted();
  return [
    `T3: ${all.length} schedules, median operations ${operations[Math.floor(operations.length / 2)] ?? 0}, writes accepted ${sum((ran) => ran.writes)}, conflicts ${sum((ran) => ran.conflicts)}, both sides edited in ${both} %`,
    ...fired,
  ].join("\n");
}
