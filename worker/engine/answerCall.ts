import { BARRED_ACTION_MS, WRITING } from "../../shared/limits.ts";
import { approvalAction, LOCKED_REMEDY } from "../../shared/planning/preflight.ts";
import type { Json } from "../../shared/merge/groups.ts";
import { groupValue } from "../../shared/merge/recordGroups.ts";
import type { Reason } from "../../shared/planning/reasons.ts";
import { settle } from "../../shared/planning/settle.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Payment } from "../../shared/records/payment.ts";
import type { Actor } from "../../shared/records/record.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { Change, Row } from "../store/port.ts";
import type { ElementAnswer } from "../xero/readAnswer.ts";
import type { XeroResult } from "../xero/xeroClient.ts";
import type { XeroError } from "../xero/xeroError.ts";
import { type Batch, commitBatch, emptyBatch, merged } from "./batch.ts";
import { intentBody, intentGroups } from "./buildWrite.ts";
import { decide, type DecideInput, XERO_ACTOR } from "./decide.ts";
import { takenNumbers } from "./freeNumber.ts";
import { type LinkedState, linkedStates } from "./linkedState.ts";
import { namedIn, type Neighbours, pointedAt, readNeighbours } from "./neighbours.ts";
import { LIST_OF, observe, type Observation } from "./observation.ts";
import { barring } from "./readSettings.ts";
import { readTogether, rowsOf } from "./readTogether.ts";
import { readAuditEnd, type Run } from "./run.ts";
import { settleInput } from "./settleInput.ts";

const TRIES = 4;

/** Takes in what came back from a stored call: per element done, refused or unknown; the whole call held back or unknown. */
export async function answerCall(run: Run, call: Row<"call">, result: XeroResult<readonly ElementAnswer[]>): Promise<{ waitUntil: number | null }> {
  if (result.ok) {
    await settleElements(run, call, result.value);
    return { waitUntil: null };
  }
  return failCall(run, call, result.error);
}

/** What each element of a call came to; also used when a probe found what a lost answer had made. */
export async function settleElements(run: Run, call: Row<"call">, elements: readonly ElementAnswer[], foundLater = false): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const batch = await decideAnswers(run, call, elements, foundLater);
    batch.before.push(endCall(call, "answered", run.now()));
    if ((await commitBatch(run, batch)) === "committed") return;
    await readAuditEnd(run);
  }
  // The call stays "sent": the next run probes and finds what it made.
}

async function decideAnswers(run: Run, call: Row<"call">, elements: readonly ElementAnswer[], foundLater: boolean): Promise<Batch> {
  const organisationId = run.organisation.id;
  const ids = JSON.parse(call.intentIds) as string[];
  const raws = elements.map((element) => element.raw);
  const sent = { from: "intent", where: { organisationId, id: { in: ids } }, limit: ids.length } as const;
  const wanted = { where: { id: { among: { ...sent, pick: "linkId" } } }, limit: ids.length } as const;
  const [intents, states, pointed, named] = await readTogether(run.ports.store, rowsOf(sent), linkedStates(organisationId, wanted), pointedAt(organisationId, wanted), namedIn(organisationId, raws));
  const neighbours = await readNeighbours(run, raws, states, pointed, named);
  const batches: Batch[] = [];
  const parked = [...parkCapped(run, intents, ids, elements), ...refreshNamed(run, elements)];
  const answered = ids.flatMap((id, index) => {
    const intent = intents.find((row) => row.id === id);
    const state = states.find((row) => row.intent?.id === id);
    const element = elements[index] ?? null;
    return intent === undefined || state === undefined ? [] : [{ intent, state, element, refusal: element?.status === "error" ? refusalReason(element.messages) : null }];
  });
  const taken = await takenNumbers(run, answered.flatMap(({ state, refusal }) => (refusal?.code === "number_taken" ? [{ state, refusal }] : [])));
  for (const { refusal, ...one } of answered) batches.push(decideAnswer({ ...one, run, call, neighbours, foundLater, refusal: taken.get(one.state.link.recordId) ?? refusal }));
  const all = merged(batches);
  all.before.push(...parked);
  if (intents.some((intent) => intent.operation === "create" && intent.kind === "contact"))
    // Documents that waited for this contact are planned again in this run.
    all.after.push({ update: "link", where: { organisationId, state: "waiting", dirtyAt: { notNull: true } }, set: { notBeforeAt: 0 } });
  return all;
}

