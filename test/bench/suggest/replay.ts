import { supplierKey, meaningfulWords } from "../../../shared/suggest/words.ts";
import type { Option } from "../../../shared/suggest/evidence.ts";
import { InMemoryHistory } from "../../../shared/suggest/inMemoryHistory.ts";
import type { Coding, FirstAnswer, Given, Memory, SuggestLine, Target } from "../../../shared/suggest/types.ts";
import { days } from "./days.ts";
import type { Ledger, LedgerRow } from "./ledger.ts";
import { LedgerNumbers } from "./ledgerNumbers.ts";

/** A question that a ledger asks: one field, from nothing or from another field that is known. */
export interface Task {
  readonly name: string;
  readonly target: Target;
  readonly given: readonly Target[];
}

export const tasks: readonly Task[] = [
  { name: "account", target: "account", given: [] },
  { name: "account|project", target: "account", given: ["project"] },
  { name: "project", target: "project", given: [] },
  { name: "project|account", target: "project", given: ["account"] },
  { name: "tax|account", target: "tax", given: ["account"] },
];

export interface Asked {
  readonly row: LedgerRow;
  readonly line: SuggestLine;
  readonly given: Partial<Coding>;
  readonly memory: Memory;
  /** Every value seen so far; a chart of accounts would be longer, and is not published with the ledgers. */
  readonly options: readonly Option[];
  readonly truth: string;
  readonly newSupplier: boolean;
}

/**
 * Prequential replay: each row of a day is asked from the days before, then the whole day is learned. Rows without the target
 * are left out. The visitor returns its first answer, which becomes part of the confirmed line (the track record).
 */
export function replay(ledger: Ledger, task: Task, visit: (asked: Asked) => Given | null): void {
  const history = new InMemoryHistory();
  const seen = new Set<string>();
  const options: Option[] = [];
  const known = new Set<string>();
  const numbers = new LedgerNumbers();
  for (const day of days(ledger)) {
    const rows = day.filter((row) => row.coding[task.target] !== "");
    numbers.open(rows);
    const answers = rows.map((row): FirstAnswer => {
      const given: Partial<Coding> = Object.fromEntries(task.given.map((target) => [target, row.coding[target]]));
      const answer = visit({
        row, line: numbers.beside(row), given, memory: history.memory(row.line), options, truth: row.coding[task.target],
        newSupplier: !seen.has(supplierKey(row.line.supplierName)),
      });
      return { account: null, tax: null, project: null, [task.target]: answer };
    });
    numbers.learn(rows);
    rows.forEach((row, i) => {
      history.confirm(row.line, row.coding, "imported", answers[i]);
      seen.add(supplierKey(row.line.supplierName));
      const value = row.coding[task.target];
      if (known.has(value)) return;
      known.add(value);
      options.push({ value, words: meaningfulWords(value) });
    });
  }
}
