import { WRITING } from "../../shared/limits.ts";
import type { Raw } from "../../shared/mapping/mapped.ts";
import { showsPush } from "../../shared/planning/showsPush.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { Row } from "../store/port.ts";
import type { XeroError } from "../xero/xeroError.ts";
import { abandoned } from "./abandoned.ts";
import { settleElements } from "./answerCall.ts";
import { commitBatch, emptyBatch } from "./batch.ts";
import { intentBody } from "./buildWrite.ts";
import { canonical } from "./canonical.ts";
import { type LinkedState, linkedStates } from "./linkedState.ts";
import { type Neighbours, pointedAt, readNeighbours } from "./neighbours.ts";
import { ID_FIELD, LIST_OF, observe } from "./observation.ts";
import { waitAfter } from "./poll.ts";
import { looksAt } from "./readFresh.ts";
import { readTogether } from "./readTogether.ts";
import type { Run } from "./run.ts";
import { settleInput } from "./settleInput.ts";

/**
 * Settles an update whose answer never came. Planned anew at once, it would look like somebody's change in Xero, and whoever edited it again
 * here meanwhile would be asked about a conflict with himself. So it is read back first: where Xero shows what was sent, that is its answer.
 * What it does not show is planned anew from both sides, never repeated.
 *
 * @returns when to look again; null when nothing is unknown any more.
 */
export async function resolveUpdate(run: Run, call: Row<"call">, intents: readonly Row<"intent">[]): Promise<number | null> {
  const organisationId = run.organisation.id;
  const wanted = { where: { id: { in: intents.map((intent) => intent.linkId) } }, limit: intents.length } as const;
  const [states, pointed] = await readTogether(run.ports.store, linkedStates(organisationId, wanted), pointedAt(organisationId, wanted));
  const shown = await readBack(run, intents[0]!, states);
  if (!(shown instanceof Map)) return waitAfter(run, shown);
  const neighbours = await readNeighbours(run, [...shown.values()], states, pointed);
  const stateOf = new Map(states.map((state) => [state.link.id, state]));
  const written = intents.flatMap((intent) => {
    const state = stateOf.get(intent.linkId);
    const raw = shown.get(state?.link.xeroId ?? "");
    return state !== undefined && raw !== undefined && isWritten({ run, intent, state, neighbours, raw }) ? [{ id: intent.id, raw }] : [];
  });
  const ids = written.map(({ id }) => id);
  const rest = intents.filter((intent) => !ids.includes(intent.id));
  const left = { ...call, intentIds: JSON.stringify(ids) };
  if (rest.length > 0 && !(await planAnew(run, left, rest, states))) return run.now() + WRITING.retryFirstMs;
  if (ids.length > 0) await settleElements(run, left, written.map(({ raw }) => ({ status: "ok", messages: [], raw })), true);
  return null;
}

/** What Xero shows now of the records of a call, by its ids; or what kept us from reading it. */
async function readBack(run: Run, { kind, operation }: Row<"intent">, states: readonly LinkedState[]): Promise<Map<string, Raw> | XeroError> {
  const shown = new Map<string, Raw>();
  // What an allocation wrote is planned from the note as it is read next.
  if (operation === "allocate" || operation === "unallocate") return shown;
  const list = LIST_OF[kind as SyncedKind];
  const known = new Set(states.map(({ link }) => link.xeroId));
  for (const { query } of looksAt(list, states.filter(({ link }) => link.xeroId !== null))) {
    run.calls.left -= 1;
    const page = await run.xero("person").list(list, query);
    if (!page.ok) return page.error;
    for (const raw of page.value.elements) if (known.has(String(raw[ID_FIELD[list]]))) shown.set(String(raw[ID_FIELD[list]]), raw);
  }
  return shown;
}

interface Looked {
  run: Run;
  intent: Row<"intent">;
  state: LinkedState;
  neighbours: Neighbours;
  raw: Raw;
}

function isWritten({ run, intent, state, neighbours, raw }: Looked): boolean {
  const observation = observe(run, LIST_OF[state.kind], raw, neighbours);
  const input = observation.type === "mapped" ? settleInput({ run, intent, state, neighbours, observation }) : null;
  return input !== null && showsPush(input);
}

/** Ends intents that Xero does not show, reads their records again and plans them. The call stays for those that it does show. */
async function planAnew(run: Run, call: Row<"call">, intents: readonly Row<"intent">[], states: readonly LinkedState[]): Promise<boolean> {
  const now = run.now();
  const organisationId = run.organisation.id;
  const batch = emptyBatch();
  const links = states.map(({ link }) => link).filter((link) => intents.some((intent) => intent.linkId === link.id));
  const lists = new Set<string>();
  for (const link of links) {
    const list = LIST_OF[link.kind as SyncedKind];
    if ((list === "invoice" || list === "contact") && link.xeroId !== null)
      batch.after.push({ put: "lookAgain", rows: [{ organisationId, kind: list, xeroId: link.xeroId, askedAt: now, lane: "person", attempts: 0, notBeforeAt: now }] });
    else lists.add(list);
  }
  for (const list of lists) batch.after.push({ update: "cursor", where: { organisationId, kind: list, lane: "poll" }, set: { dueAt: now } });
  const [endIntents, endCall] = abandoned(call, intents, now);
  batch.before.push(endIntents!, call.intentIds === "[]" ? endCall! : { update: "call", where: { organisationId, id: call.id }, set: { intentIds: call.intentIds } });
  batch.after.push({ update: "link", where: { organisationId, id: { in: links.map((link) => link.id) } }, set: { dirtyAt: now, notBeforeAt: now + WRITING.retryFirstMs } });
  // What Xero accepted has its row even though nobody heard the answer: the write is named, its outcome is read next.
  for (const intent of intents)
    batch.audit.push({
      at: now, actor: JSON.parse(intent.actor), cause: `sent-unanswered:${intent.operation}`, rule: null,
      recordId: links.find((link) => link.id === intent.linkId)?.recordId ?? null, kind: intent.kind, callId: call.id,
      changes: [{ group: "*", before: null, after: JSON.parse(canonical(intentBody(intent).body)) }],
    });
  return (await commitBatch(run, batch)) === "committed";
}
