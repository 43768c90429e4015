import { describe, expect, test } from "vitest";
import { promise } from "../promise.ts";
import { runSchedule } from "./schedule.ts";

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

describe("edits on both sides, a broken wire and crashes", () => {
  test.each(SEEDS)("seed %i ends with both sides equal, or a person told why not", async (seed) => {
    expect((await runSchedule(seed)).violations).toEqual([]);
  }, 60_000);

  promise(["OP-29", "SM-07", "SM-08", "AX-02"], "D1 and the stand-in's log", "the same seed gives the same trace, faults and all", async () => {
    const [first, second] = [await runSchedule(7), await runSchedule(7)];
    expect(second.trace).toBe(first.trace);
    expect(first.violations).toEqual([]);
  }, 60_000);
});