/**
 * Xero's plan allows no more approvals of a kind this month: from here on pre-flight holds all of them back, the refused ones too, until
 * Xero's list of actions says otherwise. That list is not asked at once: it may not know yet what the refusal says.
 */
function parkCapped(run: Run, intents: readonly Row<"intent">[], ids: readonly string[], elements: readonly ElementAnswer[]): Change[] {
  const capped = elements.flatMap((element, index) => {
    if (element.status !== "error" || refusalReason(element.messages).code !== "plan_cap") return [];
    return approvalAction((intents.find((intent) => intent.id === ids[index])?.kind ?? "contact") as SyncedKind) ?? [];
  });
  if (capped.length === 0) return [];
  const { id: organisationId } = run.organisation;
  return [
    ...barring(run, [...new Set([...(run.facts.barredActions ?? []), ...capped])].toSorted()),
    { update: "cursor", where: { organisationId, kind: "action", lane: "poll" }, set: { dueAt: run.now() + BARRED_ACTION_MS } },
  ];
}

/** Settings that a refusal may be about: what Xero names is read again at once, because it changed since it was read. */
const NAMED_SETTINGS: readonly { says: RegExp; kind: string }[] = [
  { says: /\baccount\b/i, kind: "account" },
  { says: /\btax ?(type|rate)\b/i, kind: "tax_rate" },
  { says: /\btracking\b/i, kind: "tracking_category" },
  { says: /\bitem code\b/i, kind: "item" },
  { says: /\block date\b/i, kind: "organisation" },
];

function refreshNamed(run: Run, elements: readonly ElementAnswer[]): Change[] {
  const said = elements.flatMap((element) => (element.status === "error" ? element.messages : [])).join(" ");
  const kinds = NAMED_SETTINGS.filter(({ says }) => says.test(said)).map(({ kind }) => kind);
  return kinds.length === 0 ? [] : [{ update: "cursor", where: { organisationId: run.organisation.id, kind: { in: kinds }, lane: "poll" }, set: { dueAt: run.now() } }];
}

interface AnswerOf {
  run: Run;
  call: Row<"call">;
  intent: Row<"intent">;
  state: LinkedState;
  neighbours: Neighbours;
  /** Null for calls without an answer of their own: deletions and allocations are read again. */
  element: ElementAnswer | null;
  /** Why the element was refused; null where it was not. */
  refusal: Reason | null;
  /** A probe found it, some time after it was made. */
  foundLater: boolean;
}

