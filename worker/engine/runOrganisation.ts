import { RUN } from "../../shared/limits.ts";
import type { Lease, Ports } from "../ports.ts";
import type { Row } from "../store/port.ts";
import type { XeroError } from "../xero/xeroError.ts";
import { raiseAndClear } from "./alarms.ts";
import { carryOut } from "./carryOut.ts";
import { deliverEvents } from "./deliverEvents.ts";
import { lookAtNamed, splitInbox, webhooksAlive } from "./intake.ts";
import { nameEditors } from "./nameEditors.ts";
import { planDirty } from "./planDirty.ts";
import { poll, POLL_ORDER } from "./poll.ts";
import { resolveUnknown } from "./resolveUnknown.ts";
import { openRun, type Run } from "./run.ts";
import { sweepDue, sweep } from "./sweep.ts";

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
  await splitInbox(ports);
  const run = await openRun(ports, lease.organisationId, lease.token);
  const now = ports.clock.now();
  const asleep = { nextDueAt: now + IDLE_MS, calls: 0, error: null };
  if (run === null || run.organisation.state === "disconnected") return asleep;
  if (!(await takeFence(run, lease.token))) return asleep;
  const result = await work(run);
  await finish(run, result);
  return { ...result, calls: RUN.callsPerRun - run.calls.left };
}

/** From here on, commits of every earlier lease are refused. */
async function takeFence(run: Run, token: number): Promise<boolean> {
  const id = run.organisation.id;
  await run.ports.store.commit([], [{ update: "organisation", where: { id, fence: { lte: token } }, set: { fence: token } }]);
  return (await run.ports.store.commit([{ fence: token, organisationId: id }], [])) === "committed";
}

interface Worked {
  nextDueAt: number;
  error: XeroError | null;
}

async function work(run: Run): Promise<Worked> {
  const [cursors] = await run.ports.store.read({ from: "cursor", where: { organisationId: run.organisation.id }, limit: 100 });
  run.webhooksAlive = webhooksAlive(cursors.find((cursor) => cursor.kind === "webhook")?.lastCompletedAt ?? null, run.now());
  const wake: number[] = [];
  const note = (at: number | null): void => void (at === null || wake.push(at));
  note(await resolveUnknown(run));
  note((await lookAtNamed(run)).waitUntil);
  note(await push(run));
  for (const kind of POLL_ORDER) {
    const cursor = cursors.find((row) => row.kind === kind && row.lane === "poll") ?? null;
    const dueAt = cursor?.dueAt ?? 0;
    if (dueAt > run.now()) {
      note(dueAt);
      continue;
    }
    if (run.calls.left <= 0) return { nextDueAt: run.now(), error: null };
    const polled = await poll(run, kind, cursor);
    note(polled.waitUntil);
    if (polled.error?.kind === "Forbidden" && OPTIONAL.has(kind)) {
      await restKind(run, kind, cursor);
      continue;
    }
    // The first import goes in order: a kind whose predecessors are missing would not find what it refers to.
    if (polled.error !== null || !polled.done) return { nextDueAt: soonest(run, wake), error: polled.error };
  }
  note(await push(run));
  if (run.calls.left > 0 && sweepDue(cursors, run.now(), run.organisation.connectedAt)) note(await sweep(run, cursors));
  note(await passingLinks(run));
  return { nextDueAt: soonest(run, wake), error: null };
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

/** Plans and sends until nothing is left that this run can do. */
async function push(run: Run): Promise<number | null> {
  // Nothing is written before the organisation's lock dates and chart were read.
  if (run.organisation.facts === null) return null;
  for (let round = 0; round < RUN.roundsPerLink; round += 1) {
    const planned = await planDirty(run);
    const carried = await carryOut(run, "person");
    if (carried.waitUntil !== null) return carried.waitUntil;
    if (carried.calls === 0) return planned > 0 ? run.now() + 1_000 : null;
    await lookAtNamed(run);
  }
  return run.now();
}

/** When the next dirty link or named id may be looked at. */
async function passingLinks(run: Run): Promise<number | null> {
  const organisationId = run.organisation.id;
  const [links, looks, intents] = await run.ports.store.read(
    { from: "link", where: { organisationId, dirtyAt: { notNull: true } }, orderBy: ["notBeforeAt"], limit: 1 },
    { from: "lookAgain", where: { organisationId }, orderBy: ["notBeforeAt"], limit: 1 },
    { from: "intent", where: { organisationId, state: "ready" }, orderBy: ["notBeforeAt"], limit: 1 },
  );
  const times = [links[0]?.notBeforeAt, looks[0]?.notBeforeAt, intents[0]?.notBeforeAt].filter((at) => at !== undefined && at !== null);
  return times.length === 0 ? null : Math.min(...times);
}

function soonest(run: Run, wake: readonly number[]): number {
  // At least a second away: what is due "now" had its chance in this run.
  return Math.max(run.now() + 1_000, Math.min(run.now() + IDLE_MS, ...wake));
}

async function finish(run: Run, result: Worked): Promise<void> {
  const now = run.now();
  const signIn = result.error?.kind === "Unauthorised" || result.error?.kind === "Forbidden";
  await run.ports.store.commit([{ fence: run.fence ?? 0, organisationId: run.organisation.id }], [
    {
      update: "organisation", where: { id: run.organisation.id },
      set: {
        nextDueAt: result.nextDueAt,
        ...(result.error === null ? { lastRoundAt: now } : {}),
        ...(signIn ? { state: "needs_sign_in", stateReason: "Xero does not accept this connection any more." } : {}),
        ...(result.error === null && run.organisation.state !== "connected" ? { state: "connected", stateReason: null } : {}),
      },
    },
  ]);
  await raiseAndClear(run, now);
  await nameEditors(run);
  await deliverEvents(run);
  run.ports.log.event("round", { organisationId: run.organisation.id, calls: RUN.callsPerRun - run.calls.left, error: result.error?.kind ?? null });
}
