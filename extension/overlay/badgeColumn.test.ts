import { describe, expect, test } from "vitest";
import { badgeColumn, placeIn, type CellBox } from "./badgeColumn.ts";

const row = (...rooms: number[]): CellBox[] => rooms.map((roomPx, index) => ({ top: 0, right: (index + 1) * 200, height: 40, roomPx }));

describe("the column of the badges", () => {
  test.each<[string, CellBox[][], { column: number; compact: boolean }]>([
    ["the link's own where every row has room", [row(120, 0), row(110, 300)], { column: 0, compact: false }],
    ["the next one with room for all when one row has none", [row(120, 150), row(10, 150)], { column: 1, compact: false }],
    ["small badges where no column takes wide ones", [row(10, 40), row(12, 30)], { column: 1, compact: true }],
    ["the link's own, small, where there is no room at all", [row(2, 3)], { column: 0, compact: true }],
    ["rows of different length share the columns that both have", [row(10, 150), row(10)], { column: 0, compact: true }],
    ["no rows", [], { column: 0, compact: false }],
  ])("%s", (_, rows, expected) => expect(badgeColumn(rows, 90, 22)).toEqual(expected));
});

test("a badge lies at the right edge of its cell, in the middle of its height", () =>
  expect(placeIn({ top: 100, right: 400, height: 42, roomPx: 90 }, 80, 22)).toEqual({ x: 314, y: 110 }));
