import { watchRounds } from "./engine/watchRounds.ts";
import { applyRoles } from "./http/readRoles.ts";
import type { Platform } from "./platform.ts";
import { closeMonths } from "./reports/closeMonths.ts";
import { keepAliveUsers } from "./store/reads/serving.ts";
import { deletionStep, openDeletions, SWEPT_MS } from "./store/reads/deletions.ts";
import { dueOrganisations } from "./store/reads/connected.ts";
import { forgetOldDeliveries } from "./store/reads/inbox.ts";
import { forgetOldSecrets } from "./store/reads/secrets.ts";

/** Organisations woken by one cron: gates arm themselves, so this only catches those that lost their alarm. */
const WOKEN_MAX = 50;
/** Deleted organisations whose rows one cron goes on to delete. */
const DELETIONS_MAX = 3;
/** Once a day, at an hour when few people work where this is used. */
const DAILY_AT_MINUTE = 17 * 60 + 7;

/** The cron of every minute. It may be missed or doubled: it only wakes, and everything it does can be done twice. */
export async function runScheduled(platform: Platform, scheduledAt: number): Promise<void> {
  const { db, gate, ports, keeper } = platform;
  const due = await dueOrganisations(db, scheduledAt, WOKEN_MAX);
  await Promise.allSettled(due.map((organisationId) => gate(organisationId).wake(organisationId)));
  const silent = await watchRounds(ports, scheduledAt);
  if (silent > 0) ports.log.event("silent", { organisations: silent });
  const closed = await closeMonths({ db, ports }, scheduledAt);
  if (closed > 0) ports.log.event("months_closed", { months: closed });
  for (const deletion of await openDeletions(db, scheduledAt - SWEPT_MS, DELETIONS_MAX)) await deletionStep(db, deletion, scheduledAt);
  const minute = Math.floor(scheduledAt / 60_000) % (24 * 60);
  if (minute !== DAILY_AT_MINUTE) return;
  await forgetOldSecrets(db, scheduledAt);
  await forgetOldDeliveries(db, scheduledAt);
  // A sign-in that nothing used for a week is refreshed before Xero forgets it.
  for (const xeroUserId of await keepAliveUsers(db)) await keeper(xeroUserId, null).catch(() => undefined);
  await applyRoles({ db, xero: ports.xero }, scheduledAt);
}
