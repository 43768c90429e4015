import { ALARMS } from "../../shared/limits.ts";
import type { Change } from "../store/port.ts";
import type { Run } from "./run.ts";

interface Alarm {
  code: string;
  sentence: string;
  remedy: string;
}

/** Raises what is wrong now and clears what is over. One open alarm of each code; the firm's webhook is sent the unsent ones. */
export async function raiseAndClear(run: Run, now: number): Promise<void> {
  const organisationId = run.organisation.id;
  const [open, cursors, inbox, organisations] = await run.ports.store.read(
    { from: "alarm", where: { organisationId, clearedAt: null }, limit: 100 },
    { from: "cursor", where: { organisationId }, limit: 100 },
    { from: "inbox", where: { handledAt: null, receivedAt: { lte: now - ALARMS.silentMs } }, limit: 1 },
    { from: "organisation", where: { id: organisationId }, limit: 1 },
  );
  const totals = await run.ports.store.totals(organisationId);
  const countOf = (state: string): number => totals.reduce((sum, row) => sum + (row.state === state ? row.count : 0), 0);
  const wrong: Alarm[] = [];
  const lastRoundAt = run.organisation.lastRoundAt ?? run.organisation.connectedAt ?? now;
  const heartbeat = organisations[0]?.lastRoundAt ?? lastRoundAt;
  if (now - heartbeat > ALARMS.silentMs)
    wrong.push({ code: "silent", sentence: `No round ended without an error for ${Math.round((now - heartbeat) / 60_000)} minutes.`, remedy: "Test the connection; sign in to Xero again if it says so." });
  if (organisations[0]?.state === "needs_sign_in")
    wrong.push({ code: "needs_sign_in", sentence: "Xero does not accept the connection any more.", remedy: "An admin connects Xero again in the popup." });
  if (countOf("refused") >= ALARMS.refusedCount)
    wrong.push({ code: "refusals", sentence: `Xero refuses ${countOf("refused")} records.`, remedy: "Open them and change what Xero names, then try again." });
  if (countOf("quarantined") >= ALARMS.quarantinedCount)
    wrong.push({ code: "quarantine", sentence: `${countOf("quarantined")} records of Xero cannot be read.`, remedy: "Open them to see the reason; nothing of them is lost." });
  if (inbox.length > 0) wrong.push({ code: "inbox", sentence: "Webhooks come faster than they are worked off.", remedy: "Nothing is lost; look at the health page again in an hour." });
  // A complete list without a row, where there were some, is an alarm.
  const swept = cursors.find((cursor) => cursor.lane === "sweep");
  const documents = totals.reduce((sum, row) => sum + (row.kind === "invoice" || row.kind === "bill" ? row.count : 0), 0);
  if (swept?.lastCount === 0 && documents > 0)
    wrong.push({ code: "zero_rows", sentence: "Xero suddenly lists no invoices or bills at all.", remedy: "Nothing was deleted here. Check in Xero, and who connected the organisation." });
  const changes: Change[] = [];
  for (const alarm of wrong)
    if (!open.some((row) => row.code === alarm.code)) changes.push({ insertNew: "alarm", rows: [{ organisationId, id: run.ports.ids.uuid(), raisedAt: now, ...alarm }] });
  const over = open.filter((row) => !wrong.some((alarm) => alarm.code === row.code));
  if (over.length > 0) changes.push({ update: "alarm", where: { organisationId, id: { in: over.map((row) => row.id) } }, set: { clearedAt: now } });
  if (changes.length > 0) await run.ports.store.commit([], changes);
}
