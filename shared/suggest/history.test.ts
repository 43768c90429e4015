import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spelledOut } from "./counts.ts";
import { InMemoryHistory } from "./inMemoryHistory.ts";
import { type Labels, NO_LABELS, openLabels } from "./labels.ts";
import { keysFor, keysTouched, learn, places } from "./learn.ts";
import type { Coding, ConfirmedLine, ContextKey, CountRow, FeedbackKind, SuggestLine } from "./types.ts";

const line = (id: number, supplierName: string, description: string, amountMinor: number): SuggestLine => ({
  lineId: String(id), documentId: `d${id}`, kind: "bill", supplierName, description, amountMinor, currency: "GBP", date: "2026-03-05",
});
const kinds: FeedbackKind[] = ["imported", "accepted", "corrected", "bulk-confirmed", "changed-in-xero"];
const confirmation = fc.record({
  supplier: fc.constantFrom("Acme Ltd", "Bolt & Co", "Zed"), text: fc.constantFrom("", "rent march", "blue paint", "paint for hall"),
  amount: fc.integer({ min: -5000, max: 5000 }), account: fc.constantFrom("310", "400", "429"), project: fc.constantFrom("", "p1"),
  kind: fc.constantFrom(...kinds), answer: fc.constantFrom(null, "310", "400"), told: fc.option(fc.array(fc.tuple(fc.constantFrom("", "p1", "p2"), fc.integer({ min: 0, max: 1000 }).map((share) => share / 1000)), { maxLength: 4 })), remove: fc.boolean(),
});

const decayOfKeys = new Map<ContextKey, number>();

/** Rows in words: two histories give the same label different positions. */
function read(rows: ReadonlyMap<ContextKey, CountRow>, labels: Labels): Map<string, number> {
  const values = new Map<string, number>();
  for (const [key, row] of rows) for (const count of spelledOut(row, labels)) {
    values.set(`${key}|${count.account}|${count.tax}|${count.project}|lines`, count.lines);
    values.set(`${key}|${count.account}|${count.tax}|${count.project}`, count.weight);
  }
  return values;
}

/** What a rebuild does: the remaining lines in their order, each at its own sequence numbers. */
function rebuilt(lines: readonly ConfirmedLine[]): { rows: Map<ContextKey, CountRow>; labels: Labels } {
  const rows = new Map<ContextKey, CountRow>();
  const labels = openLabels(NO_LABELS);
  for (const confirmed of lines) for (const { key, row } of learn(confirmed, rows, labels)) if (row !== null) rows.set(key, row);
  return { rows, labels };
}

describe("counting confirmed lines", () => {
  test("taking lines out again leaves what a rebuild from the remaining lines makes, to 1e-9", () => {
    fc.assert(fc.property(fc.array(confirmation, { maxLength: 40 }), (steps) => {
      const history = new InMemoryHistory();
      const confirmed = steps.map((step, i) => {
        const coding: Coding = { account: step.account, tax: "INPUT", project: step.project };
        const answer = step.answer === null ? null : { value: step.answer, bin: 7 };
        return { step, done: history.confirm(line(i, step.supplier, step.text, step.amount), coding, step.kind, { account: answer, tax: null, project: step.told === null ? null : { value: "p1", bin: 3, told: step.told } }) };
      });
      for (const { done } of confirmed) for (const { key, decay } of places(done)) decayOfKeys.set(key, decay);
      for (const { step, done } of confirmed) if (step.remove) history.remove(done);
      const fresh = rebuilt(history.lines);
      const left = read(decayedAlike(history.rows, fresh.rows), history.labels);
      const right = read(decayedAlike(fresh.rows, history.rows), fresh.labels);
      expect([...left.keys()].sort()).toEqual([...right.keys()].sort());
      for (const [key, value] of left) expect(Math.abs(value - (right.get(key) ?? NaN))).toBeLessThan(1e-9);
    }), { numRuns: 150 });
  });

  test("a line's keys stay within the bound of one SELECT, whatever its text", () => {
    fc.assert(fc.property(fc.string({ maxLength: 600 }), fc.string({ maxLength: 600, unit: "grapheme" }), fc.integer(), (name, text, amount) => {
      const keys = keysFor({ ...line(1, name, text, amount), paidFrom: "card", documentNumber: "INV-12345", contactId: null, beside: Array.from({ length: 9 }, (_, i) => ({ supplierName: `${name}${i}`, gap: 1 })) }, { account: "310", project: "p1", tax: "INPUT" });
      expect(keys.length).toBeLessThanOrEqual(56);
      expect(keys.every(Number.isSafeInteger)).toBe(true);
    }));
  });

  test("what is read includes what was written for the same line", () => {
    const history = new InMemoryHistory();
    const done = history.confirm(line(1, "Acme", "rent", 100), { account: "310", tax: "INPUT", project: "p1" });
    const read = new Set(keysFor(done.line, done.coding));
    expect(keysTouched(done).filter((key) => !read.has(key))).toEqual([]);
  });
});

/** Brings each row to the later of the two clocks: a row that lost its newest line keeps its clock, a rebuilt one never had it. */
function decayedAlike(rows: ReadonlyMap<ContextKey, CountRow>, other: ReadonlyMap<ContextKey, CountRow>): Map<ContextKey, CountRow> {
  return new Map([...rows].filter(([, row]) => row.lines.length > 0).map(([key, row]) => {
    const now = Math.max(row.at, other.get(key)?.at ?? row.at);
    const factor = (decayOfKeys.get(key) ?? 1) ** (now - row.at);
    return [key, { ...row, at: now, weight: row.weight.map((weight) => weight * factor) }];
  }));
}
