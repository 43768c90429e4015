import { RUN } from "../../shared/limits.ts";
import type { Lease, Ports } from "../ports.ts";
import type { Change, Row, Select } from "../store/port.ts";
import type { XeroError } from "../xero/xeroError.ts";
import { raiseAndClear } from "./alarms.ts";
import { sealChanges } from "./auditTrail.ts";
import { carryOut } from "./carryOut.ts";
import { deliverEvents, forgetOldEvents, undelivered } from "./deliverEvents.ts";
import { watchedRows } from "./watchedRows.ts";
import { noteForLater } from "./noteForLater.ts";
import { lookAtNamed, namedIds, openInbox, splitInbox, webhooksAlive, withSplit } from "./intake.ts";
import { namelessConflicts, nameEditors } from "./nameEditors.ts";
import { planDirty } from "./planDirty.ts";
import { poll, POLL_ORDER } from "./poll.ts";
import { type Part, readTogether, rowsOf } from "./readTogether.ts";
import { resolveUnknown, unknownCalls } from "./resolveUnknown.ts";
import { mayGoOn, opened, type Run } from "./run.ts";
import { NIGHTLY, proofDue, RECONNECT, sweep, sweepDue } from "./sweep.ts";
import { trackProjects } from "./trackProjects.ts";

/** Nothing to do until then, at the latest. */
const IDLE_MS = 5 * 60_000;

export interface RunResult {
  nextDueAt: number;
  calls: number;
  /** Set when the run ended early. */
  error: XeroError | null;
}

/**
 * One run: look at what was named, settle what is unknown, push what is ready, poll what is due. Bounded, and resumable after any
 * await: what it had not committed is found again by the next run.
 */
export async function runOrganisation(ports: Ports, lease: Pick<Lease, "organisationId" | "token">): Promise<RunResult> {
  const { organisationId } = lease;
  const now = ports.clock.now();
  const [run, inbox, waiting, cursors, unknown, named] = await readTogether(
    ports.store, opened(ports, organisationId, lease.token), openInbox(), waitingWork(organisationId), rowsOf(cursorsOf(organisationId)),
    rowsOf(unknownCalls(organisationId)), rowsOf(namedIds(organisationId, now)),
  );
  const asleep = { nextDueAt: now + IDLE_MS, calls: 0, error: null };
  if (run === null) return asleep;
  if (run.organisation.state === "disconnected") return sealOnly(run, asleep);
  const split = inbox.rows.length === 0 ? null : splitInbox(organisationId, inbox, now);
  if (!(await takeFence(run, lease.token, split?.changes ?? []))) return asleep;
  run.due = { links: (waiting.link ?? Infinity) <= now, intents: (waiting.intent ?? Infinity) <= now, looks: false, polls: false };
  const start: Start = { unknown, ...(split === null ? { cursors, named } : withSplit(split, { cursors, named }, { organisationId, now })) };
  const result = await work(run, start);
  const nextDueAt = await finish(run, result);
  return { nextDueAt, error: result.error, calls: RUN.callsPerRun - run.calls.left };
}

/** What a run begins with: read in its first round trip. */
interface Start {
  cursors: Row<"cursor">[];
  unknown: Row<"call">[];
  named: Row<"lookAgain">[];
}

function cursorsOf(organisationId: string) {
  return { from: "cursor", where: { organisationId }, limit: 100 } as const;
}

/** From here on, commits of every earlier lease are refused. What webhooks named is split, and what people saved is sealed, in the same commit. */
async function takeFence(run: Run, token: number, split: readonly Change[]): Promise<boolean> {
  const id = run.organisation.id;
  const taken = await run.ports.store.commit([{ fenceAtMost: token, organisationId: id }], [{ update: "organisation", where: { id }, set: { fence: token } }, ...split, ...sealChanges(id, run.auditEnd)]);
  if (taken === "committed") run.auditEnd = { ...run.auditEnd, unsealed: [] };
  return taken === "committed";
}

