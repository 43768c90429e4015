import { XERO_LIMITS } from "../../shared/limits.ts";
import type { Raw } from "../../shared/mapping/mapped.ts";
import type { Row } from "../store/port.ts";
import { answerCall } from "./answerCall.ts";
import { type Batch, commitBatch, emptyBatch } from "./batch.ts";
import { batchKey, buildWrite } from "./buildWrite.ts";
import { canonical } from "./canonical.ts";
import { heldBack } from "./heldBack.ts";
import { type LinkedState, linkedStates, loadStates } from "./linkedState.ts";
import { ID_FIELD, LIST_OF, observe } from "./observation.ts";
import { waitAfter } from "./poll.ts";
import { takeIn } from "./takeIn.ts";
import type { XeroError } from "../xero/xeroError.ts";
import { type Known, type Neighbours, pointedAt, readNeighbours } from "./neighbours.ts";
import { readTogether } from "./readTogether.ts";
import { lacksAny, looksAt } from "./readFresh.ts";
import { mayGoOn, type Run } from "./run.ts";
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
  run.due.intents = false;
  const ready = {
    from: "intent",
    where: { organisationId, state: "ready", notBeforeAt: { lte: run.now() }, ...(linkIds === undefined ? {} : { linkId: { in: linkIds } }) },
    orderBy: ["createdAt", "id"],
    limit: INTENTS,
  } as const;
  const wanted = { where: { id: { among: { ...ready, pick: "linkId" } } }, limit: INTENTS } as const;
  const [states, pointed] = await readTogether(run.ports.store, linkedStates(organisationId, wanted), pointedAt(organisationId, wanted));
  let calls = 0;
  const groups = groupsOf(states);
  for (const [index, group] of groups.entries()) {
    if (!mayGoOn(run)) return { calls, waitUntil: run.now() };
    const sent = await sendGroup(run, lane, group, pointed);
    calls += 1;
    if (sent.error) await heldBack(run, groups.slice(index).flat().map((state) => state.link.id), sent.error);
    if (sent.waitUntil !== null) return { calls, waitUntil: sent.waitUntil };
  }
  return { calls, waitUntil: null };
}

/** Contacts, then documents, then payments and allocations; at most 50 in one call. */
const ORDER = ["contact", "quote", "invoice", "bill", "credit_note", "bank_transaction", "payment", "overpayment", "prepayment"];

/** A link and its open intent, which is about to be sent. */
type Sending = LinkedState & { intent: Row<"intent"> };

