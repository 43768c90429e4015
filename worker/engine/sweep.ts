import { READING, SWEEP_EVERY_MS } from "../../shared/limits.ts";
import type { TotalsRow } from "../ports.ts";
import type { Change, Row } from "../store/port.ts";
import { type Compared, compareRows, NOTHING_COMPARED } from "./compareRows.ts";
import { KINDS_IN } from "./observation.ts";
import { waitAfter } from "./poll.ts";
import { proofChange } from "./proofChange.ts";
import { proveLinks, unprovenRest } from "./proveLinks.ts";
import { mayGoOn, type Run } from "./run.ts";
import { pagesOfNight, PROOF_LISTS, SWEEP_LISTS, type SweepList } from "./sweepLists.ts";
import { takeIn } from "./takeIn.ts";

/** The sweep under way: which list and page, and what it has found so far. Kept in its cursor after every page. */
interface Sweeping {
  startedAt: number;
  /** Place in the lists. */
  at: number;
  page: number;
  /** Pages of this list read so far. */
  read: number;
  /** By list of Xero's. */
  found: Record<string, Compared>;
}

const DAY_MS = 86_400_000;

/** Which sweep: the nightly one, or the proof of every link after a reconnect. */
export interface SweepPlan {
  kind: "invoice" | "reconnect";
  lane: "sweep" | "proof";
  lists: readonly SweepList[];
}
export const NIGHTLY: SweepPlan = { kind: "invoice", lane: "sweep", lists: SWEEP_LISTS };
export const RECONNECT: SweepPlan = { kind: "reconnect", lane: "proof", lists: PROOF_LISTS };

type Cursors = readonly Row<"cursor">[];

/** Daily, once the first import has read the documents. */
export function sweepDue(cursors: Cursors, now: number): boolean {
  const imported = cursors.some((cursor) => cursor.kind === NIGHTLY.kind && cursor.lane === "poll" && cursor.completedThrough !== null);
  const own = cursorOf(cursors, NIGHTLY);
  return imported && (own === undefined || own.running !== null || (own.dueAt ?? 0) <= now);
}

/** Asked for by connecting again; nothing flows before it is done. */
export function proofDue(cursors: Cursors): boolean {
  return (cursorOf(cursors, RECONNECT)?.dueAt ?? null) !== null;
}

function cursorOf(cursors: Cursors, { kind, lane }: SweepPlan): Row<"cursor"> | undefined {
  return cursors.find((cursor) => cursor.kind === kind && cursor.lane === lane);
}

/**
 * Compares links of every kind with Xero by status, total, what is due and time of change. What differs is read in full; the result is
 * written as a proof. Goes on where it was when the run's calls are used up.
 *
 * @returns when to go on; null when it is done.
 */
export async function sweep(run: Run, cursors: Cursors, plan: SweepPlan): Promise<number | null> {
  const totals = await run.ports.store.totals(run.organisation.id);
  const own = cursorOf(cursors, plan);
  let state = (own?.running as Sweeping | null) ?? { startedAt: run.now(), at: 0, page: 0, read: 0, found: {} };
  while (mayGoOn(run)) {
    const list = plan.lists[state.at]!;
    const { first, count, pageSize } = pagesOfNight(list, knownOf(totals, list), Math.floor(state.startedAt / DAY_MS));
    const page = state.page === 0 ? first : state.page;
    run.calls.left -= 1;
    const askedAt = run.now();
    const { list: kind, light, statuses } = list;
    const answer = await run.xero("sweep").list(kind, { page, pageSize, ...(light ? { summaryOnly: true } : {}), ...(statuses === undefined ? {} : { statuses }) });
    if (!answer.ok && answer.error.kind !== "Forbidden") return waitAfter(run, answer.error);
    const elements = answer.ok ? answer.value.elements : [];
    const { found, changes } = await compareRows(run, list, elements, countedBefore(plan, state.at));
    if (plan === RECONNECT && (await proveLinks(run, list, elements)) === "stale") return run.now();
    if (plan === NIGHTLY && !light && (await takeIn(run, kind, elements, { askedAt })) === "stale") return run.now();
    const read = state.read + 1;
    const lastPage = elements.length < pageSize || (answer.ok && answer.value.pageCount !== null && page >= answer.value.pageCount);
    const listDone = read >= Math.min(count, READING.pagesPerSweep) || lastPage;
    state = { ...state, found: { ...state.found, [kind]: added(state.found[kind], found) }, ...(listDone ? { at: state.at + 1, page: 0, read: 0 } : { page: page + 1, read }) };
    const done = state.at >= plan.lists.length;
    changes.push(cursorChange(run, { plan, state, own, totals }));
    if (plan === NIGHTLY && answer.ok && listDone && kind !== NIGHTLY.kind) changes.push(shownChange(run, kind, shownOf(totals, list, state.found[kind]!)));
    if (done) changes.push(...(await ending(run, plan, state)));
    if ((await run.ports.store.commit([{ fence: run.fence ?? 0, organisationId: run.organisation.id }], changes)) === "stale") return run.now();
    if (done) return null;
  }
  return run.now();
}

