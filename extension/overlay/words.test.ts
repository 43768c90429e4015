import { describe, expect, test } from "vitest";
import { MARK_STATES } from "../data/marks.ts";
import { ageText, chipParts, marginText, WORDS } from "./words.ts";

describe("words on the chip", () => {
  test("every state has words and a meaning that ends in a full stop", () => {
    for (const state of MARK_STATES) {
      expect(WORDS[state].label).not.toBe("");
      expect(WORDS[state].meaning.endsWith(".")).toBe(true);
    }
  });
  test("only a wrong organisation is loud", () => {
    expect(MARK_STATES.filter((state) => WORDS[state].tone === "alarm")).toEqual(["wrong-organisation"]);
  });
  test.each([
    [3120, "31.2 %"],
    [3125, "31.3 %"],
    [0, "0.0 %"],
    [-470, "−4.7 %"],
    [10000, "100.0 %"],
  ])("a margin of %i hundredths reads %s", (marginE2, text) => expect(marginText(marginE2)).toBe(text));
  test.each([
    [20_000, "just now"],
    [5 * 60_000, "5 min ago"],
    [3 * 3_600_000, "3 h ago"],
    [50 * 3_600_000, "2 d ago"],
  ])("an answer %i ms old", (ageMs, text) => expect(ageText(ageMs)).toBe(text));
  test("project, margin and whether both sides agree, in this order", () => {
    expect(chipParts({ state: "conflict", projectName: "Quay St fit-out", marginE2: 2790, waitingCount: 2 })).toEqual({
      project: "Quay St fit-out",
      margin: "27.9 % margin",
      state: "Differs, please choose (2)",
    });
  });
});