function groupsOf(states: readonly LinkedState[]): Sending[][] {
  const ready = states.filter((state): state is Sending => state.intent?.state === "ready");
  const sorted = ready.toSorted((a, b) => ORDER.indexOf(a.intent.kind) - ORDER.indexOf(b.intent.kind) || a.intent.createdAt - b.intent.createdAt || (a.intent.id < b.intent.id ? -1 : 1));
  const groups: Sending[][] = [];
  const open = new Map<string, Sending[]>();
  for (const state of sorted) {
    const key = batchKey(state.intent);
    const group = key === null ? undefined : open.get(key);
    if (group !== undefined && group.length < XERO_LIMITS.elementsPerWrite) group.push(state);
    else {
      const fresh = [state];
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

async function sendGroup(run: Run, lane: Lane, group: readonly Sending[], pointed: Known): Promise<Sent> {
  let states: readonly Sending[] = group;
  let neighbours = await readNeighbours(run, [], group, pointed);
  if (group[0]!.intent.operation !== "create") {
    const looked = await lookBeforeWriting(run, lane, group, neighbours);
    if (looked.error !== null) return { waitUntil: waitAfter(run, looked.error), error: looked.error };
    // Only what is still this link's open intent; a link that moved on since was planned again.
    if (looked.moved) {
      states = await stillOpen(run, group);
      neighbours = await readNeighbours(run, [], states, pointed);
    }
  }
  if (states.length === 0) return { waitUntil: null };
  const links = new Map(states.map(({ link }) => [link.id, link]));
  const live = states.map((state) => state.intent);
  const built = buildWrite(run, live, links, neighbours);
  if (!built.ok) {
    await putBack(run, live);
    return { waitUntil: null };
  }
  const client = run.xero(lane);
  const request = await client.prepare(built.write);
  const now = run.now();
  const call: Row<"call"> = {
    organisationId: run.organisation.id, id: run.ports.ids.uuid(), method: request.method, path: request.path, body: request.body ?? "", bodyHash: run.ports.hash(request.body ?? ""),
    idempotencyKey: run.ports.ids.idempotencyKey(), intentIds: JSON.stringify(live.map((intent) => intent.id)), state: "sent", sentAt: now,
    answeredAt: null, status: null, error: null, createdAt: now,
  };
  const store = emptyBatch();
  store.linkVersions = live.map((intent) => ({ id: intent.linkId, version: links.get(intent.linkId)!.version }));
  // The version moves, so that nobody else sends the same intent.
  store.links = live.map((intent) => ({ ...links.get(intent.linkId)!, version: links.get(intent.linkId)!.version + 1 }));
  store.before.push({ insert: "call", rows: [call] });
  store.intents = live.map((intent) => ({ ...intent, state: "sent", callId: call.id, attempts: intent.attempts + 1 }));
  if ((await commitBatch(run, store)) === "stale") {
    run.due.intents = true;
    return { waitUntil: null };
  }
  run.calls.left -= 1;
  const answer = await client.write(request, call.idempotencyKey);
  return { ...(await answerCall(run, call, answer)), ...(answer.ok ? {} : { error: answer.error }) };
}

/**
 * Xero has no versions: the last write wins. So what is about to be changed is read once more, right before; an edit made there since the
 * last look then takes part in the plan, instead of being overwritten.
 */
async function lookBeforeWriting(run: Run, lane: Lane, states: readonly Sending[], neighbours: Neighbours): Promise<{ error: XeroError | null; moved: boolean }> {
  const list = LIST_OF[states[0]!.kind];
  const known = new Map(states.flatMap((state) => (state.link.xeroId === null ? [] : [[state.link.xeroId, state] as const])));
  let moved = false;
  for (const { states: asked, query } of looksAt(list, [...known.values()])) {
    run.calls.left -= 1;
    const askedAt = run.now();
    const page = await run.xero(lane).list(list, query);
    if (!page.ok) return { error: page.error, moved };
    if (lacksAny(list, page.value, asked) && states.every(({ intent }) => askedAt - intent.createdAt < MISSED_MS)) return { error: { kind: "Unavailable", status: 200 }, moved };
    const changed = page.value.elements.filter((element) => {
      const state = known.get(String(element[ID_FIELD[list]]));
      return state !== undefined && !isAsPlanned(run, state, element, neighbours);
    });
    if (changed.length === 0) continue;
    await takeIn(run, list, changed, { askedAt });
    moved = true;
  }
  return { error: null, moved };
}

/** A list that lacks what Xero is known to have is asked again for so long; after that Xero has to say itself, by its answer to the write, that it is not there any more. */
const MISSED_MS = 3_600_000;

/**
 * What was planned on is what Xero has: the same bytes, or the same values at the same time of change (Xero's answer to a write has fields
 * that its lists lack). Then the plan holds.
 */
function isAsPlanned(run: Run, { kind, raw, link }: LinkedState, element: Raw, neighbours: Neighbours): boolean {
  const now = observe(run, LIST_OF[kind], element, neighbours);
  const before = raw === null ? null : observe(run, LIST_OF[kind], raw, neighbours);
  if (now.type !== "mapped" || before?.type !== "mapped") return false;
  return now.hash === link.xeroHash || (now.mapped.updatedAt === before.mapped.updatedAt && canonical(now.mapped.body) === canonical(before.mapped.body));
}

async function stillOpen(run: Run, before: readonly Sending[]): Promise<Sending[]> {
  const intents = new Set(before.map((state) => state.intent.id));
  const states = await loadStates(run, { id: { in: before.map((state) => state.link.id) } }, before.length);
  return states.filter((state): state is Sending => state.intent !== null && state.intent.state === "ready" && intents.has(state.intent.id));
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
