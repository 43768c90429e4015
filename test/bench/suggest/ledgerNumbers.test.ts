import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readLedger } from "./ledger.ts";
import { LedgerNumbers } from "./ledgerNumbers.ts";

const folder = mkdtempSync(join(tmpdir(), "numbers-"));
afterAll(() => rmSync(folder, { recursive: true }));

function rows(...docs: readonly (readonly [doc: string, supplier: string])[]) {
  const file = join(folder, "books.csv");
  writeFileSync(file, ["date,doc,supplier,amount,account,cost_centre", ...docs.map(([doc, supplier]) => `2026-01-05,${doc},${supplier},1,310,Hall`), ""].join("\n"));
  return readLedger(file).rows;
}

test("of the day that is asked about no coding is given, of earlier days it is", () => {
  const [asked, next, far, own] = rows(["701", "Ash"], ["702", "Birch"], ["705", "Cedar"], ["700", "Ash"]);
  const numbers = new LedgerNumbers();
  numbers.open([asked!, next!, far!, own!]);
  expect(numbers.beside(asked!).beside).toEqual([{ supplierName: "Birch", gap: 1 }]);
  numbers.learn([asked!, next!, far!, own!]);
  numbers.open([asked!]);
  expect(numbers.beside(asked!).beside).toEqual([{ supplierName: "Birch", gap: 1, project: "Hall" }]);
});

test("numbers that whoever prepared the file made up are none, and a line without neighbours is as it was", () => {
  const [one, two] = rows(["r701", "Ash"], ["r702", "Birch"]);
  const numbers = new LedgerNumbers();
  numbers.open([one!, two!]);
  expect(numbers.beside(one!)).toBe(one!.line);
});
