import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import { type BudgetState, DAY_LOOK_AGAIN_MS, EMPTY_BUDGET, type Lane, LANES, MINUTE_MS, settle, take } from "./budget.ts";

const quiet = { remaining: { minute: null, day: null, appMinute: null }, limit: null };
const lanes = Object.keys(LANES) as Lane[];

/** Takes and settles at once `count` calls; says how many were granted. */
function calls(state: BudgetState, lane: Lane, count: number, now: number): { state: BudgetState; granted: number; waitMs: number } {
  let granted = 0;
  let waitMs = 0;
  for (let index = 0; index < count; index += 1) {
    const taken = take(state, lane, `${lane}${now}${index}`, now);
    state = taken.state;
    if (taken.granted) {
      granted += 1;
      state = settle(state, `${lane}${now}${index}`, quiet, now);
    } else waitMs = taken.retryAfterMs;
  }
  return { state, granted, waitMs };
}

describe("a minute", () => {
  test.each(lanes.map((lane) => [lane, LANES[lane].perMinute] as const))("%s gets %i starts, then waits for the oldest to age", (lane, most) => {
    const { granted, waitMs, state } = calls(EMPTY_BUDGET, lane, 100, 1_000);
    expect([granted, waitMs]).toEqual([most, MINUTE_MS]);
    expect(take(state, lane, "x", 1_000 + MINUTE_MS).granted).toBe(true);
  });

  test("a sweep that took all it may leaves room for a person", () => {
    const { state } = calls(EMPTY_BUDGET, "sweep", 100, 0);
    expect(calls(state, "person", 100, 1).granted).toBe(60 - LANES.sweep.perMinute);
  });

  promise(["HP-19", "SM-11", "D16"], "the budget's own state after any sequence of requests", "law: whatever is asked, when, by whom, no 60 seconds see more than 60 starts, never more than 5 are open", () => {
    const ask = fc.record({ lane: fc.constantFrom(...lanes), afterMs: fc.integer({ min: 0, max: 3_000 }), done: fc.boolean() });
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 400 }), (asks) => {
        let state = EMPTY_BUDGET;
        let now = 10_000;
        const starts: number[] = [];
        const open: string[] = [];
        asks.forEach(({ lane, afterMs, done }, index) => {
          now += afterMs;
          const taken = take(state, lane, String(index), now);
          state = taken.state;
          if (taken.granted) {
            starts.push(now);
            open.push(String(index));
          }
          if (done && open.length > 0) state = settle(state, open.shift()!, quiet, now);
          expect(state.open.length).toBeLessThanOrEqual(5);
        });
        for (const at of starts) expect(starts.filter((other) => other >= at && other < at + MINUTE_MS).length).toBeLessThanOrEqual(60);
      }),
      { numRuns: 60 },
    );
  });
});

describe("what Xero says", () => {
  test("nobody, not even a person, calls before Retry-After has passed", () => {
    const taken = take(EMPTY_BUDGET, "person", "a", 0);
    const state = settle(taken.state, "a", { ...quiet, limit: { problem: "day", retryAfterMs: 40_000_000 } }, 10);
    expect(take(state, "person", "b", 39_999_999)).toMatchObject({ granted: false, retryAfterMs: 11 });
    expect(take(state, "person", "b", 40_000_010).granted).toBe(true);
  });

  test.each([1_000, 5_000])("of a day of %i, a fifth is kept for people, and the size is learned, not assumed", (size) => {
    const after = (day: number): BudgetState => {
      const full = settle(EMPTY_BUDGET, "", { ...quiet, remaining: { ...quiet.remaining, day: size } }, 0);
      return settle(full, "", { ...quiet, remaining: { ...quiet.remaining, day } }, 0);
    };
    expect(take(after(size * 0.2 + 1), "poll", "a", 0).granted).toBe(true);
    expect(take(after(size * 0.2), "poll", "a", 0).granted).toBe(false);
    expect(take(after(size * 0.2), "person", "a", 0).granted).toBe(true);
    expect(take(after(size * 0.3), "sweep", "a", 0).granted).toBe(false);
  });

  promise(["D16", "N24"], "the budget's own state", "when a day runs low the sweep stops first, then polls, webhooks and imports; people are served to the last call; and Retry-After holds for everyone", () => {
    const full = settle(EMPTY_BUDGET, "", { ...quiet, remaining: { ...quiet.remaining, day: 1_000 } }, 0);
    const served = (day: number): Lane[] => {
      const state = settle(full, "", { ...quiet, remaining: { ...quiet.remaining, day } }, 0);
      return lanes.filter((lane) => take(state, lane, "a", 0).granted);
    };
    expect(served(301)).toEqual(["person", "webhook", "poll", "backfill", "sweep"]);
    expect(served(300)).toEqual(["person", "webhook", "poll", "backfill"]);
    expect(served(250)).toEqual(["person", "webhook", "poll"]);
    expect(served(200)).toEqual(["person"]);
    expect(served(1)).toEqual(["person"]);
    const told = settle(full, "", { ...quiet, limit: { problem: "minute", retryAfterMs: 9_000 } }, 0);
    expect(lanes.filter((lane) => take(told, lane, "a", 8_999).granted)).toEqual([]);
  });

  test("a kept day is looked at again, because Xero's window may have turned", () => {
    const low = settle(EMPTY_BUDGET, "", { ...quiet, remaining: { ...quiet.remaining, day: 1_000 } }, 0);
    const state = settle(low, "", { ...quiet, remaining: { ...quiet.remaining, day: 5 } }, 0);
    expect(take(state, "poll", "a", DAY_LOOK_AGAIN_MS - 1).granted).toBe(false);
    expect(take(state, "poll", "a", DAY_LOOK_AGAIN_MS).granted).toBe(true);
  });
});

describe("what goes wrong", () => {
  test("permits of callers that died are taken back", () => {
    let state = EMPTY_BUDGET;
    for (const id of ["1", "2", "3", "4", "5"]) state = take(state, "person", id, 0).state;
    expect(take(state, "person", "6", 1_000)).toMatchObject({ granted: false });
    expect(take(state, "person", "6", 120_000).granted).toBe(true);
  });

  test("a clock that steps back an hour holds nothing up for longer than a minute", () => {
    const { state } = calls(EMPTY_BUDGET, "person", 100, 3_600_000);
    const taken = take(state, "person", "a", 0);
    expect(taken).toMatchObject({ granted: false, retryAfterMs: MINUTE_MS });
    expect(take(taken.state, "person", "a", MINUTE_MS).granted).toBe(true);
  });
});
