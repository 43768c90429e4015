import { ledgerLines } from "../../shared/profit/ledgerLines.ts";
import { monthEnds, monthSummary } from "../../shared/profit/monthSummary.ts";
import { recordRow } from "../../worker/engine/recordRow.ts";
import { createStore } from "../../worker/store/engineStore.ts";
import { openStore } from "../../worker/store/open.ts";
import { readMonth } from "../../worker/store/reads/month/readMonth.ts";
import { d1OnNode, migrate } from "../sim/d1OnNode.ts";
import { monthFirm } from "../sim/monthFirm.ts";

const DOCUMENTS = 10_000;
const ROWS_AT_ONCE = 2_000;
const organisationId = "firm";
const context = { homeCurrency: "AUD", costRates: () => [{ from: "2026-01-01", perHourMinor: 6_000 }], hourPriceE4: () => 1_800_000 };

/** How long a month's figures take over five months of 10,000 documents, three fifths of them in other currencies, and as many hours: the last full month and an earlier one. */
export async function run(): Promise<void> {
  const d1 = d1OnNode();
  await migrate(d1);
  const records = monthFirm(1, DOCUMENTS);
  for (let from = 0; from < records.length; from += ROWS_AT_ONCE) {
    const part = records.slice(from, from + ROWS_AT_ONCE);
    await createStore(openStore(d1)).commit([], [
      { insert: "record", rows: part.map((one) => recordRow({ organisationId, ...one, revision: 1, edits: {}, createdAt: 1, updatedAt: 1 })) },
      { insert: "ledgerLine", rows: part.flatMap(({ id, kind, body }) => ledgerLines(kind, body, context).map((line) => ({ organisationId, recordId: id, ...line }))) },
    ]);
  }
  const months: Record<string, { readMs: number; addUpMs: number; workedOut: number }> = {};
  for (const month of ["2026-08", "2026-11"]) {
    const started = performance.now();
    const rows = await readMonth(openStore(d1), { organisationId, homeCurrency: "AUD", days: monthEnds(month) });
    const read = performance.now();
    monthSummary(rows, { month, currency: "AUD", asOf: 1, xeroReadAt: null });
    months[month] = { readMs: Math.round(read - started), addUpMs: Math.round(performance.now() - read), workedOut: rows.worked.length };
  }
  console.log(JSON.stringify({ bench: "month", documents: DOCUMENTS, records: records.length, months }));
}
