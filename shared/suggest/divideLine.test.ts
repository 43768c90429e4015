import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineTaxMinor } from "../documentAmounts.ts";
import { promise } from "../../test/promise.ts";
import { divideLine } from "./divideLine.ts";

const TEN_PERCENT = (taxType: string): number => (taxType === "INPUT" ? 100_000 : 0);
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe("a line divided over parts", () => {
  promise(["N27", "OP-18"], "the divided amounts", "three equal parts of 100.00 at 10 % add up to the cent, and so does their tax", () => {
    const line = { amountMinor: 10_000, taxMinor: 1_000, taxType: "INPUT", lineAmountTypes: "exclusive" as const };
    const amounts = divideLine(line, [1, 1, 1].map((weight) => ({ weight, taxType: "INPUT" })), TEN_PERCENT);
    expect([sum(amounts), sum(amounts.map((amount) => lineTaxMinor(amount, 100_000, "exclusive")))]).toEqual([10_000, 1_000]);
    expect(Math.max(...amounts) - Math.min(...amounts)).toBeLessThanOrEqual(10);
  });

  test("parts with rates of their own are divided to the cent; their tax is what their rates make of them", () => {
    const line = { amountMinor: 10_001, taxMinor: 1_000, taxType: "INPUT", lineAmountTypes: "exclusive" as const };
    expect(divideLine(line, [{ weight: 450, taxType: "INPUT" }, { weight: 150, taxType: "EXEMPT" }], TEN_PERCENT)).toEqual([7_501, 2_500]);
  });

  test("whatever is divided, nothing is lost or added, credits included, and a part's share is never off by more than the cents that tax moves", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 2, maxLength: 12 });
    fc.assert(fc.property(fc.integer({ min: -9_999_999, max: 9_999_999 }), weights, fc.constantFrom("exclusive" as const, "inclusive" as const, "none" as const), (amountMinor, claims, lineAmountTypes) => {
      const line = { amountMinor, taxMinor: lineTaxMinor(amountMinor, 100_000, lineAmountTypes), taxType: "INPUT", lineAmountTypes };
      const amounts = divideLine(line, claims.map((weight) => ({ weight, taxType: "INPUT" })), TEN_PERCENT);
      expect(sum(amounts)).toBe(amountMinor);
      amounts.forEach((amount, i) => expect(Math.abs(amount - (amountMinor * claims[i]!) / sum(claims))).toBeLessThanOrEqual(61 * claims.length));
    }));
  });
});
