import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { divideRounded, jsonFromPrice, minorFromJson, multiplyRounded, scaledFromJson4 } from "./money.ts";

test.each([[1.005, 101], [-1.005, -101], [0.1 + 0.2, 30], ["12.34", 1234], [1e-9, 0], [9999999999.99, 999999999999]])("%s is %i cents", (json, minor) => {
  expect(minorFromJson(json)).toBe(minor);
});

test.each([[NaN], [Infinity], ["x"], [""], [null], [{}]])("%s is no amount", (json) => {
  expect(minorFromJson(json)).toBeUndefined();
});

test("prices keep four decimals, or two without unitdp=4", () => {
  expect(scaledFromJson4(1.23456)).toBe(12346);
  expect([jsonFromPrice(12345, 4), jsonFromPrice(12345, 2), jsonFromPrice(12350, 2)]).toEqual([1.2345, 1.23, 1.24]);
});

describe("rounding half away from zero", () => {
  test("is exact for any size, whichever way it is computed", () => {
    const whole = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    fc.assert(fc.property(whole, whole, fc.constantFrom(100, 10_000, 1_000_000), (a, b, divisor) => multiplyRounded(a, b, divisor) === divideRounded(BigInt(a) * BigInt(b), BigInt(divisor))));
  });
  test("is symmetric", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 1, max: 10_000 }), (a, b) => multiplyRounded(-a, b, 10_000) === -multiplyRounded(a, b, 10_000) || 0 === multiplyRounded(a, b, 10_000)));
  });
});
