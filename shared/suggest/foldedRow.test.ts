import { expect, test } from "vitest";
import { fold } from "./foldedRow.ts";
import type { FoldBy } from "./foldedRow.ts";
import type { CountRow } from "./types.ts";

/** Accounts 1 and 2, taxes 1 and 2, projects 1 and 2. */
const row: CountRow = { at: 9, account: [1, 1, 2], tax: [1, 2, 1], project: [1, 2, 1], lines: [4, 2, 4], weight: [3, 2, 4] };
const by: FoldBy = { target: "account", given: null, factor: 1, places: [undefined, 0, 1] };

test("sums a row up by one field, decayed to now", () => {
  expect(fold(row, { ...by, factor: 0.5 })).toMatchObject({ at: [0, 1], share: [5 / 9, 4 / 9], total: 4.5, totalLines: 10 });
});

test("counts only what agrees with the fields already decided", () => {
  expect(fold(row, { ...by, given: { project: 1 } })).toMatchObject({ at: [0, 1], share: [3 / 7, 4 / 7], total: 7, totalLines: 8 });
});

test("what is no candidate counts in the totals only", () => {
  expect(fold(row, { ...by, places: [undefined, undefined, 0] })).toMatchObject({ at: [0], share: [4 / 9], total: 9, totalLines: 10 });
});

test("no row leaves anything to the next", () => {
  const first = fold(row, by);
  fold({ ...row, account: [2, 7, 1] }, by);
  expect(fold(row, by)).toEqual(first);
});

test.each([
  ["one line proves nothing", [1], 0.5],
  ["twenty alike", [20], (20 + 1) / 22],
  ["twenty, each another", Array.from({ length: 20 }, () => 1), 1 / 22],
  ["half and half", [10, 10], (2 * 10 * 9 / 19 + 1) / 22],
])("how far lines agree with one another: %s", (_, lines, agreement) => {
  const nothing = lines.map(() => 0);
  expect(fold({ at: 0, account: lines.map((_, i) => i), tax: nothing, project: nothing, lines, weight: lines }, by).agreement).toBeCloseTo(agreement, 12);
});
