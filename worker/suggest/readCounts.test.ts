import { expect, test } from "vitest";
import { readCounts, ROW_OPENS, WEIGHT_UNIT } from "./readCounts.ts";

const coding = (account: number, tax: number, project: number): number => (project * 8_192 + account) * 512 + tax;

test("a stored row is brought to its newest clock, column by column", () => {
  const row = readCounts(`${ROW_OPENS}${[coding(3, 1, 700), 10, 4, 3 * WEIGHT_UNIT, coding(5, 2, 0), 12, 1, WEIGHT_UNIT].join(",")}]`, 0.5);
  expect(row).toEqual({ at: 12, account: [3, 5], tax: [1, 2], project: [700, 0], lines: [4, 1], weight: [0.75, 1] });
});

test("a row without decay keeps its weights, however old they are", () => {
  expect(readCounts(`${ROW_OPENS}${[coding(1, 0, 0), 1, 2, 2 * WEIGHT_UNIT, coding(2, 0, 0), 90_000, 1, WEIGHT_UNIT / 2].join(",")}]`, 1).weight).toEqual([2, 0.5]);
});
