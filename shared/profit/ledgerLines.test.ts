import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import type { Document, Line } from "../records/document.ts";
import type { TimeEntry } from "../records/project.ts";
import { collectedByLine } from "./collectedByLine.ts";
import { type LedgerContext, ledgerLines, rateOn } from "./ledgerLines.ts";

const CONTEXT: LedgerContext = {
  homeCurrency: "AUD",
  costRates: (personId) => (personId === "ana" ? [{ from: "2026-01-01", perHourMinor: 6_000 }, { from: "2026-07-01", perHourMinor: 7_500 }] : null),
  hourPriceE4: (serviceId) => (serviceId === "design" ? 1_800_000 : null),
};

function line(id: string, amountMinor: number, more: Partial<Line> = {}): Line {
  return { id, xeroLineId: null, description: id, quantityE4: 10_000, unitAmountE4: amountMinor * 100, discountRateE4: null, discountMinor: null, itemCode: null, accountCode: "200", taxType: "OUTPUT", taxMinor: 0, amountMinor, tracking: [], projectId: "p1", serviceId: null, timeEntryIds: [], ...more };
}

function document(lines: readonly Line[], more: Partial<Document> = {}): Document {
  const subtotalMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return {
    side: "sales", contactId: "c", number: "INV-1", reference: null, date: "2026-11-20", dueDate: null, status: "authorised", currency: "AUD", currencyRateE6: null, lineAmountTypes: "exclusive", lines,
    subtotalMinor, taxMinor: 0, totalMinor: subtotalMinor, amountDueMinor: subtotalMinor, amountPaidMinor: 0, amountCreditedMinor: 0, fullyPaidOn: null, sentToContact: false, allocations: [],
    bankAccountId: null, isReconciled: false, title: null, summary: null, terms: null, ...more,
  };
}

const entry: TimeEntry = { projectId: "p1", personId: "ana", serviceId: "design", date: "2026-11-19", minutes: 90, note: null, billable: true, approved: true, invoiceLineId: null };
const sums = (lines: ReturnType<typeof ledgerLines>) => Object.fromEntries(lines.map(({ lineKey, type, amountMinor }) => [`${lineKey} ${type}`, amountMinor]));

describe("what a document does to its projects", () => {
  const cases: [string, Parameters<typeof ledgerLines>[0], Document, Record<string, number>][] = [
    ["an authorised invoice is revenue", "invoice", document([line("a", 10_000), line("b", 5_000, { projectId: "p2" })]), { "a revenue": 10_000, "b revenue": 5_000 }],
    ["a draft is committed, not earned", "invoice", document([line("a", 10_000)], { status: "draft" }), { "a committed_revenue": 10_000 }],
    ["a voided one is nothing", "invoice", document([line("a", 10_000)], { status: "voided" }), {}],
    ["lines without a project are nobody's", "invoice", document([line("a", 10_000, { projectId: null })]), {}],
    ["a bill is a cost", "bill", document([line("a", 31_000)], { side: "purchases" }), { "a cost": 31_000 }],
    ["an unapproved bill is a committed cost", "bill", document([line("a", 31_000)], { side: "purchases", status: "submitted" }), { "a committed_cost": 31_000 }],
    ["tax inside the line amount does not count", "bill", document([line("a", 11_000, { taxMinor: 1_000 })], { side: "purchases", lineAmountTypes: "inclusive" }), { "a cost": 10_000 }],
    ["a supplier's credit lowers the cost", "credit_note", document([line("a", 2_000)], { side: "purchases" }), { "a cost": -2_000 }],
    ["a credit to a client lowers revenue", "credit_note", document([line("a", 2_000)]), { "a revenue": -2_000 }],
    ["spent money is a cost", "bank_transaction", document([line("a", 700)], { side: "purchases" }), { "a cost": 700 }],
    ["received money is earned and collected at once", "bank_transaction", document([line("a", 700)]), { "a revenue": 700, "a collected": 700 }],
    ["another currency counts at the document's rate", "bill", document([line("a", 10_000)], { side: "purchases", currency: "USD", currencyRateE6: 650_000 }), { "a cost": 15_385 }],
    ["a payment of half collects half of the net", "invoice", document([line("a", 10_000)], { totalMinor: 11_000, amountPaidMinor: 5_500 }), { "a revenue": 10_000, "a collected": 5_000 }],
    ["a paid invoice has collected its net", "invoice", document([line("a", 10_001), line("b", 3_333)], { status: "paid", totalMinor: 14_667, amountPaidMinor: 14_667 }), { "a revenue": 10_001, "a collected": 10_001, "b revenue": 3_333, "b collected": 3_333 }],
  ];
  test.each(cases)("%s", (_, kind, body, expected) => expect(sums(ledgerLines(kind, body, CONTEXT))).toEqual(expected));
});

promise(["OP-21"], "ledger lines of a time entry", "approved time costs the rate that held on its day and waits to be billed at its service's price", () => {
  expect(sums(ledgerLines("time_entry", entry, CONTEXT))).toEqual({ "labour labour": 11_250, "unbilled unbilled": 27_000 });
  expect(sums(ledgerLines("time_entry", { ...entry, date: "2026-03-02" }, CONTEXT))).toMatchObject({ "labour labour": 9_000 });
  expect(sums(ledgerLines("time_entry", { ...entry, invoiceLineId: "l1" }, CONTEXT))).toEqual({ "labour labour": 11_250 });
  expect(ledgerLines("time_entry", { ...entry, approved: false }, CONTEXT)).toEqual([]);
});

test("before the first rate an hour costs nothing", () => {
  expect(rateOn([{ from: "2026-07-01", perHourMinor: 7_500 }], "2026-06-30")).toBe(0);
});

test("collected parts add up to the rounded whole, never pass what was earned, and tie exactly when all is applied", () => {
  const nets = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(nets, fc.double({ min: 0, max: 1, noNaN: true }), (lines, part) => {
      const net = lines.reduce((sum, value) => sum + value, 0);
      const total = net + Math.round(net / 10);
      const applied = Math.floor(total * part);
      const parts = collectedByLine(lines, applied, total);
      const whole = parts.reduce((sum, value) => sum + value, 0);
      expect(whole).toBe(Math.floor((2 * net * applied + total) / (2 * total)));
      parts.forEach((value, index) => expect(value).toBeLessThanOrEqual(lines[index]!));
      expect(collectedByLine(lines, total, total)).toEqual(lines);
    }),
  );
  expect(collectedByLine([10_000, -2_000], 4_400, 8_800).reduce((sum, value) => sum + value, 0)).toBe(4_000);
});
