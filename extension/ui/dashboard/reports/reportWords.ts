import type { FigureChange } from "../../../../shared/api/reportShapes.ts";
import { roundMoney } from "../../format.ts";

export const FIGURE_WORDS: Readonly<Record<FigureChange["figure"], string>> = {
  invoiced: "Invoiced",
  collected: "Collected",
  labour: "Labour",
  other_costs: "Other costs",
  exchange_gain: "Exchange gain",
  margin: "Margin",
  outstanding: "Outstanding",
  unbilled: "Unbilled time",
  receivables: "Owed by clients",
  payables: "Owed to suppliers",
  money_in: "Came in",
  money_out: "Went out",
};

interface Compared {
  now: number;
  before: number;
  currency: string;
  /** Name of the month before; null where there is none. */
  month: string | null;
}

/** "$3,200 more than in September": in words, so that nobody has to know what an arrow means. */
export function difference({ now, before, currency, month }: Compared): string | null {
  if (month === null) return null;
  const by = now - before;
  if (by === 0) return `as in ${month}`;
  return `${roundMoney(Math.abs(by), currency)} ${by > 0 ? "more" : "less"} than in ${month}`;
}
