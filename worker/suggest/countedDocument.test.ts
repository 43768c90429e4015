import { expect, test } from "vitest";
import { NO_LABELS, openLabels } from "../../shared/suggest/labels.ts";
import type { ConfirmedLine, Given } from "../../shared/suggest/types.ts";
import { readDocument, writeDocument } from "./countedDocument.ts";

const line = (project: Given | null): ConfirmedLine => ({
  line: { lineId: "l1", documentId: "d1", kind: "bill", supplierName: "acme", contactId: "c1", description: "blue paint", amountMinor: 500, currency: "", date: "2026-01-05", paidFrom: null, documentNumber: "7" },
  coding: { account: "310", tax: "INPUT", project: "p1" }, feedback: "accepted", firstAnswer: { account: null, tax: null, project }, sequence: 3, supplierSequence: 1,
});

test.each([
  ["none", null], ["one that nobody saw", { value: "p1", bin: 7 }], ["one that was shown", { value: "p1", bin: 7, band: "medium" }],
  ["one that nobody saw, with what it gave to whom", { value: "p1", bin: 7, told: [["p1", 0.612], ["", 0.2], ["p2", 0]] }],
  ["one that was shown, with what it gave to whom", { value: "", bin: 0, band: "none", told: [["", 0.333]] }],
] as const)("a first answer is read as it was written: %s", (_, answer) => {
  const labels = openLabels(NO_LABELS);
  const confirmed = line(answer);
  expect(readDocument(writeDocument([confirmed], labels), labels)).toEqual([confirmed]);
});
