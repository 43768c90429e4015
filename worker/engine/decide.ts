import type { SyncedBody } from "../../shared/merge/groups.ts";
import { plan as planLink } from "../../shared/planning/plan.ts";
import type { Plan } from "../../shared/planning/plan.ts";
import type { PlanInput, XeroSide } from "../../shared/planning/planInput.ts";
import type { Settled } from "../../shared/planning/settle.ts";
import { reason } from "../../shared/planning/reason.ts";
import type { Reason } from "../../shared/planning/reasons.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { Actor } from "../../shared/records/record.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import { fromXero } from "../../shared/mapping/fromXero.ts";
import type { Insert } from "../store/port.ts";
import { type Batch, emptyBatch } from "./batch.ts";
import { becameTwice, billTwice } from "./billTwice.ts";
import { canonical } from "./canonical.ts";
import { carryAction } from "./carryAction.ts";
import { ledgerRows } from "./ledgerRows.ts";
import { recordRow } from "./recordRow.ts";
import type { LinkedState } from "./linkedState.ts";
import { fromXeroContext, type Neighbours, planningReferences } from "./neighbours.ts";
import { LIST_OF, type Observation } from "./observation.ts";
import type { Run } from "./run.ts";

export interface DecideInput {
  run: Run;
  state: LinkedState;
  neighbours: Neighbours;
  /** What Xero just sent; null: plan on the last snapshot. */
  observation: Extract<Observation, { type: "mapped" | "unmappable" }> | null;
  /** What a write's answer made of our side and of the base, in place of the stored ones. */
  settled?: Settled;
  /** The call whose answer this observation is. */
  callId?: string | null;
  /** The intent that ends with this decision. */
  endsIntent?: boolean;
  /** Xero's refusal of the intent that ends. */
  refusal?: Reason;
  /** Why nothing flows for now; what else would hold the link is looked at otherwise. */
  hold?: Reason;
  /** A contact of ours that may be one that is there already. */
  lookalikes?: boolean;
}

export const XERO_ACTOR: Actor = { type: "xero", id: "xero", name: "Xero" };

/** How long a link that waits for another one rests, when nothing wakes it before. */
const WAIT_MS = 60_000;
/** Reasons that end by themselves when another record moves. */
const PASSING = new Set(["contact_first", "document_first", "not_read_yet", "contacts_unread"]);

/** Plans one link and says, as rows, everything that follows from it. Pure but for new ids. */
export function decide(input: DecideInput): Batch {
  const { run, state, observation } = input;
  const batch = emptyBatch();
  const xero = xeroSide(input);
  const planned = planLink(planInput(input, xero));
  const now = run.now();
  const link = nextLink(input, planned, xero, batch, now);
  for (const action of planned.actions) carryAction({ ...input, action, planned, batch, link, now });
  const stale = state.intent?.state === "ready" && input.endsIntent !== true && !planned.actions.some((action) => action.type === "push");
  // What was decided before has no place in the new plan: it is never sent.
  if (stale)
    batch.before.push({ update: "intent", where: { organisationId: link.organisationId, id: state.intent!.id }, set: { state: "abandoned", endedAt: now } });
  keepSettled(input, planned, batch, now);
  if (planned.state === "quarantined" && observation !== null)
    batch.quarantines.push({
      organisationId: link.organisationId, id: `${LIST_OF[state.kind]}:${link.xeroId}`, kind: state.kind, xeroId: link.xeroId ?? null,
      reason: planned.reason?.sentence ?? "It cannot be read.", body: observation.text, at: now, releasedAt: null,
    });
  if (state.link.version > 0) batch.linkVersions.push({ id: link.id, version: state.link.version });
  if (observation !== null) batch.snapshots.push({ organisationId: link.organisationId, hash: observation.hash, body: observation.text, storedAt: now });
  if (state.record !== null && batch.records.length > 0) batch.recordVersions.push({ id: state.record.id, version: state.record.revision });
  batch.links.push(link);
  return batch;
}

/** Our side as the answer made it, and edits whose decisions have done their work, where no adoption carries them already. */
function keepSettled({ run, state, settled }: DecideInput, planned: Plan, batch: Batch, now: number): void {
  const { record } = state;
  if (record === null || state.body === null || batch.records.some((row) => row.id === record.id)) return;
  const body = settled?.body ?? state.body;
  if (body === state.body && planned.nextEdits === state.edits) return;
  batch.records.push(
    recordRow({
      organisationId: record.organisationId, id: record.id, kind: state.kind, body, revision: record.revision + 1, edits: planned.nextEdits,
      createdAt: record.createdAt, updatedAt: body === state.body ? record.updatedAt : now,
    }),
  );
  batch.ledger.push(ledgerRows(run, record.id, state.kind, body));
  // Its entry is the write's own (answerCall.ts), which names what Xero made of it.
  if (body !== state.body) batch.left = body;
}

function xeroSide({ run, state, neighbours, observation }: DecideInput): XeroSide | null {
  const raw = observation?.type === "mapped" ? observation.raw : state.raw;
  if (raw === null) return null;
  const mapped = observation?.type === "mapped" ? observation.mapped : fromXero(LIST_OF[state.kind], raw, fromXeroContext(run, neighbours));
  return mapped.ok ? { body: mapped.body, updatedAt: mapped.updatedAt, mergedToXeroId: mapped.mergedToXeroId } : null;
}

