import { describe, expect, test } from "vitest";
import { fieldRows } from "./fieldRows.ts";
import { namesFrom } from "./names.ts";

const account = { id: "a", code: "310", name: "Cost of Goods Sold", type: "EXPENSE", class: "EXPENSE", taxType: null, systemAccount: null, enablePayments: false, status: "active" } as const;
const names = namesFrom({ accounts: [account], taxRates: [], trackingCategories: [] }, [{ id: "p1", body: { name: "Website" } }], "AUD");
const rows = (group: string, base: unknown, ours: unknown, xero: unknown, lineIds: string[] = []) =>
  fieldRows({ base, ours, xero }, group, names, lineIds).map(({ field, label, texts }) => [field, label, texts.base, texts.ours, texts.xero]);
const phone = (number: string) => ({ country: "61", area: "2", number });
const line = (id: string, quantityE4: number, more: object = {}) => ({ id, quantityE4, unitAmountE4: 1_500_000, amountMinor: 15_000, ...more });

describe("only what differs, as people read it", () => {
  test("a phone is one thing", () => {
    expect(rows("phone:mobile", { phone: null }, { phone: phone("5550 0001") }, { phone: phone("5550 0002") })).toEqual([["phone", "Mobile", "—", "+61 2 5550 0001", "+61 2 5550 0002"]]);
  });
  test("a line's quantity, by the line's number", () => {
    const side = (quantityE4: number) => ({ lines: [line("x", 10_000), line("y", quantityE4)], currency: "AUD" });
    expect(rows("money", side(10_000), side(25_000), side(30_000), ["x", "y"])).toEqual([["lines.y.quantityE4", "Quantity of line 2", "1", "2.5", "3"]]);
  });
  test("a line that one side lacks is one row", () => {
    const both = { lines: [line("x", 10_000), line("y", 10_000, { description: "Hosting" })] };
    expect(rows("money", both, both, { lines: [line("x", 10_000)] })).toEqual([["lines.y", "Line 2", "Hosting · 1 · 150", "Hosting · 1 · 150", "—"]]);
  });
  test("codes and ids become names; the group's own line is numbered", () => {
    expect(rows("coding:y", { accountCode: null }, { accountCode: "404" }, { accountCode: "310" }, ["x", "y"])).toEqual([["accountCode", "Account of line 2", "—", "404", "310 Cost of Goods Sold"]]);
    expect(rows("coding:y", { projectId: null }, { projectId: "p1" }, { projectId: null }, ["x", "y"])[0]?.[3]).toBe("Website");
  });
  test("a plain text of a line", () => {
    expect(rows("text:x", "Old", "Ours", "Theirs", ["x"])).toEqual([["text:x", "Description of line 1", "Old", "Ours", "Theirs"]]);
  });
  test("money has its decimals", () => expect(rows("money", { totalMinor: 0 }, { totalMinor: 123_456 }, { totalMinor: -5 })[0]?.slice(2)).toEqual(["0.00", "1,234.56", "-0.05"]));
  test("totals follow from the rest and are not for choosing, unless nothing else differs", () => {
    const side = (quantityE4: number, totalMinor: number) => ({ totalMinor, lines: [{ ...line("x", quantityE4), amountMinor: totalMinor }] });
    expect(rows("money", side(1, 1), side(2, 2), side(3, 3)).map(([field]) => field)).toEqual(["lines.x.quantityE4"]);
    expect(rows("money", side(1, 1), side(1, 2), side(1, 3)).map(([field]) => field)).toEqual(["totalMinor", "lines.x.amountMinor"]);
  });
  test("equal sides have no rows", () => expect(rows("money", { a: 1 }, { a: 1 }, { a: 1 })).toEqual([]));
  test("a side that is missing as a whole is still shown", () => expect(rows("dueDate", null, "2026-11-02", "2026-11-03")).toEqual([["dueDate", "Due date", "—", "2026-11-02", "2026-11-03"]]));
});
