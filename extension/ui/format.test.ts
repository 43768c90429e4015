import { describe, expect, test } from "vitest";
import { day, duration, hours, money, percent, roundMoney, shortWait } from "./format.ts";

describe("amounts, from integer minor units", () => {
  test.each([
    [170_982, "AUD", "$1,709.82"],
    [-8_51, "AUD", "−$8.51"],
    [0, "AUD", "$0.00"],
    [12_000, "USD", "USD 120.00"],
    [1_200, "JPY", "JPY 1,200"],
  ])("%i %s reads %s", (minor, currency, text) => expect(money(minor, currency).replaceAll("\u00a0", " ")).toBe(text));
  test("at a glance, without cents", () => expect(roundMoney(1_250_049)).toBe("$12,500"));
});

test("a calendar day is the same day everywhere", () => expect(day("2026-11-03")).toBe("3 Nov 2026"));
test.each([
  [0, "0 h"],
  [45, "45 min"],
  [60, "1 h"],
  [750, "12 h 30 min"],
  [-90, "−1 h 30 min"],
])("%i minutes", (minutes, text) => expect(hours(minutes)).toBe(text));
test.each([
  [3120, "31.2 %"],
  [-470, "−4.7 %"],
])("%i hundredths of a percent", (value, text) => expect(percent(value)).toBe(text));
test.each([
  [1_000, "1 min"],
  [95_000, "2 min"],
  [3_900_000, "1 h 5 min"],
])("an estimate of %i ms", (ms, text) => expect(duration(ms)).toBe(text));
test.each([
  [300, "a moment"],
  [36_400, "about 40 s"],
  [60_000, "about 60 s"],
  [100_000, "about 2 min"],
])("a wait of %i ms", (ms, text) => expect(shortWait(ms)).toBe(text));
