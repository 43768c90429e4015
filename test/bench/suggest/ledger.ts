import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Coding, SuggestLine } from "../../../shared/suggest/types.ts";

/** One row of a ledger: the line as it arrives, and how its bookkeeper coded it. */
export interface LedgerRow {
  readonly line: SuggestLine;
  readonly coding: Coding;
  readonly day: string;
}

export interface Ledger {
  readonly name: string;
  readonly sha256: string;
  readonly rows: readonly LedgerRow[];
}

const COLUMNS = "org,date,doc,supplier,description,amount,account,cost_centre,tax,source";

/** Reads `org,date,doc,supplier,description,amount,account,cost_centre,tax,source`, sorted by date. Throws with the row's number on anything it cannot read: a figure over half a file would be none. */
export function readLedger(file: string): Ledger {
  const bytes = readFileSync(file);
  const [head = [], ...records] = parseCsv(bytes.toString("utf8").replace(/^\uFEFF/, ""));
  const at = (name: string): number => head.indexOf(name);
  for (const name of ["date", "supplier", "amount", "account"]) {
    if (at(name) < 0) throw new Error(`${file}: no column "${name}"; expected ${COLUMNS}`);
  }
  let before = "";
  const rows = records.filter((record) => record.length > 1 || record[0] !== "").map((record, i): LedgerRow => {
    const wrong = (what: string): Error => new Error(`${file}: row ${i + 1} after the header: ${what}`);
    if (record.length !== head.length) throw wrong(`${record.length} fields instead of ${head.length}`);
    const field = (name: string): string => record[at(name)] ?? "";
    const [date, amount] = [field("date"), field("amount")];
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(`${date}T00:00:00Z`))) throw wrong(`date "${date}" is not YYYY-MM-DD`);
    if (date < before) throw wrong(`date ${date} comes after ${before}; the rows have to be sorted by date`);
    if (amount.trim() === "" || !Number.isFinite(Number(amount))) throw wrong(`amount "${amount}" is not a number`);
    before = date;
    const line: SuggestLine = {
      lineId: String(i), documentId: `${field("date")}|${field("doc")}`, kind: "bill", supplierName: field("supplier"),
      description: field("description"), amountMinor: Math.round(Number(amount) * 100), currency: "GBP", date,
      paidFrom: field("source"), documentNumber: field("doc"),
    };
    return { line, coding: { account: field("account"), tax: field("tax"), project: field("cost_centre") }, day: field("date") };
  });
  if (rows.length === 0) throw new Error(`${file}: no rows`);
  return { name: basename(file).replace(/\.csv$/, ""), sha256: createHash("sha256").update(bytes).digest("hex"), rows };
}

function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") {
      record.push(field);
      field = "";
    } else if (c === "\n") {
      record.push(field.replace(/\r$/, ""));
      records.push(record);
      record = [];
      field = "";
    } else field += c;
  }
  if (field !== "" || record.length > 0) records.push([...record, field]);
  return records;
}
