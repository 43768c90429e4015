import { ALARMS } from "../../shared/limits.ts";
import { ID_FIELD, KINDS_IN, observe, type Observation } from "./observation.ts";
import type { XeroListKind } from "../../shared/mapping/fromXero.ts";
import type { Raw } from "../../shared/mapping/mapped.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { Change, Insert } from "../store/port.ts";
import { type Batch, commitBatch, emptyBatch, merged } from "./batch.ts";
import { decide, unlinkedState } from "./decide.ts";
import { fetchMissing } from "./fetchMissing.ts";
import { type LinkedState, linkedStates } from "./linkedState.ts";
import { matchContact, unlinkedContacts } from "./matchContact.ts";
import { type Known, namedIn, type Neighbours, pointedAt, readNeighbours } from "./neighbours.ts";
import { readTogether, rowsOf, unread } from "./readTogether.ts";
import { readAuditEnd, type Run } from "./run.ts";

/** Someone else's commit between our read and ours: read and decide again. A healthy store needs one or two. */
const TRIES = 4;
/** Of the reason why something was put aside: what it refers to comes with a later read (takeInWaiting.ts). */
export const NOT_SHOWN_YET = "that Xero did not show yet";

export interface TakeInOptions {
  /** When the read was asked for. */
  askedAt: number;
  /** Committed together with the records: cursors, ids that were looked at. */
  with?: readonly Change[];
  /** What is noted of changes that webhooks should have told of long ago. */
  untold?: (count: number) => readonly Change[];
  /** False while records are being fetched because others need them: then nothing more is fetched for their sake. */
  mayFetch?: boolean;
}

export type TakenIn = "taken" | "stale";

/**
 * Takes in what Xero sent: plans each record against its link and commits all of it at once, or nothing. Records that the last
 * observation shows unchanged cost no write. The read that brought `raws` must have succeeded.
 */
export async function takeIn(run: Run, list: XeroListKind, raws: readonly Raw[], options: TakeInOptions): Promise<TakenIn> {
  const unique = new Map(raws.map((raw) => [String(raw[ID_FIELD[list]]), raw]));
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const decided = await decideAll(run, list, unique, options);
    // What these rows refer to is not all here yet: the next run reads on.
    if (decided === "unfinished") return "stale";
    const { batch, late } = decided;
    batch.after.push(...(options.with ?? []), ...(late > 0 ? (options.untold?.(late) ?? []) : []));
    if ((await commitBatch(run, batch)) === "committed") return "taken";
    await readAuditEnd(run);
  }
  return "stale";
}

interface Decided {
  batch: Batch;
  /** Changes that are older than Xero takes to tell of one. */
  late: number;
}

async function decideAll(run: Run, list: XeroListKind, raws: ReadonlyMap<string, Raw>, { askedAt, mayFetch = true }: TakeInOptions): Promise<Decided | "unfinished"> {
  if (raws.size === 0) return { batch: emptyBatch(), late: 0 };
  const states = await readStates(run, list, raws);
  const read = (...known: readonly Known[]) => readNeighbours(run, [...raws.values()], [...states.byXeroId.values(), ...states.byRecordId.values()], ...known);
  let neighbours = await read(...states.known);
  let seen = observeAll(run, list, raws, neighbours);
  const missing = seen.flatMap(({ observation }) => (observation.type === "unresolved" ? [observation.needs] : []));
  const fetched = missing.length > 0 && mayFetch && (await fetchMissing(run, missing));
  if (fetched === "unfinished") return fetched;
  if (fetched) {
    neighbours = await read();
    seen = observeAll(run, list, raws, neighbours);
  }
  const now = run.now();
  const batches: Batch[] = [];
  const unchanged: string[] = [];
  let isNew = false;
  let late = 0;
  for (const { xeroId, observation } of seen) {
    if (observation.type === "elsewhere") continue;
    if (observation.type === "unresolved") {
      batches.push(putAside(run, list, xeroId, `It refers to a ${observation.needs.kind.replace("_", " ")} ${NOT_SHOWN_YET}.`, JSON.stringify(observation.raw)));
      continue;
    }
    const state = states.byXeroId.get(xeroId) ?? linkedByUs(observation, states.byRecordId) ?? matchContact(observation, states.unlinked);
    if (state === null && observation.type === "unmappable") {
      batches.push(putAside(run, list, xeroId, observation.reason, observation.text));
      continue;
    }
    if (state !== null && isOld(state, observation, askedAt)) {
      unchanged.push(state.link.id);
      continue;
    }
    isNew ||= state === null;
    if (isLate(state, observation, now)) late += 1;
    const kind = observation.type === "mapped" ? observation.mapped.kind : state!.kind;
    batches.push(decide({ run, neighbours, observation, state: withXeroId(state ?? unlinkedState(run, kind), xeroId) }));
    if (states.quarantined.has(xeroId) && observation.type === "mapped")
      batches.at(-1)!.after.push({ update: "quarantine", where: { organisationId: run.organisation.id, xeroId, releasedAt: null }, set: { releasedAt: now } });
  }
  const all = merged(batches);
  // A new contact of Xero's may be one that waits here to be made.
  if (isNew && states.unlinked.length > 0)
    all.after.push({ update: "link", where: { organisationId: run.organisation.id, id: { in: states.unlinked.map(({ link }) => link.id) }, dirtyAt: null }, set: { dirtyAt: now, notBeforeAt: 0 } });
  if (unchanged.length > 0)
    all.after.push({ update: "link", where: { organisationId: run.organisation.id, id: { in: unchanged } }, set: { comparedAt: now } });
  return { batch: all, late };
}

