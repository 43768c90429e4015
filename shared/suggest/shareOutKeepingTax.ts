import { shareOut } from "./shareOut.ts";

/** Cents that one part may be moved by to keep the tax; beyond it the difference is shown instead. */
const MOVE_MAX = 60;

export interface TaxKept {
  /** Tax of one part, rounded on its own as Xero rounds it. */
  taxOf: (amountMinor: number) => number;
  /** What the taxes of the parts should add up to. */
  taxMinor: number;
}

/**
 * Divides an amount by shares like shareOut, and then moves single cents between two parts until their taxes, each rounded on its own, add up to the
 * tax of the whole: 100.00 in three parts of 33.33, 33.33 and 33.34 would carry 9.99 of tax at 10 %, a cent less than the bill.
 * Where no move of a few cents does it, the plain division is given back.
 */
export function shareOutKeepingTax(totalMinor: number, shares: readonly number[], { taxOf, taxMinor }: TaxKept): number[] {
  const plain = shareOut(totalMinor, shares);
  let parts = plain;
  for (let round = 0; round < plain.length; round++) {
    const off = taxMinor - taxes(parts, taxOf);
    if (off === 0) return parts;
    const nearer = moved(parts, (moves) => Math.abs(taxMinor - taxes(moves, taxOf)) < Math.abs(off));
    if (nearer === null) return plain;
    parts = nearer;
  }
  return taxes(parts, taxOf) === taxMinor ? parts : plain;
}

function taxes(parts: readonly number[], taxOf: (amountMinor: number) => number): number {
  return parts.reduce((sum, part) => sum + taxOf(part), 0);
}

/** The smallest move between two parts that satisfies. */
function moved(parts: readonly number[], satisfies: (parts: number[]) => boolean): number[] | null {
  for (let by = 1; by <= MOVE_MAX; by++)
    for (const from of parts.keys())
      for (const to of parts.keys()) {
        if (from === to) continue;
        const next = parts.map((part, i) => (i === from ? part - by : i === to ? part + by : part));
        if (satisfies(next)) return next;
      }
  return null;
}
