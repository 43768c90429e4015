import { describe, expect, test } from "vitest";
import { promise } from "../promise.ts";
import { drawSchedule } from "./schedule/draw.ts";
import { readRegressions } from "./schedule/regressions.ts";
import { runTwice } from "./runs/judgeSeed.ts";

const SEEDS = [1, 2, 3, 4, 5, 6];

describe("edits on both sides, a broken line, a broken database and crashes", () => {
  promise(["OP-29", "SM-07", "SM-08", "SM-10"], "Xero's books, the store's rows and the audit, after every step and at rest", `seeds ${SEEDS[0]} to ${SEEDS.at(-1)}: both sides end equal, or a person is told why not; the same again, in memory or on SQL, leaves the same trace`, async () => {
    for (const seed of SEEDS) expect({ seed, violations: (await runTwice(drawSchedule(seed), seed % 3 === 0 ? "T2" : "T1")).violations }).toEqual({ seed, violations: [] });
  }, 120_000);

  test("a schedule is data: the seed gives it, and it survives being written down", () => {
    for (const seed of SEEDS) expect(JSON.parse(JSON.stringify(drawSchedule(seed)))).toEqual(drawSchedule(seed));
  });

  test.each(readRegressions())("$name holds now", async ({ schedule }) => {
    expect((await runTwice(schedule, "T2")).violations).toEqual([]);
  }, 60_000);
});
