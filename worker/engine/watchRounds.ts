import { ALARMS } from "../../shared/limits.ts";
import { defaultRules, type SyncRules } from "../../shared/planning/rules.ts";
import type { Ports } from "../ports.ts";
import type { Change, Row } from "../store/port.ts";
import { silence } from "./alarmRules.ts";
import { alarmEvent, alarmRow } from "./alarms.ts";
import { deliverEvents } from "./deliverEvents.ts";

/** Organisations looked at by one cron, the longest silent first. */
const ORGANISATIONS = 1_000;

/**
 * Who watches the watcher: an organisation whose gate never runs raises no alarm by itself, so the cron looks at when each last ended a
 * round well. Raised once for each silence, told to the firm's own system from here, cleared by the next good round.
 *
 * @returns how many organisations are silent.
 */
export async function watchRounds(ports: Pick<Ports, "store" | "notify">, now: number): Promise<number> {
  const [organisations, open] = await ports.store.read(
    { from: "organisation", where: { state: { in: ["connecting", "connected", "needs_sign_in"] } }, orderBy: ["lastRoundAt"], limit: ORGANISATIONS },
    { from: "alarm", where: { code: "silent", clearedAt: null }, limit: ORGANISATIONS },
  );
  const known = new Set(open.map((row) => row.organisationId));
  const silent = organisations.flatMap((organisation) => {
    const alarm = silence(organisation, now);
    return alarm === null ? [] : [{ organisation, alarm }];
  });
  const fresh = silent.filter(({ organisation }) => !known.has(organisation.id)).slice(0, ALARMS.organisationsPerCron);
  // The same silence has the same id, whoever raises it, so that it is told once.
  const rows = fresh.map(({ organisation, alarm }) => alarmRow(organisation.id, `silent:${organisation.lastRoundAt ?? organisation.connectedAt ?? 0}`, alarm, now));
  const events = rows.map((row) => alarmEvent(row, "raised", now));
  if (rows.length > 0) await ports.store.commit([], [{ insertNew: "alarm", rows }, { insertNew: "outEvent", rows: events }] satisfies Change[]);
  await tellOfSilence(ports, silent.map(({ organisation }) => organisation), now);
  return silent.length;
}

/** Rounds tell the rest; of a silent organisation nobody else would. */
async function tellOfSilence(ports: Pick<Ports, "store" | "notify">, organisations: readonly Row<"organisation">[], now: number): Promise<void> {
  if (organisations.length === 0) return;
  const [due] = await ports.store.read({
    from: "outEvent", where: { organisationId: { in: organisations.map((row) => row.id) }, type: "alarm.raised", deliveredAt: null, nextAt: { lte: now } },
    orderBy: ["at"], limit: ALARMS.organisationsPerCron,
  });
  for (const [organisationId, events] of Map.groupBy(due, (event) => event.organisationId)) {
    const organisation = organisations.find((row) => row.id === organisationId);
    const { eventsUrl } = { ...defaultRules(), ...(organisation?.rules as Partial<SyncRules>) };
    await deliverEvents(ports, { organisationId, url: eventsUrl, events, now });
  }
}
