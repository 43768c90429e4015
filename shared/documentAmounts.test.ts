import { describe, expect, test } from "vitest";
import { isExact, withAmounts } from "./documentAmounts.ts";
import { testDocument } from "./planning/testFirm.ts";
import type { Line } from "./records/document.ts";

const GST = 100_000;
const line = (quantityE4: number, unitAmountE4: number, more: Partial<Line> = {}): Line => ({
  id: "l", xeroLineId: null, description: null, quantityE4, unitAmountE4, discountRateE4: null, discountMinor: null, itemCode: null,
  accountCode: "200", taxType: "OUTPUT", taxMinor: 0, amountMinor: 0, tracking: [], projectId: null, serviceId: null, timeEntryIds: [], ...more,
});
const sums = (lines: Line[], types: "exclusive" | "inclusive" | "none", currency = "AUD", rate = GST) => {
  const document = withAmounts(testDocument({ lines, lineAmountTypes: types, currency }), () => rate);
  return isExact(document) ? [document.subtotalMinor, document.taxMinor, document.totalMinor] : null;
};

describe("amounts are Xero's", () => {
  test.each([
    { what: "tax on top", lines: [line(10_000, 1_000_000)], types: "exclusive", expected: [10_000, 1_000, 11_000] },
    { what: "tax inside", lines: [line(10_000, 1_100_000)], types: "inclusive", expected: [10_000, 1_000, 11_000] },
    { what: "no tax", lines: [line(10_000, 1_000_000)], types: "none", expected: [10_000, 0, 10_000] },
    { what: "each line rounded alone: two halves make two cents", lines: [line(10_000, 500), line(10_000, 500)], types: "none", expected: [10, 0, 10] },
    { what: "half a cent goes up", lines: [line(15_000, 300)], types: "none", expected: [5, 0, 5] },
    { what: "and down below zero", lines: [line(15_000, -300)], types: "none", expected: [-5, 0, -5] },
    { what: "a tenth off", lines: [line(20_000, 500_000, { discountRateE4: 100_000 })], types: "exclusive", expected: [9_000, 900, 9_900] },
    { what: "an amount off", lines: [line(20_000, 500_000, { discountMinor: 250 })], types: "none", expected: [9_750, 0, 9_750] },
  ] as const)("$what", ({ lines, types, expected }) => expect(sums([...lines], types)).toEqual(expected));

  test("tax is rounded line by line, not on the total: twice 10.03 at 15 % is 3.00, 20.06 at once 3.01", () => {
    expect(sums([line(10_000, 100_300), line(10_000, 100_300)], "exclusive", "NZD", 150_000)).toEqual([2_006, 300, 2_306]);
    expect(sums([line(10_000, 200_600)], "exclusive", "NZD", 150_000)).toEqual([2_006, 301, 2_307]);
  });
  test("yen have no cents", () => expect(sums([line(10_000, 12_345_000)], "none", "JPY")).toEqual([1_235, 0, 1_235]));
  test("what a number cannot hold is refused", () => expect(sums([line(99_999_999_999_999, 99_999_999_999_999)], "none")).toBeNull());
});
