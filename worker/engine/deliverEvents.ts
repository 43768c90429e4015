import { API } from "../../shared/limits.ts";
import type { Change, Row, Select } from "../store/port.ts";
import type { Part } from "./readTogether.ts";
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

/**
 * Tells the firm's own system what changed and what is wrong, each at least once: the receiver drops repeats by the event's id. What is
 * not taken is tried again, ever slower; after the last try it stays in the list, undelivered and visible.
 */
export async function deliverEvents(run: Run, { events, old, alarms }: Undelivered & { alarms: readonly Row<"alarm">[] }): Promise<void> {
  const { store, notify } = run.ports;
  const organisationId = run.organisation.id;
  const url = run.rules.eventsUrl;
  const now = run.now();
  if (url === null) {
    if (old.length > 0) await store.commit([], [{ delete: "outEvent", where: { organisationId, at: { lte: now - KEPT_MS } } }]);
    return;
  }
  const changes: Change[] = [];
  for (const alarm of alarms) {
    const { id, code, sentence, remedy, raisedAt } = alarm;
    if (await notify(url, { id, type: "alarm.raised", body: JSON.stringify({ organisationId, code, sentence, remedy, raisedAt }) }))
      changes.push({ update: "alarm", where: { organisationId, id }, set: { sentAt: now } });
  }
  for (const { id, type, body, attempts } of events) {
    const taken = await notify(url, { id, type, body });
    const nextAt = attempts + 1 >= API.outEventAttempts ? null : now + Math.min(FIRST_RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS);
    changes.push({ update: "outEvent", where: { organisationId, id }, set: taken ? { deliveredAt: now, nextAt: null } : { attempts: attempts + 1, nextAt } });
    // An address that does not answer is not asked twenty times in a row.
    if (!taken) break;
  }
  if (changes.length > 0) await store.commit([], changes);
}
