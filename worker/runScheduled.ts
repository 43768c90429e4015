import { createEngine } from "./engine/createEngine.ts";
import { goOnErasing } from "./engine/eraseValues.ts";
import { fillMatchKeys } from "./engine/fillMatchKeys.ts";
import { watchRounds } from "./engine/watchRounds.ts";
import { continueUnfinished } from "./http/bulk/continueUnfinished.ts";
import { applyRoles } from "./http/readRoles.ts";
import type { Platform } from "./platform.ts";
import { closeMonths } from "./reports/closeMonths.ts";
import { keepAliveUsers } from "./store/reads/serving.ts";
import { deletionStep, openDeletions } from "./store/reads/deletions.ts";
import { dueOrganisations } from "./store/reads/connected.ts";
import { forgetOldDeliveries } from "./store/reads/inbox.ts";
import { forgetOldSecrets } from "./store/reads/secrets.ts";
import { storeFailure } from "./store/storeFailure.ts";
import { suggestFromCounts } from "./suggest/suggestFromCounts.ts";

/** Organisations woken by one cron: gates arm themselves, so this only catches those that lost their alarm. */
const WOKEN_MAX = 50;
/** Deleted organisations whose rows one cron goes on to delete. */
const DELETIONS_MAX = 3;
/** Erasures that one cron goes on with. */
const ERASURES_MAX = 3;
/** Once a day, at an hour when few people work where this is used. */
const DAILY_AT_MINUTE = 17 * 60 + 7;

interface Job {
  name: string;
  /** At one minute of the day; else every minute. */
  daily?: true;
  run: (platform: Platform, at: number) => Promise<unknown>;
}

const JOBS: readonly Job[] = [
  {
    name: "wake",
    run: async ({ db, gate }, at) => {
      const due = await dueOrganisations(db, at, WOKEN_MAX);
      await Promise.allSettled(due.map((organisationId) => gate(organisationId).wake(organisationId)));
    },
  },
  {
    name: "watch",
    run: async ({ ports }, at) => {
      const silent = await watchRounds(ports, at);
      if (silent > 0) ports.log.event("silent", { organisations: silent });
    },
  },
  {
    name: "months",
    run: async ({ db, ports }, at) => {
      const closed = await closeMonths({ db, ports }, at);
      if (closed > 0) ports.log.event("months_closed", { months: closed });
    },
  },
  {
    name: "deletions",
    run: async ({ db }, at) => {
      const steps = await Promise.allSettled((await openDeletions(db, DELETIONS_MAX)).map((deletion) => deletionStep(db, deletion, at)));
      // All are tried before one of them is told of.
      for (const step of steps) if (step.status === "rejected") throw step.reason;
    },
  },
  {
    name: "erasures",
    run: async ({ ports }) => goOnErasing(ports, ERASURES_MAX),
  },
  {
    name: "match keys",
    run: async ({ ports }) => {
      const records = await fillMatchKeys(ports);
      if (records > 0) ports.log.event("match_keys_filled", { records });
    },
  },
  {
    name: "confirmations",
    run: ({ db, ports, gate }, at) =>
      continueUnfinished(
        { db, clock: ports.clock, suggest: suggestFromCounts(db), engine: createEngine(ports, (organisationId) => gate(organisationId).wake(organisationId)), gate: { waitMs: (organisationId) => gate(organisationId).waitMs("person") } },
        at,
      ),
  },
  { name: "old secrets", daily: true, run: ({ db }, at) => forgetOldSecrets(db, at) },
  { name: "old deliveries", daily: true, run: ({ db }, at) => forgetOldDeliveries(db, at) },
  {
    name: "keep alive",
    daily: true,
    // A sign-in that nothing used for a week is refreshed before Xero forgets it.
    run: async ({ db, keeper }) => {
      for (const xeroUserId of await keepAliveUsers(db)) await keeper(xeroUserId, null).catch(() => undefined);
    },
  },
  { name: "roles", daily: true, run: ({ db, ports }, at) => applyRoles({ db, xero: ports.xero }, at) },
];

/** The cron of every minute. It may be missed or doubled: it only wakes, and everything it does can be done twice. One job's trouble is not the next one's. */
export async function runScheduled(platform: Platform, scheduledAt: number): Promise<void> {
  const minute = Math.floor(scheduledAt / 60_000) % (24 * 60);
  for (const job of JOBS) {
    if (job.daily && minute !== DAILY_AT_MINUTE) continue;
    try {
      await job.run(platform, scheduledAt);
    } catch (error) {
      platform.ports.log.event("cron_job_failed", { job: job.name, error: storeFailure(error).text });
    }
  }
}
