import type { Change, Insert, Row } from "../store/port.ts";
import { type Alarm, wrongNow } from "./alarmRules.ts";
import type { Run } from "./run.ts";
import type { Watched } from "./watchedRows.ts";

export interface Raised {
  /** All that is wrong now, told before or not. */
  wrong: readonly Alarm[];
  changes: readonly Change[];
  /** What the firm's own system is told of it; part of `changes`. */
  events: readonly Row<"outEvent">[];
}

interface RaiseInput {
  run: Run;
  watched: Watched;
  now: number;
  /** What the round that ends writes of its organisation. */
  round: Partial<Insert<"organisation">>;
}

/** What is wrong now is raised, what is over is cleared, and both are told. One open alarm of each code. */
export function raiseAndClear({ run, watched, now, round }: RaiseInput): Raised {
  const organisationId = run.organisation.id;
  const wrong = wrongNow({ ...watched, organisation: { ...watched.organisation, ...round } as Row<"organisation"> }, now);
  const fresh = wrong.filter((alarm) => !watched.open.some((row) => row.code === alarm.code)).map((alarm) => alarmRow(organisationId, run.ports.ids.uuid(), alarm, now));
  const over = watched.open.filter((row) => !wrong.some((alarm) => alarm.code === row.code));
  const events = [...fresh.map((row) => alarmEvent(row, "raised", now)), ...over.map((row) => alarmEvent(row, "cleared", now))];
  const changes: Change[] = [];
  if (fresh.length > 0) changes.push({ insertNew: "alarm", rows: fresh });
  if (over.length > 0) changes.push({ update: "alarm", where: { organisationId, id: { in: over.map((row) => row.id) } }, set: { clearedAt: now } });
  if (events.length > 0) changes.push({ insertNew: "outEvent", rows: events });
  return { wrong, changes, events };
}

export function alarmRow(organisationId: string, id: string, alarm: Alarm, now: number): Row<"alarm"> {
  return { organisationId, id, raisedAt: now, clearedAt: null, sentAt: null, ...alarm };
}

/** The message about an alarm. A raised one has the alarm's own id, so that it is told once whoever raises it. */
export function alarmEvent(row: Row<"alarm">, what: "raised" | "cleared", now: number): Row<"outEvent"> {
  const { organisationId, id, code, sentence, remedy, raisedAt } = row;
  return {
    organisationId, id: what === "raised" ? id : `${id}.cleared`, type: `alarm.${what}`, at: now, nextAt: now, attempts: 0, deliveredAt: null,
    body: JSON.stringify({ organisationId, code, sentence, remedy, raisedAt, clearedAt: what === "cleared" ? now : null }),
  };
}
