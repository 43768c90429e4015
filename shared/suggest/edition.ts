import { hash } from "./hash.ts";
import { places } from "./learn.ts";
import type { ConfirmedLine, SuggestLine } from "./types.ts";

/**
 * Says what is counted and how: a number that changes with the contexts, their decays and the reading of texts. Counts of another
 * edition cannot be subtracted from, so the store counts them anew. Taken from what a few lines with everything in them would
 * add, so that nobody has to remember to raise it.
 */
export const edition: number = hash(JSON.stringify(probes().map((probe) => places(probe).map(({ key, coding, at, weight, decay }) => [key, coding, at, weight, decay]))));

function probes(): ConfirmedLine[] {
  const answer = { value: "310", bin: 7 };
  const lines: SuggestLine[] = [
    {
      lineId: "1", documentId: "1", kind: "bill", supplierName: "Café Müller & Sons (Holdings) Ltd", contactId: "c1", description: "Blue paint for the hall, March 2026, 12 tins of 5 l", amountMinor: 123_456,
      currency: "GBP", date: "2026-03-31", paidFrom: "a1", documentNumber: "INV-2026-00012",
    },
    { lineId: "2", documentId: "2", kind: "bank_transaction", supplierName: "Tesco Stores 6227", description: "", amountMinor: -5, currency: "GBP", date: "2026-01-01" },
  ];
  return lines.map((line, i) => ({
    line, coding: { account: "310", tax: "INPUT", project: i === 0 ? "p1" : "" }, feedback: i === 0 ? "corrected" : "bulk-confirmed",
    firstAnswer: { account: answer, tax: i === 0 ? answer : null, project: i === 0 ? { value: "p1", bin: 7, told: [["p1", 0.5], ["", 0.25], ["p2", 0.125]] } : null }, sequence: 40 + i, supplierSequence: 3 + i,
  }));
}