function decideAnswer({ run, call, intent, state, neighbours, element, refusal, foundLater }: AnswerOf): Batch {
  const kind = state.kind;
  const now = run.now();
  if (element?.status === "error" && refusal !== null) {
    const batch = decide({ run, state, neighbours, observation: null, endsIntent: true, ...afterRefusal(refusal) });
    batch.before.push(endIntent(intent, "refused", now, { sentences: element.messages }));
    return batch;
  }
  const observed = element === null || isThin(intent) ? null : observe(run, LIST_OF[kind], element.raw, neighbours);
  const observation: Extract<Observation, { type: "mapped" }> | null = observed?.type === "mapped" ? observed : null;
  const pushed = intentGroups(intent);
  const linked = observation === null || state.link.xeroId !== null ? state : { ...state, link: { ...state.link, xeroId: observation.mapped.xeroId } };
  const answered = observation === null ? null : settleInput({ run, intent, state, neighbours, observation });
  const settled = answered === null ? undefined : settle({ ...answered, foundLater });
  const batch = decide({ run, state: linked, neighbours, observation, endsIntent: true, callId: call.id, ...(settled === undefined ? {} : { settled }) });
  batch.before.push(endIntent(intent, "done", now, null));
  batch.audit.unshift({
    at: now, actor: JSON.parse(intent.actor) as Actor, cause: `pushed:${intent.operation}`, rule: pushed[0]?.rule ?? null, recordId: state.link.recordId,
    kind, callId: call.id,
    changes: [
      ...pushed.map(({ group, before, value }) => ({ group, before: before as unknown, after: answeredValue(kind, group, value, observation) })),
      ...(batch.left === null ? [] : [{ group: "=", before: null, after: batch.left }]),
    ],
  });
  batch.after.push(...lookAtPaid({ run, intent, state, neighbours }));
  const rounded = settled?.differences.filter(({ group }) => group === "money") ?? [];
  if (rounded.length > 0)
    // Xero's sum against the one that was sent: shown with both, never papered over.
    batch.audit.splice(1, 0, {
      at: now, actor: XERO_ACTOR, cause: "rounded", rule: "observed", recordId: state.link.recordId, kind, callId: null,
      changes: rounded.map(({ group, sent, answered }) => ({ group, before: sent, after: answered })),
    });
  // An answer that does not show the document as it is now: look again before anything else is concluded.
  if (observation === null) {
    const link = batch.links[0]!;
    link.dirtyAt = now;
    link.notBeforeAt = now;
    batch.after.push(lookAgain(run, state, now));
  }
  return batch;
}

/**
 * What the plan bars waits by pre-flight, and so does what lies in a period that was locked since we read the lock dates: it is not this record
 * that is refused. The lock waits with Xero's sentence until the organisation is read again, which is at once.
 */
function afterRefusal(refusal: Reason): Pick<DecideInput, "refusal" | "hold"> {
  if (refusal.code === "plan_cap") return {};
  return refusal.code === "locked_period" ? { hold: refusal } : { refusal };
}

/** A payment or an allocation moves what is due on a document: it is read at once, before another payment is weighed against it. */
function lookAtPaid({ run, intent, state, neighbours }: Pick<AnswerOf, "run" | "intent" | "state" | "neighbours">): Change[] {
  const { body, allocation } = intentBody(intent);
  const applied = allocation == null ? null : "documentId" in allocation ? allocation.documentId : (body as Document).allocations.find(({ xeroId }) => xeroId === allocation.xeroId)?.documentId;
  const documentId = state.kind === "payment" ? (body as Payment).documentId : applied;
  const xeroId = documentId == null ? null : (neighbours.xeroIdOf("invoice", documentId) ?? neighbours.xeroIdOf("bill", documentId));
  if (xeroId === null) return [];
  const now = run.now();
  return [{ put: "lookAgain", rows: [{ organisationId: run.organisation.id, kind: "invoice", xeroId, askedAt: now, lane: "person", attempts: 0, notBeforeAt: now }] }];
}

/** Answers to allocations and deletions show something else than the whole record. */
function isThin(intent: Row<"intent">): boolean {
  return intent.operation === "allocate" || intent.operation === "unallocate";
}

function answeredValue(kind: SyncedKind, group: string, value: Json, observation: Extract<Observation, { type: "mapped" }> | null): unknown {
  if (observation === null || group.includes(":") && /^(coding|text):/.test(group)) return value;
  return groupValue(kind, group, observation.mapped.body);
}

/** Invoices and contacts by id; the other kinds by their poll, at once. */
export function lookAgain(run: Run, state: LinkedState, now: number) {
  const organisationId = run.organisation.id;
  const list = LIST_OF[state.kind];
  return list === "invoice" || list === "contact"
    ? ({ put: "lookAgain", rows: [{ organisationId, kind: list, xeroId: state.link.xeroId!, askedAt: now, lane: "person", attempts: 0, notBeforeAt: now }] } as const)
    : ({ update: "cursor", where: { organisationId, kind: list, lane: "poll" }, set: { dueAt: now } } as const);
}

