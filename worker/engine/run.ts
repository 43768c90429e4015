import type { OrganisationFacts, Account, TaxRate, TrackingCategory } from "../../shared/records/organisation.ts";
import type { Person, Project, Service } from "../../shared/records/project.ts";
import { defaultRules, type SyncRules } from "../../shared/planning/rules.ts";
import { RUN } from "../../shared/limits.ts";
import type { Lane, Ports, Store, XeroSession } from "../ports.ts";
import type { Guard, Row, Select } from "../store/port.ts";
import type { XeroClient } from "../xero/xeroClient.ts";
import { type ChainEnd, chainEnd, SEALED_AT_ONCE, sealChanges } from "./auditTrail.ts";
import { type Part, readTogether } from "./readTogether.ts";

/**
 * What one run, or one person's request, knows of its organisation. Read in one round trip; `auditEnd` is kept current by commits.
 * Nothing here outlives the run.
 */
export interface Run {
  ports: Ports;
  organisation: Row<"organisation">;
  facts: OrganisationFacts;
  rules: SyncRules;
  settings: Settings;
  auditEnd: ChainEnd;
  /** Fencing token of the lease; null for a person's request, which is guarded by versions alone. */
  fence: number | null;
  /** Xero's contacts were read once in full: what is not among them is not there. */
  contactsRead: boolean;
  /** Connected again, and not every link is proven yet: nothing is sent. */
  unproven: boolean;
  watch: Row<"watch"> | null;
  /** A webhook came lately, so polls may be slow. */
  webhooksAlive: boolean;
  /** Calls left to this run. */
  calls: { left: number };
  /** Round trips to D1 left to this run. */
  trips: { left: number };
  /** What may be done now, as far as this run knows: it saves looking where there is nothing. Others' changes wake the gate again. */
  due: Due;
  xero(lane: Lane): XeroClient;
  now(): number;
}

export interface Due {
  /** Dirty links to plan. */
  links: boolean;
  /** Ready intents to send. */
  intents: boolean;
  /** Ids to look at again. */
  looks: boolean;
  /** Kinds whose poll was made due by what this run learned: the next run reads them, at once. */
  polls: boolean;
}

/** The organisation's chart, taxes, tracking, services and projects, by the keys that lookups use. */
export interface Settings {
  accountsByCode: ReadonlyMap<string, Account>;
  accountsById: ReadonlyMap<string, Account>;
  taxRates: ReadonlyMap<string, TaxRate>;
  tracking: ReadonlyMap<string, TrackingCategory>;
  services: ReadonlyMap<string, Service>;
  projects: ReadonlyMap<string, Project>;
  persons: ReadonlyMap<string, Person>;
  people: ReadonlyMap<string, Person>;
  optionOfProject: ReadonlyMap<string, string>;
  /** Projects renamed here, whose tracking option in Xero has the old name. */
  renamedProjects: ReadonlySet<string>;
  projectOfOption: ReadonlyMap<string, string>;
}

/** Rows of settings read at once. Xero advises 100 tracking options and 4,000 items; a firm of 5,000 projects still fits. */
const SETTINGS_ROWS = 10_000;

/** Null when there is no such organisation. */
export async function openRun(ports: Ports, organisationId: string, fence: number | null): Promise<Run | null> {
  const [run] = await readTogether(ports.store, opened(ports, organisationId, fence));
  return run;
}

/** The run, to be read together with other parts. */
export function opened(given: Ports, organisationId: string, fence: number | null): Part<Run | null> {
  const selects = [
    { from: "organisation", where: { id: organisationId }, limit: 1 },
    { from: "reference", where: { organisationId, kind: { in: ["account", "tax_rate", "tracking_category"] } }, limit: SETTINGS_ROWS },
    { from: "record", where: { organisationId, kind: { in: ["service", "project", "person"] } }, limit: SETTINGS_ROWS },
    { from: "cursor", where: { organisationId, kind: { in: ["contact", "reconnect"] } }, limit: 4 },
    { from: "watch", where: { organisationId }, limit: 1 },
    { from: "organisationUser", where: { organisationId, state: "live" }, orderBy: ["addedAt"], limit: 50 },
  ] as const satisfies readonly Select[];
  const end = chainEnd(organisationId, given.hash);
  return {
    selects: [...selects, ...end.selects],
    make: (rows) => runOf(given, fence, rows.slice(0, selects.length) as unknown as RunRows, end.make(rows.slice(selects.length))),
  };
}

type RunRows = readonly [Row<"organisation">[], Row<"reference">[], Row<"record">[], Row<"cursor">[], Row<"watch">[], Row<"organisationUser">[]];

