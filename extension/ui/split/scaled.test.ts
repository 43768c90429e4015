import { describe, expect, test } from "vitest";
import { scaled } from "./scaled.ts";

describe("a number as it is typed", () => {
  test.each([
    ["12.5", 2, 1_250], ["1,234.5", 2, 123_450], ["1,234,567", 0, 1_234_567], [" 7 ", 2, 700], ["-0.05", 2, -5], ["12.", 2, 1_200], ["1.234", 3, 1_234], ["-0", 2, 0],
    ["12,50", 2, null], ["1,23", 2, null], ["1,2345", 2, null], [",5", 2, null], ["5o", 2, null], ["", 2, null], ["-", 2, null], ["1e3", 2, null], ["1.005", 2, null], ["100.5", 0, null], ["12345678901", 2, null],
  ])("%j with %i decimals", (text, scale, value) => {
    expect(scaled(text, scale)).toBe(value);
  });
});
