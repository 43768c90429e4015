import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { numberIn } from "../../../shared/suggest/documentNumber.ts";
import type { NumberInSeries } from "../../../shared/suggest/documentNumber.ts";
import type { Coding, SuggestLine } from "../../../shared/suggest/types.ts";

/** One row of a ledger: the line as it arrives, and how its bookkeeper coded it. */
export interface LedgerRow {
  readonly line: SuggestLine;
  readonly coding: Coding;
  readonly day: string;
  /** The number its publisher gave it. "r123" is none: whoever prepared these files wrote it where none was published, and neighbours of it are neighbours in a file only. */
  readonly number: NumberInSeries | null;
}

export interface Ledger {
  readonly name: string;
  readonly sha256: string;
  readonly rows: readonly LedgerRow[];
}

const COLUMNS = "org,date,doc,supplier,description,amount,account,cost_centre,tax,source";

/** Reads `org,date,doc,supplier,description,amount,account,cost_centre,tax,source`, sorted by date. Throws with line and column on anything it cannot read: a figure over half a file would be none. */
export function readLedger(file: string): Ledger {
  const bytes = readFileSync(file);
  const [head, ...records] = parseCsv(bytes.toString("utf8").replace(/^\uFEFF/, ""), file);
  const names = head?.fields ?? [];
  for (const name of ["date", "supplier", "amount", "account"]) {
    if (!names.includes(name)) throw new Error(`${file}:1: no column "${name}"; expected ${COLUMNS}`);
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`${file}:1: column "${twice}" stands there twice`);
  let before = "";
  const rows = records.map(({ fields, line: place }, i): LedgerRow => {
    if (fields.length !== names.length) throw new Error(`${file}:${place}: ${fields.length} fields instead of ${names.length}`);
    const field = (name: string): string => fields[names.indexOf(name)] ?? "";
    const wrong = (column: string, what: string): Error => new Error(`${file}:${place}, column "${column}": ${what}`);
    const [date, amount] = [field("date"), field("amount")];
    if (!isDay(date)) throw wrong("date", `"${date}" is not a day, YYYY-MM-DD`);
    if (date < before) throw wrong("date", `${date} comes after ${before}; the rows have to be sorted by date`);
    if (amount.trim() === "" || !Number.isFinite(Number(amount))) throw wrong("amount", `"${amount}" is not a number such as -1234.50`);
    before = date;
    const line: SuggestLine = {
      lineId: String(i), documentId: `${field("date")}|${field("doc")}`, kind: "bill", supplierName: field("supplier"),
      description: field("description"), amountMinor: Math.round(Number(amount) * 100), currency: "GBP", date,
      paidFrom: field("source"), documentNumber: field("doc"),
    };
    return { line, coding: { account: field("account"), tax: field("tax"), project: field("cost_centre") }, day: field("date"), number: /^r\d+$/.test(field("doc")) ? null : numberIn(field("doc")) };
  });
  if (rows.length === 0) throw new Error(`${file}: no rows`);
  return { name: basename(file).replace(/\.csv$/, ""), sha256: createHash("sha256").update(bytes).digest("hex"), rows };
}

/** 2024-02-30 has the form of a day and is none. */
function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

interface CsvRecord {
  readonly fields: readonly string[];
  /** Where it begins in the file, from 1: a quoted field may run over several lines. */
  readonly line: number;
}

/** Empty lines are none. A quote within a field that was not quoted is a character like any other: 5" pipe. */
function parseCsv(text: string, file: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = "";
  let quotedFrom: number | null = null;
  let line = 1;
  let begun = 1;
  const end = (): void => {
    fields.push(field.replace(/\r$/, ""));
    if (fields.length > 1 || fields[0] !== "") records.push({ fields, line: begun });
    fields = [];
    field = "";
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "\n") line++;
    if (quotedFrom !== null) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else quotedFrom = null;
    } else if (c === '"' && field === "") quotedFrom = line;
    else if (c === ",") {
      fields.push(field);
      field = "";
    } else if (c === "\n") {
      end();
      begun = line;
    } else field += c;
  }
  if (quotedFrom !== null) throw new Error(`${file}:${quotedFrom}: a quote that opens here is never closed`);
  end();
  return records;
}