function planInput(input: DecideInput, xero: XeroSide | null): PlanInput {
  const { run, state, neighbours, observation, settled, endsIntent } = input;
  const intent = endsIntent === true ? null : state.intent;
  const base = settled?.base ?? baseOf(input, xero);
  return {
    kind: state.kind,
    xeroId: state.link.xeroId,
    ours: state.record === null || state.body === null
      ? null
      : { body: settled?.body ?? state.body, revision: state.record.revision, edits: settled?.edits ?? state.edits },
    xero,
    hold: input.hold ?? holdOf(input),
    twice: becameTwice(run, state, neighbours, { xero: xero?.body ?? null, base }),
    unmappable: observation?.type === "unmappable" ? observation.reason : null,
    base,
    equalAt: settled?.equalAt ?? (state.link.equalAt === null ? {} : (JSON.parse(state.link.equalAt) as Record<string, number>)),
    conflicts: state.conflicts.map((row) => ({ group: row.fieldGroup, base: JSON.parse(row.base), ours: JSON.parse(row.ours), xero: JSON.parse(row.xero) })),
    proposals: state.proposals.map((row) => ({ group: row.fieldGroup, before: JSON.parse(row.before), after: JSON.parse(row.after) })),
    writeUnderWay: intent !== null && intent.state !== "ready",
    refusal: input.refusal !== undefined && state.record !== null
      ? { revision: state.record.revision, xeroUpdatedAt: state.link.xeroUpdatedAt, reason: input.refusal }
      : refusalOf(state),
    rules: run.rules,
    organisation: run.facts,
    references: planningReferences(run, neighbours),
    now: run.now(),
  };
}

/** A link that could not be proven after a reconnect rests until a person says that it is right. */
function holdOf({ run, state, neighbours, lookalikes }: DecideInput): Reason | null {
  const reasonOfLink = state.link.reason as Reason | null;
  if (reasonOfLink?.code === "not_proven") return reasonOfLink;
  if (state.kind === "bill") return billTwice(run, state, neighbours);
  if (state.kind !== "contact" || state.link.xeroId !== null || (state.body as Contact | null)?.status !== "active") return null;
  if (!run.contactsRead) return reason("contacts_unread");
  return lookalikes === true ? reason("which_contact") : null;
}

/** A refusal is kept in the link's reason, with what it was made from. */
function refusalOf(state: LinkedState): PlanInput["refusal"] {
  const reason = state.link.reason as (Reason & { refusedAt?: { revision: number; xeroUpdatedAt: number | null } }) | null;
  if (reason?.refusedAt === undefined) return null;
  const { refusedAt, ...said } = reason;
  return { ...refusedAt, reason: said };
}

/** What both sides last agreed on, before this observation. */
export function baseOf({ run, state, neighbours, observation }: DecideInput, xero: XeroSide | null): SyncedBody | null {
  if (!state.baseIsXero) return state.base;
  // The same object tells the planner that nothing moved in Xero.
  if (observation === null || observation.hash === state.link.xeroHash) return xero?.body ?? null;
  const before = state.raw === null ? null : fromXero(LIST_OF[state.kind], state.raw, fromXeroContext(run, neighbours));
  return before?.ok === true ? before.body : null;
}

function nextLink(input: DecideInput, planned: Plan, xero: XeroSide | null, batch: Batch, now: number): Insert<"link"> {
  const { run, state, observation } = input;
  const before = state.link;
  const pushes = planned.actions.some((action) => action.type === "push");
  const passing = planned.state === "waiting" && planned.reason !== null && PASSING.has(planned.reason.code);
  return {
    ...before,
    kind: observation?.type === "mapped" ? observation.mapped.kind : before.kind,
    xeroId: observation?.type === "mapped" ? observation.mapped.xeroId : before.xeroId,
    state: planned.state,
    reason: reasonOf(input, planned),
    version: before.version + 1,
    // A push keeps its link dirty until it was answered; a link that waits for another looks again by itself.
    dirtyAt: pushes || passing ? (before.dirtyAt ?? now) : null,
    notBeforeAt: passing ? now + WAIT_MS : 0,
    xeroHash: observation?.type === "mapped" ? observation.hash : before.xeroHash,
    baseHash: baseHash(run, planned, xero, batch, now),
    xeroUpdatedAt: xero?.updatedAt ?? before.xeroUpdatedAt,
    equalAt: planned.nextBase === null ? null : canonical(planned.nextEqualAt),
    observedAt: observation === null ? before.observedAt : now,
    comparedAt: observation === null ? before.comparedAt : now,
  };
}

function reasonOf({ state, refusal }: DecideInput, planned: Plan): unknown {
  if (planned.state !== "refused" || planned.reason === null) return planned.reason;
  const refusedAt = refusal === undefined
    ? (state.link.reason as { refusedAt?: unknown } | null)?.refusedAt
    : { revision: state.record?.revision ?? 0, xeroUpdatedAt: state.link.xeroUpdatedAt };
  return { ...planned.reason, refusedAt };
}

function baseHash(run: Run, planned: Plan, xero: XeroSide | null, batch: Batch, now: number): string | null {
  if (planned.nextBase === null || planned.nextBase === xero?.body) return null;
  const text = canonical(planned.nextBase);
  if (xero !== null && text === canonical(xero.body)) return null;
  const hash = run.ports.hash(text);
  batch.snapshots.push({ organisationId: run.organisation.id, hash, body: text, storedAt: now });
  return hash;
}

/** The state of a record of Xero's that has no link yet. */
export function unlinkedState(run: Run, kind: SyncedKind): LinkedState {
  return {
    link: {
      organisationId: run.organisation.id, id: run.ports.ids.uuid(), kind, recordId: run.ports.ids.uuid(), xeroId: null, state: "unlinked",
      reason: null, version: 0, dirtyAt: null, notBeforeAt: 0, attempts: 0, xeroHash: null, baseHash: null, xeroUpdatedAt: null,
      equalAt: null, observedAt: null, comparedAt: null,
    },
    kind, record: null, body: null, edits: {}, raw: null, base: null, baseIsXero: false, conflicts: [], proposals: [], intent: null,
  };
}
