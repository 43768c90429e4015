import { amountBucket, roundness } from "./amounts.ts";
import { besideOf } from "./besideOf.ts";
import type { PreparedBeside } from "./besideOf.ts";
import { supplierOf } from "./supplierOf.ts";
import { meaningful, meaningfulWords, templateOf, tokens } from "./words.ts";
import type { SuggestLine } from "./types.ts";

/** A line read once: everything that contexts and evidence are made from. */
export interface Prepared {
  readonly line: SuggestLine;
  /** See supplierOf. */
  readonly supplier: string;
  readonly supplierWords: readonly string[];
  readonly textWords: readonly string[];
  readonly template: string;
  readonly bucket: string;
  /** How round the amount is. */
  readonly roundness: string;
  /** Exact amount, as text. */
  readonly amount: string;
  readonly dayOfMonth: number;
  readonly paidFrom: string;
  /** Shape of the document number: "1011\5109" and "1011\5110" share one. Empty when there is none. */
  readonly series: string;
  /** What was entered beside it. */
  readonly beside: readonly PreparedBeside[];
}

/** How many meaningful words are read of a supplier's name, and of a description. */
export const SUPPLIER_WORDS = 4;
export const TEXT_WORDS = 6;

export function prepare(line: SuggestLine): Prepared {
  const text = tokens(line.description);
  return {
    line,
    supplier: supplierOf(line),
    supplierWords: meaningfulWords(line.supplierName).slice(0, SUPPLIER_WORDS),
    textWords: meaningful(text).slice(0, TEXT_WORDS),
    template: templateOf(text),
    bucket: amountBucket(line.amountMinor),
    roundness: roundness(line.amountMinor),
    amount: String(line.amountMinor),
    dayOfMonth: Number(line.date.slice(8, 10)) || 0,
    paidFrom: line.paidFrom ?? "",
    series: series(line.documentNumber ?? ""),
    beside: besideOf(line),
  };
}

/**
 * Leading digits may name a range ("1011\\5109…"), the last run of digits is a counter: of it only the first two digits and the length
 * count, else every bill would be a series of its own.
 */
function series(number: string): string {
  const runs = number.slice(0, 64).match(/\d+|\D+/g) ?? [];
  const last = runs.findLastIndex((run) => /\d/.test(run));
  return runs.map((run, i) => (!/\d/.test(run) || (run.length <= 4 && i !== last) ? run : `${run.length > 2 ? run.slice(0, 2) : ""}~${run.length}`)).join("");
}
