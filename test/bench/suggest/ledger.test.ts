import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readLedger } from "./ledger.ts";

const folder = mkdtempSync(join(tmpdir(), "ledger-"));
afterAll(() => rmSync(folder, { recursive: true }));
const head = "org,date,doc,supplier,description,amount,account,cost_centre,tax,source";

function file(name: string, ...rows: readonly string[]): string {
  const path = join(folder, `${name}.csv`);
  writeFileSync(path, `${rows.join("\n")}\n`);
  return path;
}

test("reads quoted fields, amounts in minor units and the mark that some programs write first", () => {
  const { rows, name } = readLedger(file("books", `\uFEFF${head}`, 'x,2024-02-29,7,"Acme, ""Paint"" Ltd",blue paint,-12.345,310,Hall,20%,card 1', ""));
  expect(name).toBe("books");
  expect(rows).toMatchObject([{ day: "2024-02-29", coding: { account: "310", tax: "20%", project: "Hall" }, line: { supplierName: 'Acme, "Paint" Ltd', amountMinor: -1234, paidFrom: "card 1", documentNumber: "7" } }]);
});

test("a quote inside a field is a character, a quoted field may run over lines, and empty lines are none", () => {
  const { rows } = readLedger(file("quotes", head, 'x,2024-01-01,1,Acme,5" pipe,1,310,,,', "", 'x,2024-01-01,2,Acme,"two', 'lines",2,310,,,'));
  expect(rows.map(({ line }) => line.description)).toEqual(['5" pipe', "two\nlines"]);
});

test.each([
  ["a missing column", ["date,supplier,amount", "2024-01-01,x,1"], /\.csv:1: no column "account"/],
  ["semicolons", [head.replaceAll(",", ";"), "x;2024-01-01;1;Acme;;1;310;;;"], /\.csv:1: no column "date"/],
  ["a column twice", [`${head},amount`, "x,2024-01-01,1,Acme,,1,310,,,,2"], /\.csv:1: column "amount" stands there twice/],
  ["a date that is none", [head, "x,01.02.2024,1,Acme,,1,310,,,"], /\.csv:2, column "date": "01\.02\.2024" is not a day/],
  ["a day that does not exist", [head, "x,2024-02-30,1,Acme,,1,310,,,"], /\.csv:2, column "date": "2024-02-30" is not a day/],
  ["rows out of order", [head, "x,2024-01-02,1,Acme,,1,310,,,", "x,2024-01-01,2,Acme,,1,310,,,"], /\.csv:3, column "date": .*sorted by date/],
  ["an amount that is none", [head, "x,2024-01-01,1,Acme,,12x,310,,,"], /\.csv:2, column "amount": "12x"/],
  ["an amount with thousands", [head, 'x,2024-01-01,1,Acme,,"1,234.50",310,,,'], /\.csv:2, column "amount": "1,234\.50" is not a number/],
  ["an amount left out", [head, "x,2024-01-01,1,Acme,,,310,,,"], /\.csv:2, column "amount": ""/],
  ["a row cut short", [head, "x,2024-01-01,1,Acme,,1,310,,,", "x,2024-01-01,1,Acme"], /\.csv:3: 4 fields instead of 10/],
  ["a bad row after a field of two lines", [head, 'x,2024-01-01,1,Acme,"two', 'lines",1,310,,,', "x,2024-13-01,1,Acme,,1,310,,,"], /\.csv:4, column "date"/],
  ["a quote that never ends", [head, "x,2024-01-01,1,Acme,,1,310,,,", 'x,2024-01-01,1,"Acme,,1,310,,,', "x,2024-01-01,1,Acme,,1,310,,,"], /\.csv:3: a quote that opens here is never closed/],
  ["no rows", [head], /no rows/],
])("says what is wrong with %s, and where", (name, rows, message) => {
  expect(() => readLedger(file(name.replaceAll(" ", "-"), ...rows))).toThrow(message);
});
