import { alignLines } from "../../shared/merge/alignLines.ts";
import type { GroupKey, Json, SyncedBody } from "../../shared/merge/groups.ts";
import { changedGroups, equalGroup, groupsOf, groupValue, takeGroup } from "../../shared/merge/recordGroups.ts";
import type { Edits, GroupEdit } from "../../shared/planning/planInput.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Actor } from "../../shared/records/record.ts";
import type { Insert } from "../store/port.ts";
import type { DecidedCost } from "../ports.ts";
import { type Batch, commitBatch, emptyBatch, merged } from "./batch.ts";
import { carryOut } from "./carryOut.ts";
import type { LinkedState } from "./linkedState.ts";
import { loadStates } from "./linkedState.ts";
import { ledgerRows } from "./ledgerRows.ts";
import { type Neighbours, readNeighbours } from "./neighbours.ts";
import { LIST_OF, observe } from "./observation.ts";
import { planDirty } from "./planDirty.ts";
import { recordRow } from "./recordRow.ts";
import type { Run } from "./run.ts";

/** What a person decided about one record, as changes of our side that then sync like any other. */
export interface Decision {
  state: LinkedState;
  /** Our new body; the same object when only decisions change. */
  body: SyncedBody;
  /** Groups that the person decided for our side: they hold over exactly this value of Xero's, posted or not. */
  over: ReadonlyMap<GroupKey, Json>;
  actor: Actor;
  cause: string;
  /** Lines whose coding the person confirmed with this. */
  confirms?: ReadonlySet<string>;
  /** Lines whose confirmation is taken back with this. */
  takesBack?: ReadonlySet<string>;
  /** Further rows of the same commit: the conflict or proposal that ends. */
  with?: Batch["before"];
}

/**
 * Writes a person's decisions in one batch, all or none: records, edits, audit, ledger, the links' marks, and what they change in the counts of
 * suggestions.
 */
export async function decideByPerson(run: Run, decisions: readonly Decision[]): Promise<"committed" | "stale"> {
  const written = decisions.map((decision) => write(run, decision));
  if (written.includes(null)) return "stale";
  const all = written.filter((one) => one !== null);
  const batch = merged(all.map((one) => one.batch));
  const costs = all.flatMap(({ cost }) => cost ?? []);
  const counted = costs.length === 0 ? null : await run.ports.counting(run.organisation.id, costs);
  if (counted === null) return commitBatch(run, batch);
  const outcome = await commitBatch(run, { ...batch, guards: [counted.guard], after: [...batch.after, ...counted.changes] });
  // A bill was perhaps counted meanwhile: the decisions stand all the same, and the next round counts them from the records.
  return outcome === "stale" ? commitBatch(run, batch) : outcome;
}

/** The rows of one decision, and what it says about a cost; null where there is no record. */
function write(run: Run, { state, body, over, actor, cause, confirms = new Set(), takesBack = new Set(), with: more }: Decision): { batch: Batch; cost: DecidedCost | null } | null {
  const { record, kind } = state;
  if (record === null || state.body === null) return null;
  const now = run.now();
  const revision = record.revision + 1;
  const before = state.body;
  const changed = changedGroups(kind, before, body);
  const edits: Record<string, GroupEdit> = { ...(state.edits as Edits) };
  for (const group of changed) edits[group] = { at: now, by: actor, revision };
  for (const [group, value] of over) edits[group] = { at: now, by: actor, revision, resolves: { id: run.ports.ids.uuid(), over: value } };
  const batch = emptyBatch();
  batch.recordVersions.push({ id: record.id, version: record.revision });
  batch.linkVersions.push({ id: state.link.id, version: state.link.version });
  batch.records.push(
    recordRow({ organisationId: record.organisationId, id: record.id, kind, body, revision, edits, createdAt: record.createdAt, updatedAt: now }),
  );
  batch.links.push(dirtied(state, now));
  batch.ledger.push(ledgerRows(run, record.id, kind, body));
  const groups = [...new Set([...changed, ...over.keys()])];
  batch.audit.push({
    at: now, actor, cause, rule: "person-decided", recordId: record.id, kind, callId: null,
    changes: [
      ...groups.map((group) => ({ group, before: groupValue(kind, group, before) as unknown, after: groupValue(kind, group, body) as unknown })),
      { group: "=", before: null, after: body },
    ],
  });
  batch.before.push(...(more ?? []));
  const isCost = kind === "bill" || kind === "bank_transaction";
  return { batch, cost: isCost ? { kind, recordId: record.id, revision, body: body as Document, confirms, takesBack } : null };
}

/** A person waits: what Xero refused before is tried again. */
function dirtied(state: LinkedState, now: number): Insert<"link"> {
  return { ...state.link, version: state.link.version + 1, dirtyAt: now, notBeforeAt: 0, attempts: 0, reason: null, state: "pending" };
}

/**
 * Plans the links and sends what follows from them at once, in the person's lane: one look and one write for up to fifty of a kind.
 *
 * @returns how they stand then, by link id.
 */
export async function syncNow(run: Run, linkIds: readonly string[]): Promise<ReadonlyMap<string, LinkedState>> {
  const these = { id: { in: linkIds } };
  await planDirty(run, these);
  // After disconnecting nothing flows, nor before the links are proven again; what was decided stays queued.
  if (run.organisation.state !== "disconnected" && !run.unproven) await carryOut(run, "person", linkIds);
  return new Map((await loadStates(run, these, linkIds.length)).map((state) => [state.link.id, state]));
}

/** The link of one of our records, with all that belongs to it. */
export async function stateOfRecord(run: Run, recordId: string): Promise<LinkedState | null> {
  const [state] = await loadStates(run, { recordId }, 1);
  return state ?? null;
}

/** Xero's side as last observed, with our line ids; null when it was never observed or cannot be mapped. */
export async function xeroBodyOf(run: Run, state: LinkedState): Promise<SyncedBody | null> {
  return state.raw === null ? null : xeroBodyAmong(run, state, await readNeighbours(run, [], [state]));
}

/** The same, of a link whose neighbours were read. */
export function xeroBodyAmong(run: Run, state: LinkedState, neighbours: Neighbours): SyncedBody | null {
  if (state.raw === null) return null;
  const seen = observe(run, LIST_OF[state.kind], state.raw, neighbours);
  if (seen.type !== "mapped") return null;
  if (state.kind === "contact" || state.kind === "payment" || state.body === null) return seen.mapped.body;
  return alignLines(state.body as Document, seen.mapped.body as Document, null).xero as SyncedBody;
}

/** Our body with these groups as Xero has them. */
export function takingXero(state: LinkedState, xero: SyncedBody, groups: readonly GroupKey[]): SyncedBody {
  return groups.reduce((body, group) => takeGroup(state.kind, group, body, xero), state.body!);
}

export function differingGroups(state: LinkedState, xero: SyncedBody): GroupKey[] {
  return groupsOf(state.kind, state.body!).filter((group) => !equalGroup(state.kind, group, state.body!, xero));
}
