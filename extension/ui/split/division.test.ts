import { describe, expect, test } from "vitest";
import { promise } from "../../../test/promise.ts";
import { byHand, dividedBy, leftMinor, type Line, type Part, taxOfParts, whyNotYet, withAmount, withShare, withUnread } from "./division.ts";

const about = (amountMinor: number): Line => ({
  line: { lineId: "l", description: "Rent", amountMinor, taxMinor: Math.round(amountMinor / 10), accountCode: "469", taxType: "INPUT", projectId: "quay" },
  lineAmountTypes: "exclusive", rateE4Of: (taxType) => (taxType === "INPUT" ? 100_000 : 0), accountCode: "469", taxType: "INPUT",
});
const candidate = (projectId: string, weight: number, more: object = {}) => ({ projectId, label: projectId, accountCode: null, taxType: null, weight, basis: "", chosen: true, ...more });
const amounts = (parts: readonly Part[]) => parts.map(({ amountMinor }) => amountMinor);

describe("a line being divided", () => {
  promise(["N27"], "the parts that the card shows", "by hours: each project's share, to the cent, with the line's own account and rate and with the tax unchanged", () => {
    const of = about(100_001);
    const parts = dividedBy(of, [candidate("quay", 750), candidate("cafe", 250), candidate("hall", 125)]);
    expect([leftMinor(of.line, parts), whyNotYet(of.line, parts), taxOfParts(of, parts)]).toEqual([0, null, 10_000]);
    expect(parts.map(({ projectId, accountCode, taxType }) => [projectId, accountCode, taxType])).toEqual([["quay", "469", "INPUT"], ["cafe", "469", "INPUT"], ["hall", "469", "INPUT"]]);
    expect(Math.abs(amounts(parts)[0]! - 66_667)).toBeLessThan(10);
  });

  test("as last time: each part with the coding it had", () => {
    const parts = dividedBy(about(10_000), [candidate("quay", 2, { accountCode: "310", taxType: "EXEMPT" }), candidate("cafe", 1)]);
    expect(parts.map(({ accountCode, taxType, amountMinor }) => [accountCode, taxType, amountMinor])).toEqual([["310", "EXEMPT", 6_667], ["469", "INPUT", 3_333]]);
  });

  promise(["N27"], "the parts that the card shows", "by hand: what is left is known at every step, shares that make the whole leave no cent over, and only then it can be written", () => {
    const { line } = about(10_000);
    let parts = byHand(about(10_000));
    expect([amounts(parts), leftMinor(line, parts), whyNotYet(line, parts)]).toEqual([[10_000, 0], 0, expect.stringContaining("nothing")]);
    parts = [...withAmount(parts, 0, 4_000), { ...parts[1]!, key: 2 }];
    expect([leftMinor(line, parts), whyNotYet(line, withAmount(withAmount(parts, 1, 1), 2, 1))]).toEqual([6_000, expect.stringContaining("add up")]);
    for (const [key, shareE2] of [[0, 3_333], [1, 3_333], [2, 3_334]] as const) parts = withShare(parts, key, shareE2, line.amountMinor);
    expect([amounts(parts), leftMinor(line, parts), whyNotYet(line, parts)]).toEqual([[3_333, 3_333, 3_334], 0, null]);
    expect(whyNotYet(line, parts.map((part) => ({ ...part, accountCode: null })))).toContain("account");
    expect(whyNotYet(line, parts.slice(1))).not.toBeNull();
    expect(leftMinor(line, withAmount(parts, 0, 9_000))).toBe(-5_667);
  });

  test("nothing is written while what is typed for a part cannot be read", () => {
    const { line } = about(10_000);
    const parts = withAmount(withAmount(byHand(about(10_000)), 0, 4_000), 1, 6_000);
    expect([whyNotYet(line, parts), whyNotYet(line, withUnread(parts, 1))]).toEqual([null, expect.stringContaining("not a number")]);
    expect([whyNotYet(line, withAmount(withUnread(parts, 1), 1, 6_000)), whyNotYet(line, withShare(withUnread(parts, 1), 1, 6_000, 10_000))]).toEqual([null, null]);
  });

  test("shares of an odd amount, and of a credit", () => {
    for (const total of [10_001, -10_001]) {
      let parts = [...byHand(about(total)), { ...byHand(about(total))[1]!, key: 2 }];
      for (const [key, shareE2] of [[0, 2_500], [1, 2_500], [2, 5_000]] as const) parts = withShare(parts, key, shareE2, total);
      expect(amounts(parts).reduce((sum, one) => sum + one, 0)).toBe(total);
    }
  });
});
