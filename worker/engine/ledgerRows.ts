import { type LedgerContext, ledgerLines } from "../../shared/profit/ledgerLines.ts";
import type { RecordKind } from "../../shared/records/kinds.ts";
import type { Person, Service, TimeEntry } from "../../shared/records/project.ts";
import type { RecordBody } from "../../shared/records/record.ts";
import type { Insert } from "../store/port.ts";
import type { Run } from "./run.ts";

export interface LedgerRows {
  recordId: string;
  lines: readonly Insert<"ledgerLine">[];
}

/** The ledger lines of one record, to replace the ones it had. */
export function ledgerRows(run: Run, recordId: string, kind: RecordKind, body: RecordBody): LedgerRows {
  return rowsOf(run, recordId, kind, body, contextOf(run, run.settings.persons, run.settings.services));
}

/** More time entries than this of one person or service are left to the nightly recomputation. */
const ENTRIES = 50_000;

/** A person's rates or a service's price moved: the lines of every time entry that rests on it. */
export async function ledgerRowsResting(run: Run, id: string, kind: "person" | "service", body: Person | Service): Promise<LedgerRows[]> {
  const organisationId = run.organisation.id;
  const [rows] = await run.ports.store.read({ from: "record", where: { organisationId, kind: "time_entry", deletedAt: null }, limit: ENTRIES });
  const persons = kind === "person" ? new Map([...run.settings.persons, [id, body as Person]]) : run.settings.persons;
  const services = kind === "service" ? new Map([...run.settings.services, [id, body as Service]]) : run.settings.services;
  const context = contextOf(run, persons, services);
  return rows.flatMap((row) => {
    const entry = JSON.parse(row.body) as TimeEntry;
    const rests = kind === "person" ? entry.personId === id : entry.serviceId === id;
    return rests ? [rowsOf(run, row.id, "time_entry", entry, context)] : [];
  });
}

function rowsOf(run: Run, recordId: string, kind: RecordKind, body: RecordBody, context: LedgerContext): LedgerRows {
  return { recordId, lines: ledgerLines(kind, body, context).map((line) => ({ organisationId: run.organisation.id, recordId, ...line })) };
}

function contextOf(run: Run, persons: ReadonlyMap<string, Person>, services: ReadonlyMap<string, Service>): LedgerContext {
  return {
    homeCurrency: run.facts.baseCurrency,
    costRates: (personId) => persons.get(personId)?.costRates ?? null,
    hourPriceE4: (serviceId) => services.get(serviceId)?.unitAmountE4 ?? null,
  };
}