function knownOf(totals: readonly TotalsRow[], { list }: SweepList): number {
  return totals.reduce((sum, row) => sum + (KINDS_IN[list].some((kind) => kind === row.kind) ? row.count : 0), 0);
}

/** Statuses that an earlier list of the same kind has compared. */
function countedBefore({ lists }: SweepPlan, at: number): ReadonlySet<string> {
  return new Set(lists.slice(0, at).flatMap(({ list, statuses }) => (list === lists[at]!.list ? (statuses ?? []) : [])));
}

function added(before: Compared | undefined, now: Compared): Compared {
  const sums = { ...(before ?? NOTHING_COMPARED) };
  for (const key of Object.keys(sums) as (keyof Compared)[]) sums[key] += now[key];
  return sums;
}

async function ending(run: Run, plan: SweepPlan, state: Sweeping): Promise<Change[]> {
  return [await proofChange(run, state), ...(plan === RECONNECT ? unprovenRest(run, state.startedAt) : [])];
}

/** How many rows of a list Xero showed: none at all, where there were some, is an alarm. Null where none of ours was there yet, so that nothing can be missed. */
function shownOf(totals: readonly TotalsRow[], list: SweepList, { compared, unknown }: Compared): number | null {
  return compared + unknown > 0 || knownOf(totals.filter(({ state }) => !NOT_SENT.has(state)), list) > 0 ? compared + unknown : null;
}

const NOT_SENT: ReadonlySet<string> = new Set(["pending", "waiting", "refused"]);

function shownChange(run: Run, kind: string, lastCount: number | null): Change {
  const now = run.now();
  return { put: "cursor", rows: [{ organisationId: run.organisation.id, kind, lane: NIGHTLY.lane, lastCompletedAt: now, lastCount }] };
}

interface Moved {
  plan: SweepPlan;
  state: Sweeping;
  own: Row<"cursor"> | undefined;
  totals: readonly TotalsRow[];
}

function cursorChange(run: Run, { plan: { kind, lane, lists }, state, own, totals }: Moved): Change {
  const now = run.now();
  const done = state.at >= lists.length;
  const documents = state.found["invoice"];
  return {
    put: "cursor",
    rows: [{
      organisationId: run.organisation.id, kind, lane, running: done ? null : state,
      dueAt: !done ? now : lane === "sweep" ? now + SWEEP_EVERY_MS : null,
      lastCompletedAt: done ? now : (own?.lastCompletedAt ?? null),
      // Rows of invoices and bills that Xero showed: none at all is an alarm.
      lastCount: documents !== undefined && lists[state.at]?.list !== "invoice" ? shownOf(totals, lists.find(({ list }) => list === "invoice")!, documents) : (own?.lastCount ?? null),
    }],
  };
}
