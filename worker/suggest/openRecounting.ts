import { sql } from "drizzle-orm";
import type { Chart } from "../../shared/suggest/chart.ts";
import { add, subtract } from "../../shared/suggest/counts.ts";
import { decaysFor, places } from "../../shared/suggest/learn.ts";
import { neighbourCap } from "../../shared/suggest/neighbourFeatures.ts";
import { predict } from "../../shared/suggest/predict.ts";
import { supplierOf } from "../../shared/suggest/supplierOf.ts";
import type { ConfirmedLine, ContextKey, FirstAnswer, SuggestLine } from "../../shared/suggest/types.ts";
import type { Db } from "../store/open.ts";
import { additions } from "./additions.ts";
import { CLOCK, supplierClock } from "./bookkeeping.ts";
import { type CodedLine, firstAnswers } from "./confirmedLines.ts";
import { type CountState, type Fetched, fetchCounts } from "./countStore.ts";
import { asNeighbour } from "./readNeighbours.ts";
import { NO_ANSWER, type Recounting } from "./recountDocument.ts";
import { supplierHash } from "./question.ts";

interface Step { readonly before: readonly ConfirmedLine[]; readonly now: readonly CodedLine[] }

/** A recounting of these documents: clocks of their suppliers, and what is needed to answer the lines that will be replayed. */
export async function openRecounting(db: Db, state: CountState, steps: readonly Step[], { chart, every }: { chart: Chart; every: number }): Promise<Recounting> {
  const lines = steps.flatMap(({ now }) => now.map(({ line }) => line));
  const replayed = (place: number): boolean => place > 0 && place % every === 0;
  // Which lines will be replayed is known only roughly before they are counted: some may turn out unchanged. Those are answered from nothing.
  const wanted = lines.filter((_, i) => replayed(state.sequence + i));
  const decays = new Map<ContextKey, number>();
  for (const line of wanted) for (const [key, decay] of decaysFor(line)) decays.set(key, decay);
  const [clocks, fetched] = await Promise.all([
    supplierClocks(db, state, lines),
    wanted.length === 0 ? { rows: new Map(), neighbours: new Map() } satisfies Fetched : fetchCounts(db, state, decays, wanted.map(supplierHash)),
  ]);
  const { rows, neighbours } = fetched;
  const suppliers = new Set(wanted.map(supplierHash));
  const asked = new Set(wanted.map(({ lineId }) => lineId));
  return {
    additions: additions(state.labels), sequence: state.sequence, clocks, changed: 0,
    counted: (confirmed, sign) => {
      if (asked.size === 0) return;
      for (const placed of places(confirmed)) {
        if (!decays.has(placed.key)) continue;
        const row = sign === 1 ? add(rows.get(placed.key), placed, state.labels) : subtract(rows.get(placed.key), placed, state.labels);
        if (row === null) rows.delete(placed.key);
        else rows.set(placed.key, row);
      }
      const supplier = supplierHash(confirmed.line);
      if (sign === 1 && suppliers.has(supplier)) neighbours.set(supplier, [asNeighbour(confirmed), ...(neighbours.get(supplier) ?? [])].slice(0, neighbourCap));
    },
    replay: (line: SuggestLine, sequence: number): FirstAnswer => {
      if (!asked.has(line.lineId)) return NO_ANSWER;
      return firstAnswers({ suggestion: predict(line, { rows, labels: state.labels, neighbours: neighbours.get(supplierHash(line)) ?? [], sequence }, chart), bulk: false, looked: false });
    },
  };
}

/** Next position of each supplier. */
export async function supplierClocks(db: Db, { number }: CountState, lines: readonly SuggestLine[]): Promise<Map<ContextKey, number>> {
  const keys = [...new Set(lines.map((line) => supplierClock(supplierOf(line))))];
  if (keys.length === 0) return new Map();
  const rows = await db.all<{ key: number; at: number }>(sql`select c.key as key, c.at as at from json_each(${JSON.stringify(keys)}) k cross join suggest_count c on c.number = ${number} and c.key = k.value and c.coding = ${CLOCK}`);
  return new Map(rows.map(({ key, at }) => [key, at]));
}
