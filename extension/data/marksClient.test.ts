import { describe, expect, test } from "vitest";
import type { Batch } from "./batch.ts";
import type { Marks } from "./marks.ts";
import { createMarksClient } from "./marksClient.ts";

const bill = (id: string) => ({ kind: "bill", id }) as const;
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

function setUp() {
  const frames: (() => void)[] = [];
  const asked: Batch[] = [];
  const seen: Marks[] = [];
  let release = () => {};
  const client = createMarksClient({
    onFrame: (run) => frames.push(run),
    onMarks: (marks) => seen.push(marks),
    fetchMarks: (batch) => {
      asked.push(batch);
      return new Promise((resolve) => {
        release = () => resolve({ page: null, marks: {}, asOf: 1 });
      });
    },
  });
  return { client, asked, seen, runFrame: () => frames.splice(0).forEach((run) => run()), release: () => release() };
}

describe("one question per frame", () => {
  test("wishes within a frame are one message, without doubles", () => {
    const { client, asked, runFrame } = setUp();
    client.want([bill("a"), bill("b")]);
    client.want([bill("b"), bill("c")]);
    runFrame();
    expect(asked.map((batch) => batch.map((record) => record.id))).toEqual([["a", "b", "c"]]);
  });
  test("what is under way is not asked for again", async () => {
    const { client, asked, runFrame, release, seen } = setUp();
    client.want([bill("a")]);
    runFrame();
    client.want([bill("a")]);
    runFrame();
    expect(asked).toHaveLength(1);
    release();
    await settle();
    expect(seen).toHaveLength(1);
    client.want([bill("a")]);
    runFrame();
    expect(asked).toHaveLength(2);
  });
  test("an answer for a page that was left is dropped", async () => {
    const { client, runFrame, release, seen } = setUp();
    client.want([bill("a")]);
    runFrame();
    client.reset();
    release();
    await settle();
    expect(seen).toEqual([]);
  });
  test("450 records are three messages, one after the other", async () => {
    const { client, asked, runFrame, release } = setUp();
    client.want(Array.from({ length: 450 }, (_, index) => bill(String(index))));
    runFrame();
    for (let batch = 0; batch < 3; batch += 1) {
      await settle();
      release();
    }
    await settle();
    expect(asked.map((batch) => batch.length)).toEqual([200, 200, 50]);
  });
});
