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

test.each([
  ["a missing column", ["date,supplier,amount", "2024-01-01,x,1"], /no column "account"/],
  ["a date that is none", [head, "x,01.02.2024,1,Acme,,1,310,,,"], /row 1 .*date "01\.02\.2024" is not/],
  ["rows out of order", [head, "x,2024-01-02,1,Acme,,1,310,,,", "x,2024-01-01,2,Acme,,1,310,,,"], /row 2 .*sorted by date/],
  ["an amount that is none", [head, "x,2024-01-01,1,Acme,,12x,310,,,"], /row 1 .*amount "12x"/],
  ["an amount left out", [head, "x,2024-01-01,1,Acme,,,310,,,"], /row 1 .*amount ""/],
  ["a row cut short", [head, "x,2024-01-01,1,Acme"], /row 1 .*4 fields instead of 10/],
  ["no rows", [head], /no rows/],
])("says what is wrong with %s", (name, rows, message) => {
  expect(() => readLedger(file(name.replaceAll(" ", "-"), ...rows))).toThrow(message);
});
