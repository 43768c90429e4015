import { WRITING } from "../../shared/limits.ts";
import type { Raw } from "../../shared/mapping/mapped.ts";
import type { Payment } from "../../shared/records/payment.ts";
import type { Document } from "../../shared/records/document.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import type { Actor } from "../../shared/records/record.ts";
import { parseXeroDate } from "../../shared/dates.ts";
import { minorToNumber, scaledToNumber } from "../../shared/money.ts";
import type { Row } from "../store/port.ts";
import type { XeroElement } from "../xero/readAnswer.ts";
import { abandoned } from "./abandoned.ts";
import { answerCall, settleElements } from "./answerCall.ts";
import { commitBatch, emptyBatch } from "./batch.ts";
import { intentBody } from "./buildWrite.ts";
import { ID_FIELD, LIST_OF } from "./observation.ts";
import { mayGoOn, type Run } from "./run.ts";
import { resolveUpdate } from "./resolveUpdate.ts";
import { backLinkOf } from "./takeIn.ts";

const SYSTEM: Actor = { type: "rule", id: "sync", name: "Sync rules" };
/** Unknown calls looked at in one run; each is one probe. */
const CALLS = 10;
/** A probe reads what changed since the call; a firm that changes more than this in half an hour waits for its next probe. */
const PROBE_PAGES = 5;

/**
 * Settles calls whose answer never came. A call that is still "sent" belongs to a run that died: only one run holds the lease.
 * Always looks in Xero first. A creation that is not there is sent again, byte for byte under its own key while Xero surely remembers the
 * key; later it is planned anew, under a new key. An update is never repeated (resolveUpdate.ts).
 *
 * @returns when to look again; null when nothing is unknown any more.
 */
export async function resolveUnknown(run: Run, calls: readonly Row<"call">[]): Promise<number | null> {
  let next: number | null = null;
  for (const call of calls) {
    if (!mayGoOn(run)) return run.now();
    const again = await resolveCall(run, call);
    if (again !== null) next = Math.min(next ?? again, again);
  }
  return next;
}

export function unknownCalls(organisationId: string) {
  return { from: "call", where: { organisationId, state: { in: ["sent", "unknown"] } }, orderBy: ["createdAt"], limit: CALLS } as const;
}

async function resolveCall(run: Run, call: Row<"call">): Promise<number | null> {
  const organisationId = run.organisation.id;
  // A person's request sends beside the run, without its lease: its answer may still come.
  const aliveUntil = (call.sentAt ?? call.createdAt) + WRITING.callTimeOutMs * 1.5;
  if (call.state === "sent" && run.now() >= (call.sentAt ?? 0) && run.now() < aliveUntil) return aliveUntil;
  const ids = JSON.parse(call.intentIds) as string[];
  const [intents] = await run.ports.store.read({ from: "intent", where: { organisationId, id: { in: ids } }, limit: ids.length });
  const ordered = ids.map((id) => intents.find((intent) => intent.id === id)).filter((intent) => intent !== undefined);
  const first = ordered[0];
  if (first === undefined) return forget(run, call);
  if (first.operation !== "create") return resolveUpdate(run, call, ordered);
  const found = await probe(run, call, ordered);
  if (found === null) return run.now() + WRITING.retryFirstMs;
  if (found.every((raw) => raw !== null)) {
    await settleElements(run, call, found.map((raw) => ({ status: "ok", messages: [], raw: raw! })), true);
    return null;
  }
  const ageMs = run.now() - (call.sentAt ?? call.createdAt);
  const young = ageMs >= 0 && ageMs < WRITING.sameKeyForMs;
  if (young && found.every((raw) => raw === null)) {
    run.calls.left -= 1;
    const answer = await run.xero("poll").write({ method: call.method, path: call.path, ifModifiedSince: null, body: call.body }, call.idempotencyKey);
    // Xero replays an error that it stored with the key: only a new key, after it forgot, can do better.
    if (!answer.ok && answer.error.kind === "OutcomeUnknown") return run.now() + WRITING.retryFirstMs * 6;
    return (await answerCall(run, call, answer)).waitUntil;
  }
  // A clock that stepped back makes the age worthless; then it is counted from now.
  if (ageMs < 0) return restartAge(run, call);
  if (ageMs < WRITING.newKeyAfterMs) return (call.sentAt ?? call.createdAt) + WRITING.newKeyAfterMs;
  return settlePart(run, call, ordered, found);
}

/** What Xero has of each intent's record; null as a whole when Xero could not be read. */
async function probe(run: Run, call: Row<"call">, intents: readonly Row<"intent">[]): Promise<(XeroElement | null)[] | null> {
  const organisationId = run.organisation.id;
  const list = LIST_OF[intents[0]!.kind as SyncedKind];
  const since = (call.sentAt ?? call.createdAt) - WRITING.probeOverlapMs;
  const raws: Raw[] = [];
  for (let page = 1; page <= PROBE_PAGES; page += 1) {
    if (run.calls.left <= 0) return null;
    run.calls.left -= 1;
    const read = await run.xero("person").list(list, { modifiedSince: since, page, ...(list === "invoice" ? { createdByMyApp: true } : {}) });
    if (!read.ok) return null;
    raws.push(...read.value.elements);
    if (read.value.elements.length === 0 || page >= (read.value.pageCount ?? page)) break;
    if (page === PROBE_PAGES) return null;
  }
  const xeroIds = raws.map((raw) => String(raw[ID_FIELD[list]]));
  const [linked, own] = await run.ports.store.read(
    { from: "link", where: { organisationId, xeroId: { in: xeroIds } }, limit: xeroIds.length + 1 },
    { from: "link", where: { organisationId, id: { in: intents.map((intent) => intent.linkId) } }, limit: intents.length },
  );
  const neighbours = await neighbourXeroIds(run, intents);
  const taken = new Set(linked.map((link) => link.xeroId));
  return intents.map((intent) => {
    const link = own.find((row) => row.id === intent.linkId);
    const free = raws.filter((raw) => !taken.has(String(raw[ID_FIELD[list]])) || link?.xeroId === raw[ID_FIELD[list]]);
    const made = free.filter((raw) => isMadeBy(intent, link?.recordId ?? "", raw, neighbours));
    // What somebody took back in Xero meanwhile was made all the same, and is not made again; one that stands comes before it.
    const found = made.find((raw) => raw["Status"] !== "DELETED") ?? made[0] ?? null;
    if (found !== null) taken.add(String(found[ID_FIELD[list]]));
    return found;
  });
}