function endIntent(intent: Row<"intent">, state: "done" | "refused", now: number, error: unknown) {
  return { update: "intent", where: { organisationId: intent.organisationId, id: intent.id }, set: { state, endedAt: now, error } } as const;
}

function endCall(call: Row<"call">, state: "answered" | "failed", now: number, error: unknown = null) {
  return { update: "call", where: { organisationId: call.organisationId, id: call.id }, set: { state, answeredAt: now, error } } as const;
}

/** Sentences of Xero's that call for something else than changing the record. Xero has no codes for them; another wording is "refused". */
const KNOWN_REFUSALS: readonly { says: RegExp; code: Reason["code"]; remedy: string }[] = [
  { says: /limit of invoices you can approve/i, code: "plan_cap", remedy: "Wait for the next month, raise the plan in Xero, or keep it as a draft; then try again." },
  { says: /\block date\b/i, code: "locked_period", remedy: LOCKED_REMEDY },
  { says: /has been archived/i, code: "contact_archived", remedy: "Restore the contact in Xero, or give the document another one; then try again. It is never restored by itself." },
  { says: /not subscribed to currency/i, code: "currency_missing", remedy: "Add the currency in Xero's settings, then try again." },
  { says: /# must be unique/i, code: "number_taken", remedy: "Someone else's document has this number, and it was left as it is. Give this one another number and save it." },
];

/** Xero's own sentence, and what to do about it. */
export function refusalReason(sentences: readonly string[]): Reason {
  const said = sentences.join(" ") || "Xero refused this without saying why.";
  const known = KNOWN_REFUSALS.find(({ says }) => says.test(said));
  return known === undefined
    ? { code: "refused", sentence: said, remedy: "Change what Xero names here or in Xero, then try again." }
    : { code: known.code, sentence: said, remedy: known.remedy };
}

/** Nothing was written, or nobody knows. */
async function failCall(run: Run, call: Row<"call">, error: XeroError): Promise<{ waitUntil: number | null }> {
  const now = run.now();
  const organisationId = run.organisation.id;
  const ids = JSON.parse(call.intentIds) as string[];
  const where = { organisationId, id: { in: ids } };
  const batch = emptyBatch();
  let waitUntil: number | null = null;
  switch (error.kind) {
    case "OutcomeUnknown":
    case "Malformed":
      batch.before.push(
        { update: "intent", where, set: { state: "unknown" } },
        { update: "call", where: { organisationId, id: call.id }, set: { state: "unknown", status: "status" in error ? error.status : null } },
      );
      waitUntil = now + WRITING.retryFirstMs;
      break;
    case "Rejected":
    case "NotFound":
      if (ids.length === 1) {
        const sentences = error.kind === "Rejected" ? (error.elements[0]?.messages.length ? error.elements[0].messages : [error.message]) : ["Xero does not have this document any more."];
        await settleElements(run, call, [{ status: "error", messages: sentences, raw: {} }]);
        return { waitUntil: null };
      }
      // One bad element took the whole request down: each goes alone next (attempts > 0).
      batch.before.push({ update: "intent", where, set: { state: "ready", callId: null } }, endCall(call, "failed", now));
      break;
    default: {
      const waitMs = error.kind === "RateLimited" ? error.retryAfterMs : WRITING.retryFirstMs * 6;
      waitUntil = now + waitMs;
      const intents = { state: "ready", callId: null, notBeforeAt: waitUntil, attempts: 0 } as const;
      batch.before.push({ update: "intent", where, set: intents }, endCall(call, "failed", now, { kind: error.kind }));
    }
  }
  await commitBatch(run, batch);
  return { waitUntil };
}
