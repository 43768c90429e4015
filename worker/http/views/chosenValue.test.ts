import { describe, expect, test } from "vitest";
import type { Json } from "../../../shared/merge/groups.ts";
import { chosenValue } from "./chosenValue.ts";

const line = (id: string, quantityE4: number, unitAmountE4: number) => ({ id, quantityE4, unitAmountE4, discountRateE4: null, discountMinor: null, itemCode: null, taxType: "OUTPUT", taxMinor: 0, amountMinor: 0 });
const money = (...lines: ReturnType<typeof line>[]) => ({ lineAmountTypes: "exclusive", currency: "AUD", currencyRateE6: null, subtotalMinor: 1, taxMinor: 1, totalMinor: 2, lines }) as unknown as Json;
const sides = { group: "money", ours: money(line("a", 20_000, 100_000), line("b", 10_000, 50_000)), xero: money(line("a", 30_000, 120_000)) };
const choose = (choice: Record<string, "ours" | "xero">) => chosenValue(sides, choice, () => 100_000);

describe("each field from the side that was chosen", () => {
  test("all from one side is that side, untouched", () => {
    expect(choose({ "lines.a.quantityE4": "ours", "lines.b": "ours" })).toBe("ours");
    expect(choose({ "lines.a.quantityE4": "xero", "lines.b": "xero" })).toBe("xero");
  });
  test("our quantity at Xero's price, without our second line, added up anew", () => {
    const chosen = choose({ "lines.a.quantityE4": "ours", "lines.a.unitAmountE4": "xero", "lines.b": "xero" });
    expect(chosen).toMatchObject({ value: { lines: [{ id: "a", quantityE4: 20_000, unitAmountE4: 120_000, amountMinor: 2_400, taxMinor: 240 }], subtotalMinor: 2_400, taxMinor: 240, totalMinor: 2_640 } });
  });
  test("Xero's first line with our second", () => {
    const chosen = choose({ "lines.a.quantityE4": "xero", "lines.a.unitAmountE4": "xero", "lines.b": "ours" });
    expect(chosen).toMatchObject({ value: { lines: [{ id: "a", amountMinor: 3_600 }, { id: "b", amountMinor: 500 }], totalMinor: 4_510 } });
  });
  test("the sides themselves stay as they were", () => {
    const before = JSON.stringify(sides);
    choose({ "lines.a.quantityE4": "ours", "lines.b": "xero" });
    expect(JSON.stringify(sides)).toBe(before);
  });
  test("fields of other groups are mixed as they are", () => {
    const identity = { group: "identity", ours: { date: "2026-11-01", number: "A" }, xero: { date: "2026-11-02", number: "B" } };
    expect(chosenValue(identity, { date: "ours", number: "xero" }, () => 0)).toEqual({ value: { date: "2026-11-01", number: "B" } });
  });
});
