import { beforeEach, describe, expect, test } from "vitest";
import type { Mark, MarkState } from "./marks.ts";
import { createMarksCache, FRESH_MS, FRESH_ONE_MS, STALE_MAX_MS } from "./marksCache.ts";
import { mapArea } from "../testing/mapArea.ts";

const mark = (state: MarkState): Mark => ({ state, projectName: "Quay St", marginE2: 3120, waitingCount: 0 });
const bill = { kind: "bill", id: "b" } as const;
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

let now: number;
let asked: string[];
let answer: { page: MarkState | null; marks: Record<string, Mark> };
let changed: string[];
let cache: ReturnType<typeof createMarksCache>;

beforeEach(() => {
  [now, asked, changed, answer] = [1_000_000, [], [], { page: null, marks: { b: mark("in-step") } }];
  cache = createMarksCache({
    area: mapArea(),
    now: () => now,
    onChanged: (shortCode) => changed.push(shortCode),
    fetchMarks: async (shortCode, records) => {
      asked.push(`${shortCode} ${records.map((record) => record.id).join()}`);
      return answer;
    },
  });
});

describe("marks of a page", () => {
  test("come from the Worker once, then from the cache", async () => {
    expect((await cache.marks("!a", [bill])).marks.b?.state).toBe("in-step");
    now += FRESH_ONE_MS - 1;
    await cache.marks("!a", [bill]);
    expect(asked).toEqual(["!a b"]);
  });
  test("two questions at once are one request", async () => {
    await Promise.all([cache.marks("!a", [bill]), cache.marks("!a", [bill])]);
    expect(asked).toHaveLength(1);
  });
  test("an old answer is given at once, and a different new one is announced", async () => {
    await cache.marks("!a", [bill]);
    now += FRESH_MS + 1;
    answer = { page: null, marks: { b: mark("conflict") } };
    expect((await cache.marks("!a", [bill])).marks.b?.state).toBe("in-step");
    await settle();
    expect(changed).toEqual(["!a"]);
    expect((await cache.marks("!a", [bill])).marks.b?.state).toBe("conflict");
  });
  test("another organisation never sees them", async () => {
    await cache.marks("!a", [bill]);
    answer = { page: null, marks: {} };
    expect((await cache.marks("!b", [bill])).marks).toEqual({});
  });
  test("unreachable: the last known, with its time", async () => {
    const first = await cache.marks("!a", [bill]);
    now += STALE_MAX_MS + 1;
    answer = { page: "unreachable", marks: {} };
    expect(await cache.marks("!a", [bill])).toEqual({ page: null, marks: first.marks, asOf: 1_000_000 });
  });
  test("unreachable with nothing known says so", async () => {
    answer = { page: "unreachable", marks: {} };
    expect(await cache.marks("!a", [bill])).toMatchObject({ page: "unreachable", marks: {} });
  });
  test("signed out: what was known is forgotten", async () => {
    await cache.marks("!a", [bill]);
    now += STALE_MAX_MS + 1;
    answer = { page: "not-signed-in", marks: {} };
    expect(await cache.marks("!a", [bill])).toMatchObject({ page: "not-signed-in", marks: {} });
    answer = { page: "unreachable", marks: {} };
    expect(await cache.marks("!a", [bill])).toMatchObject({ page: "unreachable", marks: {} });
  });
  test("after a write the Worker is asked again", async () => {
    await cache.marks("!a", [bill]);
    await cache.forget("!a");
    await cache.marks("!a", [bill]);
    expect(asked).toHaveLength(2);
  });
});
