import { besideCap, besideDays, besideReach } from "../../../shared/suggest/besideOf.ts";
import { supplierOf } from "../../../shared/suggest/supplierOf.ts";
import type { BesideLine, SuggestLine } from "../../../shared/suggest/types.ts";
import type { LedgerRow } from "./ledger.ts";

/** Rows by series and number. */
type Numbered = Map<string, Map<number, LedgerRow[]>>;

/** Which rows of a ledger have neighbouring document numbers: of the day that is asked about without their codings, of earlier days with them. */
export class LedgerNumbers {
  private readonly earlier: Numbered = new Map();
  private today: Numbered = new Map();

  /** A day begins. */
  open(rows: readonly LedgerRow[]): void {
    this.today = new Map();
    for (const row of rows) put(this.today, row);
  }

  /** It is over, and its codings are known. */
  learn(rows: readonly LedgerRow[]): void {
    for (const row of rows) put(this.earlier, row);
  }

  /** The line with what stands beside it, nearest first. */
  beside({ line, number, day }: LedgerRow): SuggestLine {
    if (number === null) return line;
    const own = supplierOf(line);
    const found: BesideLine[] = [];
    const look = (numbered: Numbered, gap: number, known: boolean): void => {
      for (const at of [number.number - gap, number.number + gap]) {
        for (const other of numbered.get(number.series)?.get(at) ?? []) {
          if (found.length < besideCap && supplierOf(other.line) !== own && daysBetween(other.day, day) <= besideDays) found.push({ supplierName: other.line.supplierName, gap, ...(known && { project: other.coding.project }) });
        }
      }
    };
    for (let gap = 1; gap <= besideReach; gap++) {
      look(this.today, gap, false);
      look(this.earlier, gap, true);
    }
    return found.length === 0 ? line : { ...line, beside: found };
  }
}

const DAY_MS = 86_400_000;
const daysBetween = (earlier: string, later: string): number => (Date.parse(later) - Date.parse(earlier)) / DAY_MS;

function put(into: Numbered, row: LedgerRow): void {
  if (row.number === null) return;
  const { series, number } = row.number;
  const ofSeries = into.get(series) ?? new Map<number, LedgerRow[]>();
  into.set(series, ofSeries);
  ofSeries.set(number, [...(ofSeries.get(number) ?? []), row]);
}
