import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalLine } from "./canonicalLine.ts";
import { places } from "./learn.ts";
import type { SuggestLine } from "./types.ts";

const words = fc.array(fc.oneof(fc.constantFrom("March", "dec", "2026", "12", "Ltd", "&", "Müller's", "ﬁlm", "İstanbul", "x", "paint", "#", "of", "a".repeat(40)), fc.string({ maxLength: 12, unit: "grapheme" })), { maxLength: 40 }).map((list) => list.join(" "));
const line = fc.record({ supplierName: words, description: words, contactId: fc.constantFrom(null, "c1"), amountMinor: fc.integer(), documentNumber: fc.constantFrom(null, "INV-0012") })
  .map((some): SuggestLine => ({ lineId: "l", documentId: "d", kind: "bill", currency: "GBP", date: "2026-03-05", paidFrom: "card", ...some }));
const counted = (one: SuggestLine) => places({ line: one, coding: { account: "310", tax: "INPUT", project: "p1" }, feedback: "accepted", firstAnswer: { account: null, tax: null, project: null }, sequence: 5, supplierSequence: 2 });

describe("the line as it is kept", () => {
  test("counts in exactly the same places as the line itself, and stays as it is", () => {
    fc.assert(fc.property(line, (one) => {
      const kept = canonicalLine(one);
      expect(counted(kept)).toEqual(counted(one));
      expect(canonicalLine(kept)).toEqual(kept);
    }), { numRuns: 500 });
  });

  test("keeps no number and no text beyond the words that are counted", () => {
    const { description, supplierName } = canonicalLine({ lineId: "l", documentId: "d", kind: "bill", supplierName: "Northern Steel Ltd 4411", contactId: "c1", description: "Card 4929 1234, July 2026", amountMinor: 1, currency: "GBP", date: "2026-03-05" });
    expect([description, supplierName]).toEqual(["card 0 0 may 0", "northern steel"]);
  });
});
