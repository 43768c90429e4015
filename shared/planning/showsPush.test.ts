import { expect, test } from "vitest";
import type { Document } from "../records/document.ts";
import { showsPush } from "./showsPush.ts";
import { NOW, testDocument, testLine } from "./testFirm.ts";

const SENT = testDocument({ reference: "A", lines: [testLine("a", { quantityE4: 20_000 }), testLine("b")] });
const [first, second] = SENT.lines as [Document["lines"][number], Document["lines"][number]];

/** What Xero shows after a write of the money and the reference that nobody heard of. */
const isShown = (shown: Document): boolean =>
  showsPush({
    kind: "invoice", base: testDocument({ reference: "before", lines: [testLine("a"), testLine("b")] }), ours: { body: SENT, revision: 2, edits: {} },
    push: { operation: "update", body: SENT, groups: ["money", "reference"].map((group) => ({ group, value: null, before: null, rule: "only-ours-changed" as const })) },
    answer: { body: shown, updatedAt: NOW, mergedToXeroId: null },
  });

test.each<[string, Document, boolean]>([
  ["what was sent", SENT, true],
  ["what was sent, its tax moved by a cent", { ...SENT, taxMinor: SENT.taxMinor + 1, totalMinor: SENT.totalMinor + 1, lines: [{ ...first, taxMinor: first.taxMinor + 1 }, second] }, true],
  ["what was sent, and another due date, which was not", { ...SENT, dueDate: "2027-01-31" }, true],
  ["one of two groups", { ...SENT, reference: "before" }, false],
  ["another quantity", { ...SENT, lines: [{ ...first, quantityE4: 30_000 }, second] }, false],
  ["another price", { ...SENT, lines: [first, { ...second, unitAmountE4: 1 }] }, false],
  ["another tax rate", { ...SENT, lines: [{ ...first, taxType: "FREE" }, second] }, false],
  ["a line less", { ...SENT, lines: [first] }, false],
  ["another currency", { ...SENT, currency: "USD" }, false],
])("Xero shows %s", (_, shown, isWritten) => {
  expect(isShown(shown)).toBe(isWritten);
});
