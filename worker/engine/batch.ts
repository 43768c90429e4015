import type { Change, Guard, Insert } from "../store/port.ts";
import { appendChanges, type AuditEntry, auditChanges, sealChanges } from "./auditTrail.ts";
import { fenceOf, type Run } from "./run.ts";

/** Rows that belong together; several links' batches are merged into one commit. */
export interface Batch {
  /** Versions that must still hold: links and records as they were read. */
  linkVersions: { id: string; version: number }[];
  recordVersions: { id: string; version: number }[];
  /** What else must still hold. */
  guards: Guard[];
  links: Insert<"link">[];
  records: Insert<"record">[];
  snapshots: Insert<"snapshot">[];
  intents: Insert<"intent">[];
  conflicts: Insert<"conflict">[];
  proposals: Insert<"proposal">[];
  quarantines: Insert<"quarantine">[];
  ledger: { recordId: string; lines: readonly Insert<"ledgerLine">[] }[];
  outEvents: Insert<"outEvent">[];
  audit: AuditEntry[];
  /** Our record as an answer left it; null where an adoption says it already. Only for a batch of one link. */
  left: unknown;
  /** Run before the rows above: closes what is superseded, so that "one open per link" holds. */
  before: Change[];
  after: Change[];
}

export function emptyBatch(): Batch {
  return {
    linkVersions: [], recordVersions: [], guards: [], links: [], records: [], snapshots: [], intents: [], conflicts: [], proposals: [],
    quarantines: [], ledger: [], outEvents: [], audit: [], left: null, before: [], after: [],
  };
}

export function merged(batches: readonly Batch[]): Batch {
  const all = emptyBatch() as unknown as Record<string, unknown[]>;
  for (const batch of batches) for (const [key, rows] of Object.entries(batch)) if (Array.isArray(rows)) for (const row of rows as unknown[]) all[key]!.push(row);
  return all as unknown as Batch;
}

/**
 * All or nothing, in one round trip. "stale": someone else moved a link, a record or the lease, or wrote anything at all in the organisation since the
 * end of the audit was read; decide again. With "append" others who write elsewhere at the same moment are no reason: then the batch's versions
 * must name all that was decided on.
 */
export async function commitBatch(run: Run, batch: Batch, mode: "chain" | "append" = "chain"): Promise<"committed" | "stale"> {
  const organisationId = run.organisation.id;
  const guards: Guard[] = [...fenceOf(run), ...batch.guards];
  if (batch.linkVersions.length > 0) guards.push({ unchanged: "link", organisationId, of: batch.linkVersions });
  if (batch.recordVersions.length > 0) guards.push({ unchanged: "record", organisationId, of: batch.recordVersions });
  const { hash } = run.ports;
  const chained = mode === "append" || batch.audit.length === 0 ? null : auditChanges(organisationId, run.auditEnd.head, batch.audit, hash);
  const audit = chained === null ? appendChanges(organisationId, batch.audit, hash) : [...sealChanges(organisationId, run.auditEnd), ...chained.changes];
  const changes: Change[] = [...batch.before];
  // The first revision of a record that is there already is another's: the same request twice at one moment.
  const [made, changed] = [batch.records.filter((row) => row.revision === 1), batch.records.filter((row) => row.revision !== 1)];
  if (made.length > 0) changes.push({ insert: "record", rows: made });
  if (changed.length > 0) changes.push({ put: "record", rows: changed });
  if (batch.snapshots.length > 0) changes.push({ insertNew: "snapshot", rows: batch.snapshots });
  if (batch.links.length > 0) changes.push({ put: "link", rows: batch.links });
  if (batch.intents.length > 0) changes.push({ put: "intent", rows: batch.intents });
  if (batch.conflicts.length > 0) changes.push({ insert: "conflict", rows: batch.conflicts });
  if (batch.proposals.length > 0) changes.push({ insert: "proposal", rows: batch.proposals });
  if (batch.quarantines.length > 0) changes.push({ put: "quarantine", rows: batch.quarantines });
  if (batch.ledger.length > 0) {
    changes.push({ delete: "ledgerLine", where: { organisationId, recordId: { in: batch.ledger.map(({ recordId }) => recordId) } } });
    const lines = batch.ledger.flatMap((entry) => entry.lines);
    if (lines.length > 0) changes.push({ insert: "ledgerLine", rows: lines });
  }
  if (batch.outEvents.length > 0) changes.push({ insertNew: "outEvent", rows: batch.outEvents });
  changes.push(...audit, ...batch.after);
  if (changes.length === 0) return "committed";
  const outcome = await run.ports.store.commit(guards, changes);
  if (outcome === "stale") return outcome;
  if (chained !== null) run.auditEnd = { head: chained.head, unsealed: [] };
  noteDue(run, batch, changes);
  return outcome;
}

/** What this commit left to be done at once. */
function noteDue({ due, now }: Run, batch: Batch, changes: readonly Change[]): void {
  // A link whose intent is in the same commit was planned; it stays dirty until the answer.
  const planned = new Set(batch.intents.map((intent) => intent.linkId));
  due.links ||= batch.links.some((link) => link.dirtyAt != null && (link.notBeforeAt ?? 0) <= now() && !planned.has(link.id));
  due.intents ||= batch.intents.some((intent) => intent.state === "ready");
  for (const change of changes) {
    if ("update" in change && change.update === "link") due.links ||= change.set.dirtyAt != null || change.set.notBeforeAt === 0;
    if ("update" in change && change.update === "intent") due.intents ||= change.set.state === "ready";
    if ("update" in change && change.update === "cursor") due.polls ||= (change.set.dueAt ?? Infinity) <= now();
    if ("put" in change && change.put === "lookAgain") due.looks = true;
  }
}
