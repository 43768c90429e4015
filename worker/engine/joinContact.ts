import type { GroupKey } from "../../shared/merge/groups.ts";
import { equalGroup, groupsOf, groupValue, takeGroup } from "../../shared/merge/recordGroups.ts";
import { isEmptyJson } from "../../shared/merge/sameJson.ts";
import type { GroupEdit } from "../../shared/planning/planInput.ts";
import { reason } from "../../shared/planning/reason.ts";
import type { Contact } from "../../shared/records/contact.ts";
import { type SyncedKind, SYNCED_KINDS } from "../../shared/records/kinds.ts";
import type { Actor, RecordBody } from "../../shared/records/record.ts";
import type { Row } from "../store/port.ts";
import { type Batch, commitBatch, emptyBatch } from "./batch.ts";
import { ledgerRows } from "./ledgerRows.ts";
import type { LinkedState } from "./linkedState.ts";
import { stateOfRecord } from "./people.ts";
import { recordRow } from "./recordRow.ts";
import type { Run } from "./run.ts";

/** Records that name the joined contact; it was made a moment ago, so there are few. */
const NAMING = 2_000;

export interface Join {
  run: Run;
  /** The contact of ours that is not in Xero. */
  state: LinkedState;
  /** The contact that it is. */
  sameAs: string;
  actor: Actor;
  with?: Batch["before"];
}

/**
 * Joins a contact that was made here with the one that it is. The other one stays: everything that named the new one names it from now
 * on. What only the new one knew is filled in; what both know differently is asked, as when two contacts are linked for the first time.
 */
export async function joinContact({ run, state, sameAs, actor, with: more }: Join): Promise<"committed" | "stale"> {
  const organisationId = run.organisation.id;
  const winner = await stateOfRecord(run, sameAs);
  if (winner === null || winner.record === null || winner.body === null || state.record === null || state.body === null) return "stale";
  const [naming] = await run.ports.store.read({ from: "record", where: { organisationId, contactId: state.record.id, deletedAt: null }, limit: NAMING });
  const [links] = await run.ports.store.read({ from: "link", where: { organisationId, recordId: { in: naming.map((row) => row.id) } }, limit: NAMING });
  const batch = emptyBatch();
  const into: Into = { run, batch, actor, now: run.now() };
  endJoined(into, state, winner.record.id);
  fillWinner(into, state, winner);
  for (const row of naming) repoint(into, row, links.find((link) => link.recordId === row.id) ?? null, winner.record.id);
  batch.before.push(...(more ?? []));
  return commitBatch(run, batch);
}

interface Into {
  run: Run;
  batch: Batch;
  actor: Actor;
  now: number;
}

function endJoined(into: Into, { record, body, link, intent }: LinkedState, winnerId: string): void {
  const { batch, now } = into;
  const ended: Contact = { ...(body as Contact), status: "archived", mergedIntoId: winnerId };
  write(into, record!, ended, {}, ["status"]);
  batch.linkVersions.push({ id: link.id, version: link.version });
  batch.links.push({ ...link, state: "ended", reason: reason("joined_here"), version: link.version + 1, dirtyAt: null });
  if (intent?.state === "ready") batch.before.push({ update: "intent", where: { organisationId: link.organisationId, id: intent.id }, set: { state: "abandoned", endedAt: now } });
}

function fillWinner(into: Into, joined: LinkedState, winner: LinkedState): void {
  const { batch, now } = into;
  const isLinked = winner.link.xeroId !== null;
  const said = groupsOf("contact", joined.body!).filter((group) => {
    if (group === "status" || equalGroup("contact", group, joined.body!, winner.body!) || isEmptyJson(groupValue("contact", group, joined.body!))) return false;
    return isLinked || isEmptyJson(groupValue("contact", group, winner.body!));
  });
  if (said.length === 0) return;
  const body = said.reduce((all, group) => takeGroup("contact", group, all, joined.body!), winner.body!);
  // As said by nobody at no time: newest would win otherwise, and the other contact's value is not older for being there already.
  const edits = Object.fromEntries(Object.entries(winner.edits).filter(([group]) => !said.includes(group)));
  write(into, winner.record!, body, edits, said, false);
  batch.linkVersions.push({ id: winner.link.id, version: winner.link.version });
  // Without a base both sides' values count as said for the first time: an empty one is filled, different ones are a person's choice.
  batch.links.push({ ...winner.link, version: winner.link.version + 1, equalAt: null, baseHash: null, dirtyAt: now, notBeforeAt: 0 });
}

function repoint(into: Into, row: Row<"record">, link: Row<"link"> | null, winnerId: string): void {
  const { batch, now } = into;
  const before = JSON.parse(row.body) as RecordBody & { contactId?: string; clientId?: string | null };
  const body = { ...before, ...("contactId" in before ? { contactId: winnerId } : { clientId: winnerId }) } as RecordBody;
  write(into, row, body, JSON.parse(row.edits) as Record<GroupKey, GroupEdit>, ["identity"]);
  if (link === null) return;
  batch.linkVersions.push({ id: link.id, version: link.version });
  batch.links.push({ ...link, version: link.version + 1, dirtyAt: link.dirtyAt ?? now, notBeforeAt: 0 });
}

/** One changed record: its row, whose edit it was, its ledger lines, its audit entry. */
function write({ run, batch, actor, now }: Into, row: Row<"record">, body: RecordBody, edits: Readonly<Record<GroupKey, GroupEdit>>, groups: readonly GroupKey[], asEdits = true): void {
  const { organisationId, id, createdAt } = row;
  const kind = row.kind as SyncedKind;
  const revision = row.revision + 1;
  const synced = (SYNCED_KINDS as readonly string[]).includes(kind);
  const edited = synced && asEdits ? Object.fromEntries(groups.map((group) => [group, { at: now, by: actor, revision }])) : {};
  batch.recordVersions.push({ id, version: row.revision });
  batch.records.push(recordRow({ organisationId, id, kind, body, revision, edits: { ...edits, ...edited }, createdAt, updatedAt: now }));
  batch.ledger.push(ledgerRows(run, id, kind, body));
  const before = JSON.parse(row.body) as RecordBody;
  const values = synced
    ? groups.map((group) => ({ group, before: groupValue(kind, group, before as never) as unknown, after: groupValue(kind, group, body as never) as unknown }))
    : [];
  batch.audit.push({ at: now, actor, cause: "joined", rule: "first-link", recordId: id, kind, callId: null, changes: [...values, { group: "=", before: null, after: body }] });
}
