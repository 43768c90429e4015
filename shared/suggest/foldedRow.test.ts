import { expect, test } from "vitest";
import { fold } from "./foldedRow.ts";
import type { Coding, CountRow, Target } from "./types.ts";
import { Vocabulary } from "./vocabulary.ts";

const row: CountRow = {
  at: 9,
  counts: [
    { account: "310", tax: "INPUT", project: "p1", lines: 4, weight: 3 },
    { account: "310", tax: "NONE", project: "p2", lines: 2, weight: 2 },
    { account: "400", tax: "INPUT", project: "p1", lines: 4, weight: 4 },
  ],
};

/** With texts for numbers. */
function summedUp(folding: CountRow, by: { target: Target; given: Partial<Coding>; factor: number }) {
  const vocabulary = new Vocabulary();
  const { values, ...rest } = fold(folding, { ...by, vocabulary });
  expect(vocabulary.slots.every((slot) => slot === 0)).toBe(true);
  return { values: values.map((value) => vocabulary.values[value]), ...rest };
}

test("sums a row up by one field, decayed to now", () => {
  const folded = summedUp(row, { target: "account", given: {}, factor: 0.5 });
  expect(folded).toMatchObject({ values: ["310", "400"], weight: [2.5, 2], lines: [6, 4], totalWeight: 4.5, totalLines: 10 });
});

test("counts only what agrees with the fields already decided", () => {
  expect(summedUp(row, { target: "account", given: { project: "p1" }, factor: 1 })).toMatchObject({ values: ["310", "400"], weight: [3, 4], totalLines: 8 });
});

test.each([
  ["one line proves nothing", [1], 0.5],
  ["twenty alike", [20], (20 + 1) / 22],
  ["twenty, each another", Array.from({ length: 20 }, () => 1), 1 / 22],
  ["half and half", [10, 10], (2 * 10 * 9 / 19 + 1) / 22],
])("how far lines agree with one another: %s", (_, lines, agreement) => {
  const counts = lines.map((n, i) => ({ account: String(i), tax: "", project: "", lines: n, weight: n }));
  expect(summedUp({ at: 0, counts }, { target: "account", given: {}, factor: 1 }).agreement).toBeCloseTo(agreement, 12);
});
