import { amountBucket } from "./amounts.ts";
import { meaningfulWords, supplierKey, template } from "./words.ts";
import type { SuggestLine } from "./types.ts";

/** A line read once: everything that contexts and evidence are made from. */
export interface Prepared {
  readonly line: SuggestLine;
  /** Identity of the supplier: Xero's contact where known, else the normalised name. */
  readonly supplier: string;
  readonly supplierWords: readonly string[];
  readonly textWords: readonly string[];
  readonly template: string;
  readonly bucket: string;
  /** Exact amount, as text. */
  readonly amount: string;
  readonly dayOfMonth: number;
  /** Days since 1970-01-01, or NaN for a malformed date. */
  readonly day: number;
  readonly paidFrom: string;
  /** Shape of the document number: "1011\5109" and "1011\5110" share one. Empty when there is none. */
  readonly series: string;
}

const SUPPLIER_WORDS = 4;
const TEXT_WORDS = 6;

export function prepare(line: SuggestLine): Prepared {
  return {
    line,
    supplier: line.contactId ? `c:${line.contactId}` : `n:${supplierKey(line.supplierName)}`,
    supplierWords: meaningfulWords(line.supplierName).slice(0, SUPPLIER_WORDS),
    textWords: meaningfulWords(line.description).slice(0, TEXT_WORDS),
    template: template(line.description),
    bucket: amountBucket(line.amountMinor),
    amount: String(line.amountMinor),
    dayOfMonth: Number(line.date.slice(8, 10)) || 0,
    day: Math.floor(Date.parse(`${line.date}T00:00:00Z`) / 86_400_000),
    paidFrom: line.paidFrom ?? "",
    series: series(line.documentNumber ?? ""),
  };
}

/** Leading digits tell a number's range; a run of more than four digits is a counter, of which only two digits and the length count. */
function series(number: string): string {
  return number.slice(0, 64).replace(/\d+/g, (run) => (run.length <= 4 ? run : `${run.slice(0, 2)}~${run.length}`));
}