/** Nothing flows, but what was saved is sealed all the same. */
async function sealOnly(run: Run, asleep: RunResult): Promise<RunResult> {
  const changes = sealChanges(run.organisation.id, run.auditEnd);
  if (changes.length > 0) await run.ports.store.commit([], changes);
  return asleep;
}

interface Worked {
  /** When the run wants to be woken; null: when something is due. */
  wakeAt: number | null;
  error: XeroError | null;
  /** The run ended because of its bounds, not because nothing was left. */
  usedUp: boolean;
  /** Xero, or our share of its limits, takes no calls before: what is due waits until then. */
  heldUntil: number | null;
}

async function work(run: Run, { cursors, unknown, named }: Start): Promise<Worked> {
  run.webhooksAlive = webhooksAlive(cursors.find((cursor) => cursor.kind === "webhook")?.lastCompletedAt ?? null, run.watch, run.now());
  const wake: number[] = [];
  const note = (at: number | null): void => void (at === null || wake.push(at));
  let heldUntil: number | null = null;
  const resting = (error: XeroError | null = null): Worked => ({ wakeAt: run.due.polls ? run.now() : wake.length === 0 ? null : Math.min(...wake), error, usedUp: !mayGoOn(run), heldUntil });
  // Connected again: every link is proven before anything flows in either direction.
  if (proofDue(cursors)) {
    const again = await sweep(run, cursors, RECONNECT);
    note(again);
    if (again !== null) return resting();
    run.unproven = false;
  }
  note(await resolveUnknown(run, unknown));
  const hold = (at: number | null): void => {
    note(at);
    if (at !== null && at > run.now() + MOMENT_MS) heldUntil = Math.max(heldUntil ?? 0, at);
  };
  hold((await lookAtNamed(run, named)).waitUntil);
  await trackProjects(run);
  hold(await push(run));
  for (const kind of POLL_ORDER) {
    const cursor = cursors.find((row) => row.kind === kind && row.lane === "poll") ?? null;
    const dueAt = cursor?.dueAt ?? 0;
    if (dueAt > run.now()) {
      note(dueAt);
      continue;
    }
    if (!mayGoOn(run)) return { wakeAt: run.now(), error: null, usedUp: true, heldUntil };
    const polled = await poll(run, kind, cursor);
    note(polled.waitUntil);
    if (polled.error?.kind === "Forbidden" && OPTIONAL.has(kind)) {
      await restKind(run, kind, cursor);
      continue;
    }
    // The first import goes in order: a kind whose predecessors are missing would not find what it refers to.
    if (polled.error !== null || !polled.done) return resting(polled.error);
  }
  hold(await push(run));
  if (mayGoOn(run) && sweepDue(cursors, run.now())) note(await sweep(run, cursors, NIGHTLY));
  return resting();
}

/** Kinds that an organisation may do without: its Xero plan, or the scopes consented to, may not have them. */
const OPTIONAL = new Set(["action", "item", "bank_transaction", "overpayment", "prepayment", "quote"]);
const REST_MS = 6 * 3_600_000;

/** A kind that Xero does not let us read is asked again later; the others go on. */
async function restKind(run: Run, kind: string, cursor: Row<"cursor"> | null): Promise<void> {
  const { id: organisationId } = run.organisation;
  const row = { ...cursor, organisationId, kind, lane: "poll", dueAt: run.now() + REST_MS, running: null, lastCount: null };
  await run.ports.store.commit([{ fence: run.fence ?? 0, organisationId }], [{ put: "cursor", rows: [row] }]);
}

