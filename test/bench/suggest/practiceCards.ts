import { random } from "./draw.ts";
import type { Ledger, LedgerRow } from "./ledger.ts";

interface Card {
  readonly name: string;
  /** How often it pays for what its holder works on; else for anybody's. */
  readonly faithful: number;
}

/** One card per this many lines, under the root. */
const CARDS = 12;
const LEAST_FAITHFUL = 0.4;

/**
 * The same ledger with made-up cards, or null where it names cards of its own. Most ledgers do not say what paid, and a ranker that never saw a card gives it no
 * weight. Each cost centre gets cards, some of which pay for little else and some for much: what a card is worth has to be told from its lines. Seeded.
 */
export function practiceCards(ledger: Ledger): Ledger | null {
  if (ledger.rows.some(({ line }) => line.paidFrom)) return null;
  const next = random(7);
  const cards: Card[] = [];
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const holders = new Map([...Map.groupBy(ledger.rows, ({ coding }) => coding.project)].map(([project, rows]) => [
    project,
    Array.from({ length: 1 + Math.floor(Math.sqrt(rows.length) / CARDS) }, () => {
      const card = { name: `card ${cards.length}`, faithful: LEAST_FAITHFUL + (1 - LEAST_FAITHFUL) * next() };
      cards.push(card);
      return card;
    }),
  ]));
  const rows = ledger.rows.map((row): LedgerRow => {
    const own = one(holders.get(row.coding.project)!);
    const paidFrom = (next() > own.faithful ? one(cards) : own).name;
    return { ...row, line: { ...row.line, paidFrom } };
  });
  return { ...ledger, rows };
}
