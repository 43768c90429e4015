import { REPORTS } from "../../shared/limits.ts";
import type { Month } from "../../shared/months.ts";
import { monthNotClosed } from "../engine/alarmRules.ts";
import { alarmEvent, alarmRow } from "../engine/alarms.ts";
import type { Ports } from "../ports.ts";
import type { Change, Insert } from "../store/port.ts";
import type { ClosingRow, MayClose } from "../store/reads/month/closedMonths.ts";
import { storeFailure } from "../store/storeFailure.ts";
import type { dueMonths } from "./dueMonths.ts";

/** What keeps a month from closing is kept, so that the next cron knows how long it waited and how often it was tried. */

type NotePorts = Pick<Ports, "store" | "log">;
type Noting = Pick<MayClose, "organisation" | "closing"> & { now: number };

export const NOT_FAILED = { failedMonth: null, failedSince: null, tries: 0, retryAt: null } as const satisfies Partial<Insert<"monthClosing">>;

export function unreadOf(closing: ClosingRow | null): { month: Month; since: number } | null {
  return closing?.unreadMonth == null || closing.unreadSince === null ? null : { month: closing.unreadMonth, since: closing.unreadSince };
}

/** A month is seen for the first time to wait for Xero; or one that failed was closed after all, by a commit whose answer was lost. */
export async function noteWaiting(ports: NotePorts, { organisation, closing, due, now }: Noting & { due: ReturnType<typeof dueMonths> }): Promise<void> {
  const set: Partial<Insert<"monthClosing">> = {};
  if (due.unread !== null && due.unread !== closing?.unreadMonth) Object.assign(set, { unreadMonth: due.unread, unreadSince: now });
  if (closing?.failedMonth != null && !due.months.includes(closing.failedMonth)) Object.assign(set, NOT_FAILED);
  if (Object.keys(set).length > 0) await keep(ports, organisation.id, [{ update: "monthClosing", where: { organisationId: organisation.id }, set }]);
}

/** It is tried again later and later; where that does not help, the firm is told, also where no round runs. */
export async function noteFailure(ports: NotePorts, { organisation, closing, month, now }: Noting & { month: Month }): Promise<void> {
  const before = closing?.failedMonth === month ? closing : null;
  const tries = (before?.tries ?? 0) + 1;
  const failedSince = before?.failedSince ?? now;
  const set = { failedMonth: month, failedSince, tries, retryAt: now + Math.min(REPORTS.retryFromMs * 2 ** (tries - 1), REPORTS.retryUpToMs) };
  const changes: Change[] = [{ update: "monthClosing", where: { organisationId: organisation.id }, set }];
  const alarm = monthNotClosed(set);
  if (alarm !== null) {
    // The same trouble has the same id, so that it is told once.
    const row = alarmRow(organisation.id, `month:${month}:${failedSince}`, alarm, now);
    changes.push({ insertNew: "alarm", rows: [row] }, { insertNew: "outEvent", rows: [alarmEvent(row, "raised", now)] });
  }
  await keep(ports, organisation.id, changes);
}

/** A note that cannot be kept ends nothing: the month is tried again by the next cron, as if it was the first time. */
async function keep({ store, log }: NotePorts, organisationId: string, changes: readonly Change[]): Promise<void> {
  try {
    await store.commit([], [{ insertNew: "monthClosing", rows: [{ organisationId }] }, ...changes]);
  } catch (error) {
    log.event("month_note_not_kept", { organisationId, error: storeFailure(error).text });
  }
}