async function neighbourXeroIds(run: Run, intents: readonly Row<"intent">[]): Promise<ReadonlyMap<string, string>> {
  const ids = intents.flatMap((intent) => {
    const { documentId, contactId } = intentBody(intent).body as { documentId?: string; contactId?: string };
    return [documentId, contactId].filter((id) => id !== undefined);
  });
  const [links] = await run.ports.store.read({ from: "link", where: { organisationId: run.organisation.id, recordId: { in: ids } }, limit: ids.length + 1 });
  return new Map(links.flatMap((link) => (link.xeroId === null ? [] : [[link.recordId, link.xeroId] as const])));
}

/** By our id where Xero keeps one; else by content that two records would hardly share. */
function isMadeBy(intent: Row<"intent">, recordId: string, raw: Raw, xeroIdOf: ReadonlyMap<string, string>): boolean {
  const { body } = intentBody(intent);
  switch (intent.kind as SyncedKind) {
    case "contact":
    case "invoice":
    case "bill":
    case "bank_transaction":
      return backLinkOf(raw) === recordId;
    case "payment": {
      const payment = body as Payment;
      const paid = [raw["Invoice"], raw["CreditNote"]].flatMap((document) => Object.values((document ?? {}) as object));
      return (
        paid.includes(xeroIdOf.get(payment.documentId)) && parseXeroDate(raw["Date"]) === payment.date &&
        raw["Amount"] === minorToNumber(payment.amountMinor, payment.currency) && ((raw["Reference"] as string | undefined) || null) === payment.reference
      );
    }
    default: {
      const document = body as Document;
      const number = raw["CreditNoteNumber"] ?? raw["QuoteNumber"];
      const contact = (raw["Contact"] as Raw | undefined)?.["ContactID"];
      return (
        contact === xeroIdOf.get(document.contactId) && parseXeroDate(raw["Date"]) === document.date &&
        samePrices(document, raw) && (document.number === null || number === document.number)
      );
    }
  }
}

/** Line by line what was asked for what price. Not the total: Xero may have moved its tax by a cent, and the note would be made a second time. */
function samePrices(document: Document, raw: Raw): boolean {
  const theirs = ((raw["LineItems"] ?? []) as Raw[]).map((line) => `${Number(line["Quantity"] ?? 0)} × ${Number(line["UnitAmount"] ?? 0)}`);
  const ours = document.lines.map((line) => `${scaledToNumber(line.quantityE4, 4)} × ${scaledToNumber(line.unitAmountE4, 4)}`);
  return JSON.stringify(ours.toSorted()) === JSON.stringify(theirs.toSorted());
}

/** Past Xero's memory of the key: what was made is taken in, the rest is planned again. */
async function settlePart(run: Run, call: Row<"call">, intents: readonly Row<"intent">[], found: readonly (XeroElement | null)[]): Promise<number | null> {
  const lost = intents.filter((_, index) => found[index] === null);
  const made = intents.flatMap((intent, index) => (found[index] === null ? [] : [{ intent, raw: found[index]! }]));
  const now = run.now();
  const batch = emptyBatch();
  batch.before.push(
    ...abandoned(call, lost, now).slice(0, 1),
    { update: "link", where: { organisationId: call.organisationId, id: { in: lost.map((intent) => intent.linkId) } }, set: { dirtyAt: now, notBeforeAt: 0 } },
    { update: "call", where: { organisationId: call.organisationId, id: call.id },
      set: made.length === 0 ? { state: "failed", answeredAt: now } : { intentIds: JSON.stringify(made.map(({ intent }) => intent.id)) } },
  );
  if ((await commitBatch(run, batch)) === "committed" && made.length > 0)
    await settleElements(run, { ...call, intentIds: JSON.stringify(made.map(({ intent }) => intent.id)) }, made.map(({ raw }) => ({ status: "ok", messages: [], raw })), true);
  return null;
}

async function restartAge(run: Run, call: Row<"call">): Promise<number> {
  const batch = emptyBatch();
  batch.before.push({ update: "call", where: { organisationId: call.organisationId, id: call.id }, set: { sentAt: run.now() - WRITING.sameKeyForMs } });
  await commitBatch(run, batch);
  return run.now() + WRITING.newKeyAfterMs;
}

/** A write for no record's sake, such as a tracking option: it is named, and found again by its name where it counts (trackProjects.ts). */
async function forget(run: Run, call: Row<"call">): Promise<null> {
  const batch = emptyBatch();
  batch.before.push(...abandoned(call, [], run.now()));
  batch.audit.push({ at: run.now(), actor: SYSTEM, cause: "sent-unanswered:option", rule: null, recordId: null, kind: null, callId: call.id, changes: [{ group: "*", before: null, after: call.body }] });
  await commitBatch(run, batch);
  return null;
}
