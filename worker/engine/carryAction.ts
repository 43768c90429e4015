import type { PlanAction, Adopt, Push } from "../../shared/planning/actions.ts";
import type { Plan } from "../../shared/planning/plan.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Actor, RecordBody } from "../../shared/records/record.ts";
import type { Change, Insert } from "../store/port.ts";
import type { Batch } from "./batch.ts";
import { wakeBills } from "./billTwice.ts";
import { canonical } from "./canonical.ts";
import { type DecideInput, XERO_ACTOR } from "./decide.ts";
import { freeTime } from "./freeTime.ts";
import { ledgerRows } from "./ledgerRows.ts";
import { recordRow } from "./recordRow.ts";

const SYSTEM: Actor = { type: "rule", id: "sync", name: "Sync rules" };

interface Carry extends DecideInput {
  action: PlanAction;
  planned: Plan;
  batch: Batch;
  link: Insert<"link">;
  now: number;
}

/** Turns one action of a plan into rows. */
export function carryAction(carry: Carry): void {
  const { action, batch, link, now, run } = carry;
  const key = { organisationId: link.organisationId, linkId: link.id };
  switch (action.type) {
    case "adopt":
      adopt(carry, action);
      return;
    case "push":
      push(carry, action);
      return;
    case "propose":
      batch.proposals.push({
        ...key, id: run.ports.ids.uuid(), recordId: link.recordId, fieldGroup: action.group, before: canonical(action.before),
        after: canonical(action.after), by: action.by ?? SYSTEM, openedAt: now,
      });
      return;
    case "withdrawProposal":
      batch.before.push({
        update: "proposal",
        where: { ...key, fieldGroup: action.group, decidedAt: null },
        set: { decidedAt: now, decision: action.why === "applied" ? "applied" : "withdrawn", decidedBy: SYSTEM },
      });
      return;
    case "openConflict":
      if (action.replaces) closeConflict(carry, action.group, "replaced");
      batch.conflicts.push({
        ...key, id: run.ports.ids.uuid(), recordId: link.recordId, fieldGroup: action.group, base: canonical(action.base),
        ours: canonical(action.ours), xero: canonical(action.xero), oursBy: action.oursBy, oursAt: action.oursAt, xeroAt: action.xeroAt,
        openedAt: now,
      });
      return;
    case "closeConflict":
      closeConflict(carry, action.group, action.why);
      return;
    case "recreate":
      recreate(carry, action.body);
      return;
    case "relink":
      // The winner of a merge is read first; then this one is planned again.
      batch.after.push({
        put: "lookAgain",
        rows: [{ organisationId: link.organisationId, kind: "contact", xeroId: action.toXeroId, askedAt: now, lane: "poll", attempts: 0, notBeforeAt: now }],
      });
      link.dirtyAt = now;
      return;
    case "tombstone":
      // Told by the link's state and reason.
      return;
  }
}

function closeConflict({ batch, link, now }: Carry, group: string, why: string): void {
  batch.before.push({
    update: "conflict",
    where: { organisationId: link.organisationId, linkId: link.id, fieldGroup: group, resolvedAt: null },
    set: { resolvedAt: now, resolution: why },
  });
}

function adopt(carry: Carry, action: Adopt): void {
  const { batch, link, now, planned, state, run, callId } = carry;
  const revision = (state.record?.revision ?? 0) + 1;
  const kind = carry.observation?.type === "mapped" ? carry.observation.mapped.kind : state.kind;
  batch.records.push(
    recordRow({
      organisationId: link.organisationId, id: link.recordId, kind, body: action.body, revision, edits: planned.nextEdits,
      createdAt: state.record?.createdAt ?? now, updatedAt: now,
    }),
  );
  batch.ledger.push(ledgerRows(run, link.recordId, kind, action.body));
  if (kind === "invoice" && state.body !== null) freeTime(carry, state.body, action.body);
  batch.after.push(...lookAtSettled(link.organisationId, action.body, now), ...wakeBills(link.organisationId, kind, { before: state.body, after: action.body, now }));
  if (state.body !== null && dueOf(action.body) > dueOf(state.body)) batch.after.push(wakeMoney(link.organisationId, now));
  batch.audit.push({
    at: now, actor: XERO_ACTOR, cause: callId ? "answered" : "observed", rule: action.changes[0]?.rule ?? null, recordId: link.recordId,
    kind, callId: callId ?? null,
    changes: action.created ? [{ group: "*", before: null, after: action.body }] : [...action.changes, { group: "=", before: null, after: action.body }],
  });
  if (!action.created)
    batch.outEvents.push({
      organisationId: link.organisationId, id: run.ports.ids.uuid(), type: `${kind}.changed`, at: now, nextAt: now, attempts: 0,
      body: canonical({ recordId: link.recordId, kind, revision, groups: action.changes.map((change) => change.group), from: "xero" }),
    });
}

