import { ALARMS } from "../../shared/limits.ts";
import type { Change, Insert, Row, Select } from "../store/port.ts";
import type { Part } from "./readTogether.ts";
import type { Run } from "./run.ts";

interface Alarm {
  code: string;
  sentence: string;
  remedy: string;
}

/** What alarms are judged by, read at the end of a round. */
export interface Watched {
  open: readonly Row<"alarm">[];
  cursors: readonly Row<"cursor">[];
  /** The oldest delivery that waits too long, if any. */
  inbox: readonly Row<"inbox">[];
  organisation: Row<"organisation">;
  /** Links that a person should look at, up to a bound past which one more makes no difference. */
  refused: readonly Row<"link">[];
  quarantined: readonly Row<"link">[];
  documents: readonly Row<"link">[];
}

export function watchedRows(run: Run, now: number): Part<Watched> {
  const organisationId = run.organisation.id;
  const selects = [
    { from: "alarm", where: { organisationId, clearedAt: null }, limit: 100 },
    { from: "cursor", where: { organisationId }, limit: 100 },
    { from: "inbox", where: { handledAt: null, receivedAt: { lte: now - ALARMS.silentMs } }, limit: 1 },
    { from: "organisation", where: { id: organisationId }, limit: 1 },
    { from: "link", where: { organisationId, state: "refused" }, limit: COUNTED },
    { from: "link", where: { organisationId, state: "quarantined" }, limit: COUNTED },
    { from: "link", where: { organisationId, kind: { in: ["invoice", "bill"] } }, limit: 1 },
  ] as const satisfies readonly Select[];
  return {
    selects,
    make: ([open, cursors, inbox, organisations, refused, quarantined, documents]) =>
      ({ open, cursors, inbox, organisation: organisations![0], refused, quarantined, documents }) as Watched,
  };
}

const COUNTED = 200;
const counted = (rows: readonly unknown[]): string => (rows.length < COUNTED ? String(rows.length) : `${COUNTED} and more`);

export interface Raised {
  changes: readonly Change[];
  /** Open alarms that the firm's webhook was not told of yet, new ones included. */
  unsent: readonly Row<"alarm">[];
}

interface RaiseInput {
  run: Run;
  watched: Watched;
  now: number;
  /** What the round that ends writes of its organisation. */
  round: Partial<Insert<"organisation">>;
}

/** What is wrong now is raised, what is over is cleared: one open alarm of each code. */
export function raiseAndClear({ run, watched, now, round }: RaiseInput): Raised {
  const organisationId = run.organisation.id;
  const wrong = wrongNow(watched, { ...watched.organisation, ...round } as Row<"organisation">, now);
  const fresh = wrong
    .filter((alarm) => !watched.open.some((row) => row.code === alarm.code))
    .map((alarm): Row<"alarm"> => ({ organisationId, id: run.ports.ids.uuid(), raisedAt: now, clearedAt: null, sentAt: null, ...alarm }));
  const still = watched.open.filter((row) => wrong.some((alarm) => alarm.code === row.code));
  const over = watched.open.filter((row) => !still.includes(row));
  const changes: Change[] = fresh.map((row) => ({ insertNew: "alarm", rows: [row] }));
  if (over.length > 0) changes.push({ update: "alarm", where: { organisationId, id: { in: over.map((row) => row.id) } }, set: { clearedAt: now } });
  return { changes, unsent: [...still, ...fresh].filter((row) => row.sentAt === null) };
}

function wrongNow({ cursors, inbox, refused, quarantined, documents }: Watched, organisation: Row<"organisation">, now: number): Alarm[] {
  const wrong: Alarm[] = [];
  const heartbeat = organisation.lastRoundAt ?? organisation.connectedAt ?? now;
  if (now - heartbeat > ALARMS.silentMs)
    wrong.push({ code: "silent", sentence: `No round ended without an error for ${Math.round((now - heartbeat) / 60_000)} minutes.`, remedy: "Test the connection; sign in to Xero again if it says so." });
  if (organisation.state === "needs_sign_in")
    wrong.push({ code: "needs_sign_in", sentence: "Xero does not accept the connection any more.", remedy: "An admin connects Xero again in the popup." });
  if (refused.length >= ALARMS.refusedCount)
    wrong.push({ code: "refusals", sentence: `Xero refuses ${counted(refused)} records.`, remedy: "Open them and change what Xero names, then try again." });
  if (quarantined.length >= ALARMS.quarantinedCount)
    wrong.push({ code: "quarantine", sentence: `${counted(quarantined)} records of Xero cannot be read.`, remedy: "Open them to see the reason; nothing of them is lost." });
  if (inbox.length > 0) wrong.push({ code: "inbox", sentence: "Webhooks come faster than they are worked off.", remedy: "Nothing is lost; look at the health page again in an hour." });
  // A complete list without a row, where there were some, is an alarm.
  const swept = cursors.find((cursor) => cursor.lane === "sweep");
  if (swept?.lastCount === 0 && documents.length > 0)
    wrong.push({ code: "zero_rows", sentence: "Xero suddenly lists no invoices or bills at all.", remedy: "Nothing was deleted here. Check in Xero, and who connected the organisation." });
  return wrong;
}
