import { ALARMS, CADENCE_MS } from "../../shared/limits.ts";
import type { Change, Row } from "../store/port.ts";
import type { Run } from "./run.ts";

/**
 * Webhooks are a hint, and hints get lost. Two things tell: Xero numbers the events of a subscription without gaps, and a poll that
 * finds a change which Xero made long ago was not told of it.
 */
export interface Numbered {
  firstSequence: number | null;
  lastSequence: number | null;
}

/**
 * Events missing before and between deliveries, and ones that came late.
 *
 * @param highest the highest number that came before; null: none is known, so nothing can be missing.
 */
export function gapsIn(deliveries: readonly Numbered[], highest: number | null): { lost: number; late: number } {
  let lost = 0;
  let late = 0;
  let reached = highest;
  for (const { firstSequence: first, lastSequence: last } of deliveries.toSorted((a, b) => (a.firstSequence ?? 0) - (b.firstSequence ?? 0))) {
    if (first === null || last === null) continue;
    // A subscription that was made anew counts from one.
    if (reached !== null && first > reached + 1) lost += first - reached - 1;
    if (reached !== null && first <= reached && first !== 1) late += Math.min(last, reached) - first + 1;
    reached = first === 1 ? last : Math.max(reached ?? last, last);
  }
  return { lost, late };
}

/** Kinds of which every change is told one by one. */
const TOLD = new Set<string>(["contact", "invoice"]);

interface Untold {
  run: Run;
  kind: string;
  lastPollAt: number | null;
  /** Changes that this page showed and that are older than Xero takes to tell of one. */
  count: number;
}

/**
 * Notes changes that webhooks should have told of. Not while webhooks are known to be silent, nor by the first poll after this Worker did
 * not run: then nobody listened.
 */
export function untoldChanges({ run, kind, lastPollAt, count }: Untold): Change[] {
  const now = run.now();
  const slow = CADENCE_MS.invoice[1];
  if (!TOLD.has(kind) || !run.webhooksAlive || lastPollAt === null || now - lastPollAt > 3 * slow) return [];
  const { watch } = run;
  const before = watch?.untoldAt != null && now - watch.untoldAt < ALARMS.rememberedMs ? watch.untoldChanges : 0;
  const organisationId = run.organisation.id;
  return [
    { insertNew: "watch", rows: [{ organisationId }] },
    { update: "watch", where: { organisationId }, set: { untoldChanges: before + count, untoldAt: now } },
  ];
}

/** Events that are missing and had time to come late. */
export function lostNow(watch: Row<"watch"> | null, now: number): number {
  if (watch?.lostAt == null || now - watch.lostAt > ALARMS.rememberedMs) return 0;
  return now - watch.lostAt >= ALARMS.lostAfterMs ? watch.lostEvents : 0;
}

/** Changes of the last day that no webhook told of, once there are too many for chance. */
export function untoldNow(watch: Row<"watch"> | null, now: number): number {
  if (watch?.untoldAt == null || now - watch.untoldAt > ALARMS.rememberedMs) return 0;
  return watch.untoldChanges >= ALARMS.untoldChanges ? watch.untoldChanges : 0;
}
