import type { Ledger, LedgerRow } from "./ledger.ts";

/** The rows of a ledger in whole days: a day is predicted before any of it is learned. */
export function days(ledger: Ledger): LedgerRow[][] {
  const list: LedgerRow[][] = [];
  for (const row of ledger.rows) {
    const last = list[list.length - 1];
    if (last !== undefined && last[0]?.day === row.day) last.push(row);
    else list.push([row]);
  }
  return list;
}
