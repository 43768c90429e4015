import type { RecordKind } from "../../shared/records/kinds.ts";
import type { RecordBody } from "../../shared/records/record.ts";
import { ledgerLines } from "../../shared/profit/ledgerLines.ts";
import type { Insert } from "../store/port.ts";
import type { Run } from "./run.ts";

/** The ledger lines of one record, to replace the ones it had. */
export function ledgerRows(run: Run, recordId: string, kind: RecordKind, body: RecordBody): { recordId: string; lines: readonly Insert<"ledgerLine">[] } {
  const { people, services } = run.settings;
  const lines = ledgerLines(kind, body, {
    homeCurrency: run.facts.baseCurrency,
    costRates: (personId) => people.get(personId)?.costRates ?? null,
    hourPriceE4: (serviceId) => services.get(serviceId)?.unitAmountE4 ?? null,
  });
  return { recordId, lines: lines.map((line) => ({ organisationId: run.organisation.id, recordId, ...line })) };
}