/** Plans and sends until nothing is left that this run can do. @returns when to go on; null when nothing is left. */
async function push(run: Run): Promise<number | null> {
  // Nothing is written before the organisation's lock dates and chart were read.
  if (run.organisation.facts === null) return null;
  for (let round = 0; round < RUN.roundsPerLink; round += 1) {
    if (!run.due.links && !run.due.intents && !run.due.looks) return null;
    if (!mayGoOn(run)) return run.now();
    if (run.due.looks) await lookAtNamed(run);
    if (run.due.links) await planDirty(run);
    if (!run.due.intents) continue;
    const carried = await carryOut(run, "person");
    if (carried.waitUntil !== null) return carried.waitUntil;
  }
  return run.now();
}

/** The run's end: what is due next, what a person should know, and that the round was done. One read and one commit, if nothing is new. */
async function finish(run: Run, result: Worked): Promise<number> {
  const organisationId = run.organisation.id;
  const now = run.now();
  const [waiting, watched, nameless, undeliveredEvents] = await readTogether(run.ports.store, waitingWork(organisationId), watchedRows(run, now), namelessConflicts(organisationId), undelivered(run, now));
  const due = Object.values(waiting).map((at) => (at === null || result.heldUntil === null ? at : Math.max(at, result.heldUntil)));
  const wakeAt = Math.min(...[now + IDLE_MS, result.wakeAt, ...due].filter((at) => at !== null));
  // A run that used up what it may goes on almost at once. Else what is due "now" had its chance in this run.
  const nextDueAt = Math.max(wakeAt, now + (result.usedUp ? BREATH_MS : MOMENT_MS));
  const signIn = result.error?.kind === "Unauthorised" || result.error?.kind === "Forbidden";
  const connected = result.error === null && !run.unproven && run.organisation.state !== "connected";
  const round = {
    nextDueAt,
    ...(result.error === null ? { lastRoundAt: now } : {}),
    ...(signIn ? { state: "needs_sign_in" as const, stateReason: "Xero does not accept this connection any more." } : {}),
    ...(connected ? { state: "connected" as const, stateReason: null } : {}),
  };
  const alarms = raiseAndClear({ run, watched, now, round });
  const notes = await noteForLater({ run, watched, now, wrong: alarms.wrong });
  const ended = await run.ports.store.commit([{ fence: run.fence ?? 0, organisationId }], [
    { update: "organisation", where: { id: organisationId }, set: round }, ...alarms.changes, ...notes.changes, ...forgetOldEvents(organisationId, undeliveredEvents.old, now),
  ]);
  // Another run took over, or nothing is connected any more: what this one would tell was not stored, and is not its to tell.
  if (ended === "stale") return nextDueAt;
  await nameEditors(run, nameless);
  await deliverEvents(run.ports, { organisationId, url: run.rules.eventsUrl, events: [...undeliveredEvents.events, ...alarms.events, ...notes.events], now });
  run.ports.log.event("round", { organisationId, calls: RUN.callsPerRun - run.calls.left, trips: RUN.tripsPerRun - run.trips.left, error: result.error?.kind ?? null });
  return nextDueAt;
}

const MOMENT_MS = 1_000;
const BREATH_MS = 100;

/** When the next dirty link, named id or ready intent may be looked at; null where there is none. */
function waitingWork(organisationId: string): Part<Readonly<Record<"link" | "look" | "intent", number | null>>> {
  const selects = [
    { from: "link", where: { organisationId, dirtyAt: { notNull: true } }, orderBy: ["notBeforeAt"], limit: 1 },
    { from: "lookAgain", where: { organisationId }, orderBy: ["notBeforeAt"], limit: 1 },
    { from: "intent", where: { organisationId, state: "ready" }, orderBy: ["notBeforeAt"], limit: 1 },
  ] as const satisfies readonly Select[];
  return {
    selects,
    make: (rows) => {
      const [link, look, intent] = (rows as readonly { notBeforeAt: number | null }[][]).map(([row]) => (row === undefined ? null : (row.notBeforeAt ?? 0)));
      return { link: link ?? null, look: look ?? null, intent: intent ?? null };
    },
  };
}
