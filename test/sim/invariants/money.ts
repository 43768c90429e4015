import { ledgerLines } from "../../../shared/profit/ledgerLines.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { RecordKind } from "../../../shared/records/kinds.ts";
import type { Person, Service } from "../../../shared/records/project.ts";
import type { View } from "./view.ts";

/** Lines add up to their document's totals; the ledger is, to the cent, what its records give from scratch; no amount is a fraction. */
export function money(view: View): string[] {
  return view.world.organisations.flatMap((organisation) => {
    const found: string[] = [];
    const records = view.of(organisation, "record");
    const bodies = new Map(records.map((record) => [record.id, JSON.parse(record.body) as object]));
    const bodyOf = <T>(id: string): T | null => (bodies.get(id) as T | undefined) ?? null;
    const context = { homeCurrency: "AUD", costRates: (id: string) => bodyOf<Person>(id)?.costRates ?? null, hourPriceE4: (id: string) => bodyOf<Service>(id)?.unitAmountE4 ?? null };
    const expected = records.flatMap((record) => ledgerLines(record.kind as RecordKind, bodies.get(record.id) as never, context).map((line) => [record.id, line.lineKey, line.type, line.projectId, line.date, line.amountMinor].join(" ")));
    const kept = view.of(organisation, "ledgerLine").map((line) => [line.recordId, line.lineKey, line.type, line.projectId, line.date, line.amountMinor].join(" "));
    if (JSON.stringify(kept.toSorted()) !== JSON.stringify(expected.toSorted())) found.push("the ledger is not what its records give from scratch");
    for (const record of records) if ("lines" in bodies.get(record.id)!) found.push(...totalsOf(record.id, bodies.get(record.id) as Document));
    return found;
  });
}

function totalsOf(id: string, { lines, subtotalMinor, taxMinor, totalMinor, lineAmountTypes, amountDueMinor, amountPaidMinor, amountCreditedMinor }: Document): string[] {
  const amounts = [subtotalMinor, taxMinor, totalMinor, amountDueMinor, amountPaidMinor, amountCreditedMinor, ...lines.flatMap((line) => [line.amountMinor, line.taxMinor])];
  if (!amounts.every(Number.isSafeInteger)) return [`document ${id} holds a fraction of a cent`];
  const sum = lines.reduce((total, line) => total + line.amountMinor, 0);
  const tax = lines.reduce((total, line) => total + line.taxMinor, 0);
  const net = lineAmountTypes === "inclusive" ? sum - tax : sum;
  // Over- and prepayments come without lines.
  if (lines.length === 0 || (subtotalMinor === net && taxMinor === tax && totalMinor === net + tax)) return [];
  return [`document ${id} has lines of ${net} and ${tax}, totals of ${subtotalMinor}, ${taxMinor} and ${totalMinor}`];
}
