import type { Change, Insert, Row } from "../store/port.ts";
import type { Alarm } from "./alarmRules.ts";
import { digestDueAt, digestEvent } from "./digest.ts";
import type { Run } from "./run.ts";
import { nextTroubles, troubleNow } from "./troubles.ts";
import type { Watched } from "./watchedRows.ts";

interface NoteInput {
  run: Run;
  watched: Watched;
  now: number;
  wrong: readonly Alarm[];
}

/** What a round leaves for later ones to judge by: counts once an hour, and the morning's digest when it is due. */
export async function noteForLater({ run, watched, now, wrong }: NoteInput): Promise<{ changes: Change[]; events: Row<"outEvent">[] }> {
  const organisationId = run.organisation.id;
  const { watch } = watched;
  const set: Partial<Insert<"watch">> = {};
  const troubles = nextTroubles(watch, troubleNow(watched), now);
  if (troubles !== null) set.troubles = troubles;
  const events: Row<"outEvent">[] = [];
  if (watch?.digestDueAt == null || watch.digestDueAt <= now) {
    set.digestDueAt = digestDueAt(run, now);
    if (watch?.digestDueAt != null) events.push(await digest(run, wrong, now));
  }
  const changes: Change[] = [];
  if (watch === null) changes.push({ insertNew: "watch", rows: [{ organisationId }] });
  if (Object.keys(set).length > 0) changes.push({ update: "watch", where: { organisationId }, set });
  if (events.length > 0) changes.push({ insertNew: "outEvent", rows: events });
  return { changes, events };
}

async function digest(run: Run, wrong: readonly Alarm[], now: number): Promise<Row<"outEvent">> {
  const organisationId = run.organisation.id;
  const totals = await run.ports.store.totals(organisationId);
  const [proofs] = await run.ports.store.read({ from: "proof", where: { organisationId, endedAt: { notNull: true } }, orderBy: ["startedAt"], descending: true, limit: 1 });
  return digestEvent({ run, now, totals, alarms: wrong.map(({ code, sentence }) => ({ code, sentence })), proof: proofs[0] ?? null });
}
