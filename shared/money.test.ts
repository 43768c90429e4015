import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promise } from "../test/promise.ts";
import { lineAmountMinor, lineTaxMinor, withAmounts } from "./documentAmounts.ts";
import { allocate, formatMinor, minorDigits, minorToNumber, multiplyRounded, parseMinor, parseScaled, toHome } from "./money.ts";
import { testDocument, testLine } from "./planning/testFirm.ts";

describe("amounts from Xero's JSON", () => {
  test.each([
    [76.3, "AUD", 7_630],
    [1.005, "AUD", null],
    [-0.01, "AUD", -1],
    [0, "AUD", 0],
    [1e-7, "AUD", null],
    [1e21, "AUD", null],
    ["87.74", "AUD", 8_774],
    [1_000, "JPY", 1_000],
    [10.5, "JPY", null],
    [1.234, "BHD", 1_234],
    [9_999_999_999.99, "AUD", 999_999_999_999],
    [Number.NaN, "AUD", null],
    [null, "AUD", null],
    ["12,50", "AUD", null],
  ])("%s %s is %s", (value, currency, minor) => expect(parseMinor(value, currency)).toBe(minor));

  test("reading back what was written gives the same number", () => {
    const amount = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 });
    fc.assert(fc.property(amount, fc.constantFrom("AUD", "JPY", "BHD"), (minor, currency) => {
      expect(parseMinor(JSON.parse(JSON.stringify(minorToNumber(minor, currency))), currency)).toBe(minor);
    }));
  });

  test("a rate keeps six digits, the rest is rounded", () => {
    expect(parseScaled(0.65432149, 6, true)).toBe(654_321);
    expect(parseScaled(0.65432149, 6)).toBeNull();
  });

  test("people read amounts in the currency's own decimals", () => {
    expect([formatMinor(123_450, "AUD"), formatMinor(-5, "AUD"), formatMinor(1_234, "JPY"), formatMinor(1_234_567, "BHD")]).toEqual(["1,234.50", "-0.05", "1,234", "1,234.567"]);
    expect([minorDigits("AUD"), minorDigits("JPY"), minorDigits("BHD")]).toEqual([2, 0, 3]);
  });
});

describe("rounding", () => {
  test.each([
    [5, 1, 2, 3],
    [-5, 1, 2, -3],
    [4, 1, 3, 1],
    [9_007_199_254_740_991, 9_007_199_254_740_991, 9_007_199_254_740_991, 9_007_199_254_740_991],
  ])("%d × %d ÷ %d is %d", (a, b, divisor, result) => expect(multiplyRounded(a, b, divisor)).toBe(result));

  test("parts add up to the whole and differ from their fair share by less than one unit", () => {
    const weights = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), weights, (amount, sizes) => {
      const parts = allocate(amount, sizes);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      if (total > 0) parts.forEach((part, index) => expect(Math.abs(part - (amount * sizes[index]!) / total)).toBeLessThan(1));
    }));
  });

  test("100 over three equal shares is 34, 33, 33", () => expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]));

  test("home currency is the document's divided by its rate, and decimals may differ", () => {
    expect(toHome(10_000, "USD", 650_000, "AUD")).toBe(15_385);
    expect(toHome(10_000, "JPY", 100_000_000, "AUD")).toBe(10_000);
    expect(toHome(10_000, "AUD", null, "AUD")).toBe(10_000);
  });
});

promise(["AX-03"], "Xero's published example", "tax is rounded on each line and then added, as Xero does: 76.30 and 11.44 make 87.74", () => {
  // 15 % of 76.30 is 11.445, which would be 11.45; two lines of 38.15 carry 5.72 each.
  const lines = ["a", "b"].map((id) => testLine(id, { quantityE4: 10_000, unitAmountE4: 381_500, taxType: "GST15" }));
  const document = withAmounts(testDocument({ lines }), () => 150_000);
  expect([document.subtotalMinor, document.taxMinor, document.totalMinor]).toEqual([7_630, 1_144, 8_774]);
});

describe("a line", () => {
  const line = { quantityE4: 15_000, unitAmountE4: 1_234_567, discountRateE4: null, discountMinor: null };
  test.each([
    ["1.5 × 123.4567", line, "AUD", 18_519],
    ["less 10 %", { ...line, discountRateE4: 100_000 }, "AUD", 16_667],
    ["less 5.00", { ...line, discountMinor: 500 }, "AUD", 18_019],
    ["in yen", line, "JPY", 185],
    ["in dinar", line, "BHD", 185_185],
    ["a refund", { ...line, unitAmountE4: -1_234_567 }, "AUD", -18_519],
  ])("%s", (_, one, currency, amount) => expect(lineAmountMinor(one, currency)).toBe(amount));

  test.each([
    ["exclusive" as const, 10_000, 1_000],
    ["inclusive" as const, 11_000, 1_000],
    ["none" as const, 10_000, 0],
  ])("10 % %s of %d is %d", (types, amount, tax) => expect(lineTaxMinor(amount, 100_000, types)).toBe(tax));

  test("inclusive totals do not add the tax again", () => {
    const document = withAmounts(testDocument({ lineAmountTypes: "inclusive", lines: [testLine("a", { unitAmountE4: 1_100_000 })] }), () => 100_000);
    expect([document.subtotalMinor, document.taxMinor, document.totalMinor]).toEqual([10_000, 1_000, 11_000]);
  });
});