/** A foreign credit's rate is known: what it was applied to is planned again, because Xero leaves the rate out there. */
function lookAtSettled(organisationId: string, body: object, now: number): Change[] {
  const { currencyRateE6 = null, allocations = [] } = body as Partial<Document>;
  if (currencyRateE6 === null || allocations.length === 0) return [];
  const recordId = { in: [...new Set(allocations.map(({ documentId }) => documentId))] };
  return [{ update: "link", where: { organisationId, recordId, dirtyAt: null }, set: { dirtyAt: now, notBeforeAt: 0 } }];
}

function dueOf(body: object): number {
  return (body as { amountDueMinor?: number }).amountDueMinor ?? 0;
}

/** More is due again: what waited because it was more than that may go now. */
function wakeMoney(organisationId: string, now: number): Change {
  return { update: "link", where: { organisationId, kind: { in: ["payment", "credit_note", "overpayment", "prepayment"] }, state: "waiting", dirtyAt: null }, set: { dirtyAt: now, notBeforeAt: 0 } };
}

/** One open intent a link: the first push of a plan; what comes after it is planned again once it was answered. */
function push(carry: Carry, action: Push): void {
  const { batch, link, now, run, state } = carry;
  if (batch.intents.length > 0) return;
  const body = canonical({ body: action.body, allocation: action.allocation ?? null });
  const groups = canonical(action.groups);
  const ready = state.intent?.state === "ready" && carry.endsIntent !== true ? state.intent : null;
  if (ready !== null && ready.operation === action.operation && ready.body === body && ready.groups === groups) return;
  if (ready !== null)
    batch.before.push({ update: "intent", where: { organisationId: link.organisationId, id: ready.id }, set: { state: "abandoned", endedAt: now } });
  const by = action.groups.map(({ group }) => state.edits[group]?.by).find((actor) => actor !== undefined);
  batch.intents.push({
    organisationId: link.organisationId, id: run.ports.ids.uuid(), linkId: link.id, kind: state.kind, operation: action.operation,
    state: "ready", body, groups, actor: canonical(by ?? SYSTEM), recordRevision: state.record?.revision ?? 0, callId: null,
    attempts: ready?.attempts ?? 0, notBeforeAt: ready?.notBeforeAt ?? 0, error: null, createdAt: now, endedAt: null,
  });
}

/** Xero cannot edit a payment: this record is deleted there, a new one takes its place. */
function recreate({ batch, link, now, run, state }: Carry, body: RecordBody): void {
  const { organisationId } = link;
  const id = run.ports.ids.uuid();
  if (state.record === null || state.body === null) return;
  const old = { ...state.body, status: "deleted" } as RecordBody;
  batch.records.push(
    recordRow({ organisationId, id, kind: state.kind, body, revision: 1, edits: state.edits, createdAt: now, updatedAt: now }),
    recordRow({
      organisationId, id: state.record.id, kind: state.kind, body: old, revision: state.record.revision + 1,
      edits: { status: { at: now, by: SYSTEM, revision: state.record.revision + 1 } }, createdAt: state.record.createdAt, updatedAt: now,
    }),
  );
  batch.links.push({ organisationId, id: run.ports.ids.uuid(), kind: state.kind, recordId: id, xeroId: null, state: "pending", version: 1, dirtyAt: now, notBeforeAt: 0 });
  link.dirtyAt = now;
  batch.audit.push(
    { at: now, actor: SYSTEM, cause: "recreated", rule: "only-ours-changed", recordId: id, kind: state.kind, callId: null, changes: [{ group: "*", before: null, after: body }] },
    { at: now, actor: SYSTEM, cause: "recreated", rule: "only-ours-changed", recordId: state.record.id, kind: state.kind, callId: null, changes: [{ group: "status", before: "authorised", after: "deleted" }, { group: "=", before: null, after: old }] },
  );
}