/** A newer change than we knew, made long ago. What only a payment moved is left out: whether Xero tells of that is not known. */
function isLate(state: LinkedState | null, observation: Seen, now: number): boolean {
  if (observation.type !== "mapped" || observation.mapped.updatedAt <= (state?.link.xeroUpdatedAt ?? 0)) return false;
  const paid = (raw: Raw | null | undefined) => `${String(raw?.["AmountPaid"])} ${String(raw?.["AmountCredited"])}`;
  return now - observation.mapped.updatedAt > ALARMS.toldWithinMs && (state === null || paid(state.raw) === paid(observation.raw));
}

interface KnownStates {
  byXeroId: ReadonlyMap<string, LinkedState>;
  /** Links of records that we created and whose answer never came: Xero's back-link names them. */
  byRecordId: ReadonlyMap<string, LinkedState>;
  quarantined: ReadonlySet<string>;
  /** Contacts of ours that are not in Xero yet; empty unless contacts are taken in. */
  unlinked: readonly LinkedState[];
  known: readonly Known[];
}

async function readStates(run: Run, list: XeroListKind, raws: ReadonlyMap<string, Raw>): Promise<KnownStates> {
  const organisationId = run.organisation.id;
  const ids = [...raws.keys()];
  const kinds = { in: KINDS_IN[list] };
  const backLinks = [...raws.values()].map(backLinkOf).filter((id) => id !== null);
  const met = { where: { kind: kinds, xeroId: { in: ids } }, limit: ids.length * 2 };
  const made = { where: { kind: kinds, recordId: { in: backLinks }, xeroId: null }, limit: backLinks.length };
  const [linked, ours, quarantined, unlinked, ...known] = await readTogether(
    run.ports.store,
    linkedStates(organisationId, met),
    backLinks.length === 0 ? unread([]) : linkedStates(organisationId, made),
    rowsOf({ from: "quarantine", where: { organisationId, xeroId: { in: ids }, releasedAt: null }, limit: ids.length }),
    list === "contact" ? unlinkedContacts(organisationId) : unread([]),
    namedIn(organisationId, [...raws.values()]),
    pointedAt(organisationId, met),
  );
  return {
    byXeroId: new Map(linked.map((state) => [state.link.xeroId!, state])),
    byRecordId: new Map(ours.map((state) => [state.link.recordId, state])),
    quarantined: new Set(quarantined.map((row) => row.xeroId ?? "")),
    unlinked,
    known,
  };
}

function observeAll(run: Run, list: XeroListKind, raws: ReadonlyMap<string, Raw>, neighbours: Neighbours) {
  return [...raws].map(([xeroId, raw]) => ({ xeroId, observation: observe(run, list, raw, neighbours) }));
}

type Seen = Extract<Observation, { type: "mapped" | "unmappable" }>;

function linkedByUs(observation: Seen, byRecordId: ReadonlyMap<string, LinkedState>): LinkedState | null {
  const recordId = backLinkOf(observation.raw);
  return recordId === null ? null : (byRecordId.get(recordId) ?? null);
}

/** Our record's id in what we create: a contact's ContactNumber, the last part of a document's Url. */
export function backLinkOf(raw: Raw): string | null {
  const said = raw["ContactNumber"] ?? raw["Url"];
  if (typeof said !== "string") return null;
  return /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i.exec(said)?.[1] ?? null;
}

/**
 * Nothing new: the same bytes as last time, or an answer that was overtaken by a newer one. A link with work to do is planned anyway. Xero's
 * times alone do not tell: its clock may step back. What was asked for after the last look was stored is newer, whatever time it bears.
 */
function isOld({ link }: LinkedState, observation: Seen, askedAt: number): boolean {
  if (observation.hash === link.xeroHash) return link.dirtyAt === null;
  if (askedAt > (link.observedAt ?? 0)) return false;
  return observation.type === "mapped" && link.xeroUpdatedAt !== null && observation.mapped.updatedAt < link.xeroUpdatedAt;
}

function withXeroId(state: LinkedState, xeroId: string): LinkedState {
  return state.link.xeroId === xeroId ? state : { ...state, link: { ...state.link, xeroId } };
}

/** Kept whole, with its reason, until a later look can map it. */
function putAside(run: Run, list: XeroListKind, xeroId: string, reason: string, body: string): Batch {
  const batch = emptyBatch();
  const row: Insert<"quarantine"> = {
    organisationId: run.organisation.id, id: `${list}:${xeroId}`, kind: KINDS_IN[list][0] as SyncedKind, xeroId, reason, body, at: run.now(), releasedAt: null,
  };
  batch.quarantines.push(row);
  return batch;
}
