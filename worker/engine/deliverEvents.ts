import { API } from "../../shared/limits.ts";
import type { Change, Row, Select } from "../store/port.ts";
import type { Part } from "./readTogether.ts";
import type { Ports } from "../ports.ts";
import type { Run } from "./run.ts";

/** Events sent in one run; the rest goes with the next. */
const AT_ONCE = 20;
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 6 * 3_600_000;
/** Without an address nobody waits for events: they are kept a week, in case one is set. */
const KEPT_MS = 7 * 86_400_000;

export interface Undelivered {
  events: readonly Row<"outEvent">[];
  /** One that was kept long enough, if there is any. */
  old: readonly Row<"outEvent">[];
}

export function undelivered(run: Run, now: number): Part<Undelivered> {
  const organisationId = run.organisation.id;
  const selects = [
    { from: "outEvent", where: { organisationId, deliveredAt: null, nextAt: { lte: now } }, orderBy: ["at"], limit: AT_ONCE },
    { from: "outEvent", where: { organisationId, at: { lte: now - KEPT_MS } }, limit: 1 },
  ] as const satisfies readonly Select[];
  return { selects, make: ([events, old]) => ({ events, old }) as Undelivered };
}

export interface Delivery {
  organisationId: string;
  /** The firm's address for events; null: none is set. */
  url: string | null;
  events: readonly Row<"outEvent">[];
  now: number;
}

/**
 * Tells the firm's own system what changed and what is wrong, each at least once: the receiver drops repeats by the event's id. What is
 * not taken is tried again, ever slower; after the last try it stays in the list, undelivered, and an alarm says so.
 */
export async function deliverEvents({ store, notify }: Pick<Ports, "store" | "notify">, { organisationId, url, events, now }: Delivery): Promise<void> {
  if (url === null || events.length === 0) return;
  const changes: Change[] = [];
  for (const { id, type, body, attempts } of events) {
    const taken = await notify(url, { id, type, body });
    const nextAt = attempts + 1 >= API.outEventAttempts ? null : now + Math.min(FIRST_RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS);
    changes.push({ update: "outEvent", where: { organisationId, id }, set: taken ? { deliveredAt: now, nextAt: null } : { attempts: attempts + 1, nextAt } });
    if (taken && type === "alarm.raised") changes.push({ update: "alarm", where: { organisationId, id }, set: { sentAt: now } });
    // An address that does not answer is not asked twenty times in a row.
    if (!taken) break;
  }
  await store.commit([], changes);
}

/** Removes what was delivered, given up, or kept for nobody, a week ago. */
export function forgetOldEvents(organisationId: string, old: readonly unknown[], now: number): Change[] {
  return old.length === 0 ? [] : [{ delete: "outEvent", where: { organisationId, at: { lte: now - KEPT_MS } } }];
}