function runOf(given: Ports, fence: number | null, [organisations, references, records, cursors, watches, users]: RunRows, auditEnd: ChainEnd): Run | null {
  const organisation = organisations[0];
  if (organisation === undefined) return null;
  // The read that this is made of was the first.
  const trips = { left: RUN.tripsPerRun - 1 };
  const ports = { ...given, store: countingTrips(given.store, trips) };
  const session: XeroSession = { users: users.map(({ xeroUserId }) => xeroUserId), held: null, onRead: () => void (trips.left -= 1) };
  return {
    ports,
    organisation,
    facts: factsOf(organisation),
    rules: { ...defaultRules(), ...(organisation.rules as Partial<SyncRules>) },
    settings: settingsOf(references, records),
    auditEnd,
    fence,
    contactsRead: cursors.some(({ kind, lane, completedThrough }) => kind === "contact" && lane === "poll" && completedThrough !== null),
    unproven: cursors.some(({ kind, dueAt }) => kind === "reconnect" && dueAt !== null),
    watch: watches[0] ?? null,
    webhooksAlive: false,
    calls: { left: RUN.callsPerRun },
    trips,
    due: { links: true, intents: true, looks: true, polls: false },
    xero: (lane) => ports.xero.of(organisation.id, organisation.xeroTenantId, lane, session),
    now: () => ports.clock.now(),
  };
}

function countingTrips(store: Store, trips: { left: number }): Store {
  const count = (): void => void (trips.left -= 1);
  return {
    read: ((...selects: Select[]) => (count(), store.read(...selects))) as Store["read"],
    commit: (guards, changes) => (count(), store.commit(guards, changes)),
    totals: (organisationId) => (count(), store.totals(organisationId)),
  };
}

/** Whether another unit of work may begin: a page, a call with its answer, two hundred links to plan. */
export function mayGoOn(run: Run): boolean {
  return run.calls.left > 0 && run.trips.left >= RUN.tripsKept;
}

/** Guards of every commit of a run: a run that lost its lease can write nothing. */
export function fenceOf(run: Run): Guard[] {
  return run.fence === null ? [] : [{ fence: run.fence, organisationId: run.organisation.id }];
}

/** Others wrote meanwhile: where the audit ends now. More unsealed entries than one commit seals are sealed here, part by part. */
export async function readAuditEnd(run: Run): Promise<void> {
  const { store, hash } = run.ports;
  const organisationId = run.organisation.id;
  do {
    const [end] = await readTogether(store, chainEnd(organisationId, hash));
    run.auditEnd = end;
    if (end.unsealed.length === SEALED_AT_ONCE) await store.commit([], sealChanges(organisationId, end));
  } while (run.auditEnd.unsealed.length === SEALED_AT_ONCE && run.trips.left > 0);
}

export async function readSettings(run: Run): Promise<void> {
  const [again] = await readTogether(run.ports.store, opened(run.ports, run.organisation.id, run.fence));
  if (again === null) return;
  const { organisation, facts, rules, settings, auditEnd } = again;
  Object.assign(run, { organisation, facts, rules, settings, auditEnd });
}

/** Before the first read of the organisation: nothing locked, its zone UTC. Nothing is pushed until the import has read it. */
function factsOf(organisation: Row<"organisation">): OrganisationFacts {
  return (
    (organisation.facts as OrganisationFacts | null) ?? {
      xeroTenantId: organisation.xeroTenantId,
      name: organisation.name,
      shortCode: organisation.shortCode ?? "",
      baseCurrency: "AUD",
      countryCode: "AU",
      timeZone: "UTC",
      periodLockDate: null,
      yearEndLockDate: null,
      plan: "",
      isDemo: false,
    }
  );
}

function settingsOf(references: readonly Row<"reference">[], records: readonly Row<"record">[]): Settings {
  const of = <T>(kind: string): [string, T][] =>
    references.filter((row) => row.kind === kind).map((row) => [row.id, JSON.parse(row.body) as T]);
  const bodies = <T>(kind: string): [string, T][] =>
    records.filter((row) => row.kind === kind && row.deletedAt === null).map((row) => [row.id, JSON.parse(row.body) as T]);
  const accounts = of<Account>("account");
  const projects = bodies<Project>("project");
  const options = projects.flatMap(([id, project]) => (project.trackingOptionId === null ? [] : [[id, project.trackingOptionId] as const]));
  return {
    accountsByCode: new Map(accounts.flatMap(([, account]) => (account.code === null ? [] : [[account.code, account] as const]))),
    accountsById: new Map(accounts),
    taxRates: new Map(of<TaxRate>("tax_rate")),
    tracking: new Map(of<TrackingCategory>("tracking_category")),
    services: new Map(bodies<Service>("service")),
    projects: new Map(projects),
    persons: new Map(bodies<Person>("person")),
    people: new Map(bodies<Person>("person")),
    optionOfProject: new Map(options),
    renamedProjects: new Set(records.flatMap((row) => (row.kind === "project" && "name" in (JSON.parse(row.edits) as object) ? [row.id] : []))),
    projectOfOption: new Map(options.map(([project, option]) => [option, project])),
  };
}
