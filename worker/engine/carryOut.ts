import { XERO_LIMITS } from "../../shared/limits.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { Row } from "../store/port.ts";
import { answerCall } from "./answerCall.ts";
import { type Batch, commitBatch, emptyBatch } from "./batch.ts";
import { batchKey, buildWrite } from "./buildWrite.ts";
import { heldBack } from "./heldBack.ts";
import { statesOf } from "./linkedState.ts";
import { ID_FIELD, LIST_OF } from "./observation.ts";
import { waitAfter } from "./poll.ts";
import { takeIn } from "./takeIn.ts";
import type { XeroError } from "../xero/xeroError.ts";
import { readNeighbours } from "./neighbours.ts";
import type { Run } from "./run.ts";
import type { Lane } from "../ports.ts";

/** Intents looked at in one go: eight full batches. */
const INTENTS = 8 * XERO_LIMITS.elementsPerWrite;

export interface CarriedOut {
  calls: number;
  /** The budget or Xero said to wait until then. */
  waitUntil: number | null;
}

/**
 * Sends the intents that are ready: each call is stored with its exact bytes and key before it leaves, so that a crash at any point
 * leaves a row that tells what may have happened. Contacts go first, because documents name them.
 */
export async function carryOut(run: Run, lane: Lane, linkIds?: readonly string[]): Promise<CarriedOut> {
  const organisationId = run.organisation.id;
  const [intents] = await run.ports.store.read({
    from: "intent",
    where: { organisationId, state: "ready", notBeforeAt: { lte: run.now() }, ...(linkIds === undefined ? {} : { linkId: { in: linkIds } }) },
    orderBy: ["createdAt"],
    limit: INTENTS,
  });
  let calls = 0;
  const groups = groupsOf(intents);
  for (const [index, group] of groups.entries()) {
    if (run.calls.left <= 0) return { calls, waitUntil: run.now() };
    const sent = await sendGroup(run, lane, group);
    calls += 1;
    if (sent.error) await heldBack(run, groups.slice(index).flat().map((intent) => intent.linkId), sent.error);
    if (sent.waitUntil !== null) return { calls, waitUntil: sent.waitUntil };
  }
  return { calls, waitUntil: null };
}

/** Contacts, then documents, then payments and allocations; at most 50 in one call. */
const ORDER = ["contact", "quote", "invoice", "bill", "credit_note", "bank_transaction", "payment", "overpayment", "prepayment"];

function groupsOf(intents: readonly Row<"intent">[]): Row<"intent">[][] {
  const sorted = intents.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const groups: Row<"intent">[][] = [];
  const open = new Map<string, Row<"intent">[]>();
  for (const intent of sorted) {
    const key = batchKey(intent);
    const group = key === null ? undefined : open.get(key);
    if (group !== undefined && group.length < XERO_LIMITS.elementsPerWrite) group.push(intent);
    else {
      const fresh = [intent];
      groups.push(fresh);
      if (key !== null) open.set(key, fresh);
    }
  }
  return groups;
}

interface Sent {
  waitUntil: number | null;
  error?: XeroError;
}

async function sendGroup(run: Run, lane: Lane, intents: readonly Row<"intent">[]): Promise<Sent> {
  const organisationId = run.organisation.id;
  if (intents[0]!.operation !== "create") {
    const looked = await lookBeforeWriting(run, lane, intents);
    if (looked.error !== null) return { waitUntil: waitAfter(run, looked.error), error: looked.error };
  }
  const [rows] = await run.ports.store.read({ from: "link", where: { organisationId, id: { in: intents.map((intent) => intent.linkId) } }, limit: intents.length });
  const states = await statesOf(run, rows);
  // Only what is still this link's open intent; a link that moved on since was planned again.
  const live = intents.filter((intent) => states.some((state) => state.intent?.id === intent.id));
  if (live.length === 0) return { waitUntil: null };
  const neighbours = await readNeighbours(run, [], states);
  const links = new Map(rows.map((link) => [link.id, link]));
  const built = buildWrite(run, live, links, neighbours);
  if (!built.ok) {
    await putBack(run, live);
    return { waitUntil: null };
  }
  const client = run.xero(lane);
  const request = await client.prepare(built.write);
  const now = run.now();
  const call: Row<"call"> = {
    organisationId, id: run.ports.ids.uuid(), method: request.method, path: request.path, body: request.body ?? "", bodyHash: run.ports.hash(request.body ?? ""),
    idempotencyKey: run.ports.ids.idempotencyKey(), intentIds: JSON.stringify(live.map((intent) => intent.id)), state: "sent", sentAt: now,
    answeredAt: null, status: null, error: null, createdAt: now,
  };
  const store = emptyBatch();
  store.linkVersions = live.map((intent) => ({ id: intent.linkId, version: links.get(intent.linkId)!.version }));
  // The version moves, so that nobody else sends the same intent.
  store.links = live.map((intent) => ({ ...links.get(intent.linkId)!, version: links.get(intent.linkId)!.version + 1 }));
  store.before.push({ insert: "call", rows: [call] });
  store.intents = live.map((intent) => ({ ...intent, state: "sent", callId: call.id, attempts: intent.attempts + 1 }));
  if ((await commitBatch(run, store)) === "stale") return { waitUntil: null };
  run.calls.left -= 1;
  const answer = await client.write(request, call.idempotencyKey);
  return { ...(await answerCall(run, call, answer)), ...(answer.ok ? {} : { error: answer.error }) };
}

/**
 * Xero has no versions: the last write wins. So what is about to be changed is read once more, right before; an edit made there since the
 * last look then takes part in the plan, instead of being overwritten.
 */
async function lookBeforeWriting(run: Run, lane: Lane, intents: readonly Row<"intent">[]): Promise<{ error: XeroError | null }> {
  const organisationId = run.organisation.id;
  const [links] = await run.ports.store.read({ from: "link", where: { organisationId, id: { in: intents.map((intent) => intent.linkId) } }, limit: intents.length });
  const list = LIST_OF[intents[0]!.kind as SyncedKind];
  const ids = links.flatMap((link) => (link.xeroId === null ? [] : [link.xeroId]));
  const since = Math.min(...links.map((link) => link.xeroUpdatedAt ?? 0));
  const queries = list === "invoice" || list === "contact"
    ? Array.from({ length: Math.ceil(ids.length / XERO_LIMITS.idsPerCall) }, (_, index) => ({ ids: ids.slice(index * XERO_LIMITS.idsPerCall, (index + 1) * XERO_LIMITS.idsPerCall), page: 1 }))
    : [{ modifiedSince: Math.max(0, since - 1_000), page: 1 }];
  for (const query of queries) {
    run.calls.left -= 1;
    const page = await run.xero(lane).list(list, query);
    if (!page.ok) return { error: page.error };
    await takeIn(run, list, page.value.elements.filter((element) => ids.includes(String(element[ID_FIELD[list]]))));
  }
  return { error: null };
}

/** Abandoned, and its link planned again: the planner says what it waits for. */
async function putBack(run: Run, intents: readonly Row<"intent">[]): Promise<void> {
  const batch: Batch = emptyBatch();
  const now = run.now();
  const organisationId = run.organisation.id;
  batch.before.push(
    { update: "intent", where: { organisationId, id: { in: intents.map((intent) => intent.id) } }, set: { state: "abandoned", endedAt: now } },
    { update: "link", where: { organisationId, id: { in: intents.map((intent) => intent.linkId) } }, set: { dirtyAt: now, notBeforeAt: now + 60_000 } },
  );
  await commitBatch(run, batch);
}
