import { expect, test } from "vitest";
import { isMonth, lastDayOf, monthAfter, monthName, monthOf, monthsFrom } from "./months.ts";

test.each([["2026-10", true], ["2026-1", false], ["2026-13", false], ["2026-00", false], ["0026-10", false], ["2026-10-01", false], ["", false]])("%j is a month: %s", (text, is) => expect(isMonth(text)).toBe(is));

test.each([["2026-10", 1, "2026-11"], ["2026-12", 1, "2027-01"], ["2026-01", -1, "2025-12"], ["2026-11", -14, "2025-09"], ["2026-05", 0, "2026-05"]])("%s and %i months is %s", (month, by, expected) => expect(monthAfter(month, by)).toBe(expected));

test.each([["2026-02", "2026-02-28"], ["2028-02", "2028-02-29"], ["2026-12", "2026-12-31"]])("%s ends on %s", (month, day) => {
  expect(lastDayOf(month)).toBe(day);
  expect(monthOf(day)).toBe(month);
});

test("months from one to another, both included", () => {
  expect(monthsFrom("2026-11", "2027-02")).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
  expect(monthsFrom("2026-11", "2026-10")).toEqual([]);
  expect(monthName("2026-03")).toBe("March 2026");
});
