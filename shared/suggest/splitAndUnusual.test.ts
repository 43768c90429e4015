import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import { accuracy } from "./accuracy.ts";
import { readChart } from "./chart.ts";
import { InMemoryHistory } from "./inMemoryHistory.ts";
import { multiplyRounded } from "../money.ts";
import { shareOut } from "./shareOut.ts";
import { shareOutKeepingTax } from "./shareOutKeepingTax.ts";
import { usualSplit } from "./split.ts";
import type { Coding, Neighbour, SuggestLine } from "./types.ts";
import { unusual } from "./unusual.ts";

const part = (document: number, project: string, amountMinor: number): Neighbour => ({
  lineId: `${document}${project}`, documentId: `d${document}`, dayOfMonth: 1, amountMinor, words: [], account: "310", tax: "INPUT", project, looked: true,
});

describe("dividing an amount", () => {
  test("the parts always add up to the amount", () => {
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 9 }), (total, shares) => {
      expect(shareOut(total, shares).reduce((sum, amount) => sum + amount, 0)).toBe(total);
    }));
  });
});

describe("dividing an amount so that its tax adds up", () => {
  const at10 = (amount: number): number => multiplyRounded(amount, 100_000, 1_000_000);
  test("a third each of 100.00 carries 10.00 of tax at 10 %, not 9.99", () => {
    expect(shareOut(10_000, [1, 1, 1]).reduce((sum, part) => sum + at10(part), 0)).toBe(999);
    const parts = shareOutKeepingTax(10_000, [1, 1, 1], { taxOf: at10, taxMinor: 1_000 });
    expect([parts.reduce((sum, part) => sum + part, 0), parts.reduce((sum, part) => sum + at10(part), 0)]).toEqual([10_000, 1_000]);
    expect(Math.max(...parts) - Math.min(...parts)).toBeLessThan(20);
  });
  test("amounts always add up; at common rates the tax does too, for amounts worth dividing", () => {
    fc.assert(fc.property(fc.integer({ min: 2_000, max: 1e8 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 }), fc.constantFrom(50_000, 100_000, 150_000, 200_000), (total, shares, rateE4) => {
      const taxOf = (amount: number): number => multiplyRounded(amount, rateE4, 1_000_000);
      const parts = shareOutKeepingTax(total, shares, { taxOf, taxMinor: taxOf(total) });
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
      expect(parts.reduce((sum, part) => sum + taxOf(part), 0)).toBe(taxOf(total));
    }));
  });
});

describe("the usual split", () => {
  const history = [4, 3, 2, 1].flatMap((document) => [part(document, "hall", 6000), part(document, "park", 3000)]);
  promise(["OP-18"], "the suggested split of a bill", "bills split two to one over two projects are suggested split two to one, to the cent", () => {
    const split = usualSplit(10_000, history, () => true);
    expect(split?.shares.map(({ project, amountMinor }) => [project, amountMinor])).toEqual([["hall", 6667], ["park", 3333]]);
    expect([split?.count, split?.of]).toEqual([4, 4]);
  });
  test("not when a project of it is closed", () => expect(usualSplit(10_000, history, ({ project }) => project !== "park")).toBeNull());
  test("not when only one bill was split", () => expect(usualSplit(10_000, [...history.slice(0, 2), part(3, "hall", 9000), part(2, "hall", 9000)], () => true)).toBeNull());
  test("not when the shares wander", () => expect(usualSplit(10_000, [5, 4, 3].flatMap((d) => [part(d, "hall", d * 2000), part(d, "park", 3000)]), () => true)).toBeNull());
});

describe("unusual coding", () => {
  const chart = readChart({ accounts: [{ code: "310", name: "Goods" }, { code: "429", name: "Sundry" }], taxRates: [{ taxType: "INPUT", name: "VAT" }], projects: [] });
  const line = (id: number): SuggestLine => ({ lineId: `l${id}`, documentId: `d${id}`, kind: "bill", supplierName: "Steel", description: "Beams", amountMinor: 5000, currency: "GBP", date: "2026-01-05" });
  const usual: Coding = { account: "310", tax: "INPUT", project: "" };
  test("the one line coded otherwise is listed, the others are not", () => {
    const history = new InMemoryHistory();
    const good = Array.from({ length: 25 }, (_, i) => history.confirm(line(i), usual));
    const bad = history.confirm(line(99), { ...usual, account: "429" });
    expect(unusual(bad, history.memory(bad.line), chart).map(({ target, booked, expected }) => [target, booked, expected.value])).toEqual([["account", "429", "310"]]);
    const one = good[24];
    expect(one && unusual(one, history.memory(one.line), chart)).toEqual([]);
  });
});

describe("accuracy", () => {
  test("bulk confirmations and ignored suggestions prove nothing; later changes in Xero count against", () => {
    const [row] = accuracy([
      { target: "account", band: "high", fate: "accepted", count: 18 }, { target: "account", band: "high", fate: "corrected", count: 1 },
      { target: "account", band: "high", fate: "changed-in-xero", count: 1 }, { target: "account", band: "high", fate: "bulk-confirmed", count: 500 }, { target: "account", band: "high", fate: "ignored", count: 7 },
    ]);
    expect(row?.precision).toBe(0.9);
    expect(row?.bulkConfirmed).toBe(500);
  });
});
