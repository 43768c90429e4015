import type { SyncedBody } from "../../shared/merge/groups.ts";
import { changedGroups, groupValue } from "../../shared/merge/recordGroups.ts";
import type { Edits, GroupEdit } from "../../shared/planning/planInput.ts";
import { asSaved } from "../../shared/planning/asSaved.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { Document } from "../../shared/records/document.ts";
import { SYNCED_KINDS, type SyncedKind } from "../../shared/records/kinds.ts";
import type { Person, Project, Service } from "../../shared/records/project.ts";
import type { RecordBody } from "../../shared/records/record.ts";
import type { EngineAnswer, EngineRefusal, SaveRequest } from "../http/engine.ts";
import type { Row, Select } from "../store/port.ts";
import { commitBatch, emptyBatch } from "./batch.ts";
import { wakeBills } from "./billTwice.ts";
import { ledgerRows, ledgerRowsResting } from "./ledgerRows.ts";
import { projectOptions } from "./projectOptions.ts";
import { type Part, readTogether } from "./readTogether.ts";
import { wakeWaiting } from "./readSettings.ts";
import { recordRow } from "./recordRow.ts";
import { readSettings, type Run } from "./run.ts";
import { unknownReference } from "./unknownReference.ts";

/** Someone else's commit to the same records between our read and ours. */
const TRIES = 6;
/** What the ledger lines of other records rest on: nothing at all may be written meanwhile. */
const OTHERS_REST_ON: ReadonlySet<string> = new Set(["person", "service"]);

/**
 * Writes one record, what was edited and by whom, its audit row, its ledger lines and its link's mark: all in one batch. The same id
 * again without an expected revision is the same request arriving twice, and gives the record that is there.
 */
export async function saveRecord(run: Run, request: SaveRequest, given: Around): Promise<EngineAnswer<{ revision: number }>> {
  let around: Around | null = given;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const saved = await trySave(run, request, around);
    if (saved !== "stale") return saved;
    around = null;
    // The rates and prices that the ledger rests on may have moved as well.
    await readSettings(run);
  }
  return refuse({ code: "busy", sentence: "Too much is being saved at this moment; this was not." });
}

/** What a save is decided on: the record and its link as they are, and the records that it names. */
interface Around {
  before: Row<"record"> | null;
  link: Row<"link"> | null;
  neighbours: readonly Row<"record">[];
}

/** To be read together with the run. */
export function aroundSave({ organisationId, recordId, kind, body }: SaveRequest): Part<Around> {
  const named = [...referredRecords(body).map(({ id }) => id), ...ratesOf(kind, body)];
  const selects = [
    { from: "record", where: { organisationId, id: recordId }, limit: 1 },
    { from: "link", where: { organisationId, recordId }, limit: 1 },
    { from: "record", where: { organisationId, id: { in: named } }, limit: named.length + 1 },
  ] as const satisfies readonly Select[];
  return { selects, make: ([records, links, neighbours]) => ({ before: records![0] ?? null, link: links![0] ?? null, neighbours }) as Around };
}

async function trySave(run: Run, request: SaveRequest, given: Around | null): Promise<EngineAnswer<{ revision: number }> | "stale"> {
  const { kind, expectedRevision } = request;
  const referred = referredRecords(request.body);
  const [{ before, link, neighbours }] = given === null ? await readTogether(run.ports.store, aroundSave(request)) : [given];
  if (before !== null && before.kind !== kind) return refuse({ code: "not_found", sentence: "There is no such record." });
  if (before !== null && expectedRevision === null) return { ok: true, value: { revision: before.revision } };
  if (before === null && expectedRevision !== null) return refuse({ code: "not_found", sentence: "There is no such record." });
  if (before !== null && before.revision !== expectedRevision)
    return refuse({ code: "revision_conflict", sentence: `The record is at revision ${before.revision}, not ${expectedRevision}.` });
  for (const { id, at, kinds } of referred)
    if (!neighbours.some((row) => row.id === id && kinds.includes(row.kind)))
      return refuse({ code: "unknown_reference", sentence: `There is no ${kinds[0]?.replace("_", " ")} ${id}.`, at });
  const old = before === null ? null : (JSON.parse(before.body) as RecordBody);
  const successor = old === null ? null : ((old as { mergedIntoId?: string | null }).mergedIntoId ?? null);
  if (successor !== null)
    return refuse({ code: "not_possible_now", sentence: `This contact is now the contact ${successor}.`, remedy: "Change that one: everything that named this one names it." });
  const unknown = unknownReference(run, kind, request.body, old);
  if (unknown !== null) return refuse(unknown);
  const followed = followJoined(request.body, neighbours);
  if (followed !== request.body) return trySave(run, { ...request, body: followed }, null);
  if (!restsOnSame(run, neighbours)) return "stale";
  return write({ run, request, before, old, link, neighbours, body: asKept(run, request.body, old) });
}

interface Writing {
  run: Run;
  request: SaveRequest;
  before: Row<"record"> | null;
  old: RecordBody | null;
  link: Row<"link"> | null;
  /** Records that this one names, as it was decided on them. */
  neighbours: readonly Row<"record">[];
  body: RecordBody;
}

async function write({ run, request, before, old, link, neighbours, body }: Writing): Promise<EngineAnswer<{ revision: number }> | "stale"> {
  const { organisationId, recordId: id, kind, actor } = request;
  const now = run.now();
  const revision = (before?.revision ?? 0) + 1;
  const synced = (SYNCED_KINDS as readonly string[]).includes(kind);
  const groups = synced && old !== null ? changedGroups(kind as SyncedKind, old as SyncedBody, body as SyncedBody) : [];
  const edits: Record<string, GroupEdit> = { ...(before === null ? {} : (JSON.parse(before.edits) as Edits)) };
  for (const group of groups) edits[group] = { at: now, by: actor, revision };
  // Its tracking option, where it has one, is renamed by the next run (trackProjects.ts).
  if (kind === "project" && old !== null && (old as Project).name !== (body as Project).name) edits["name"] = { at: now, by: actor, revision };
  const batch = emptyBatch();
  if (before !== null) batch.recordVersions.push({ id, version: before.revision });
  // A contact that is merged, or a rate that is changed, at this moment.
  batch.recordVersions.push(...neighbours.map((row) => ({ id: row.id, version: row.revision })));
  batch.records.push(recordRow({ organisationId, id, kind, body, revision, edits, createdAt: before?.createdAt ?? now, updatedAt: now }));
  batch.ledger.push(ledgerRows(run, id, kind, body));
  // What has no account of its own takes its service's: it may go now.
  if (kind === "service") batch.after.push(wakeWaiting(run));
  batch.after.push(...wakeBills(organisationId, kind, { before: old, after: body, now }));
  if (old !== null && (kind === "person" || kind === "service")) batch.ledger.push(...(await ledgerRowsResting(run, id, kind, body as Person | Service)));
  batch.audit.push({
    at: now, actor, cause: "saved", rule: null, recordId: id, kind, callId: null,
    changes: groups.length === 0
      ? [{ group: "*", before: old, after: body }]
      : [
          ...groups.map((group) => ({
            group, before: groupValue(kind as SyncedKind, group, old as SyncedBody) as unknown, after: groupValue(kind as SyncedKind, group, body as SyncedBody) as unknown,
          })),
          { group: "=", before: null, after: body },
        ],
  });
  if (synced) {
    // Written by key and guarded by version, so that a run which plans the link at this moment decides again.
    if (link !== null) {
      batch.linkVersions.push({ id: link.id, version: link.version });
      batch.links.push({ ...link, version: link.version + 1, dirtyAt: link.dirtyAt ?? now, notBeforeAt: 0, attempts: 0 });
    } else
      batch.links.push({ organisationId, id: run.ports.ids.uuid(), kind, recordId: id, xeroId: null, state: "pending", version: 1, dirtyAt: now, notBeforeAt: 0 });
  }
  return (await commitBatch(run, batch, OTHERS_REST_ON.has(kind) ? "chain" : "append")) === "stale" ? "stale" : { ok: true, value: { revision } };
}

/** Whose rates and prices the ledger lines of a record rest on. */
function ratesOf(kind: string, body: RecordBody): string[] {
  const { personId, serviceId } = body as { personId?: string; serviceId?: string | null };
  return kind === "time_entry" ? [personId, serviceId].filter((id) => id != null) : [];
}

/** The rates and prices that the run knows are those that the records have. */
function restsOnSame({ settings }: Run, neighbours: readonly Row<"record">[]): boolean {
  return neighbours.every(({ id, kind, body }) => {
    const known = kind === "person" ? settings.persons.get(id) : kind === "service" ? settings.services.get(id) : undefined;
    return known === undefined || JSON.stringify(known) === body;
  });
}

function refuse(refusal: EngineRefusal): { ok: false; refusal: EngineRefusal } {
  return { ok: false, refusal };
}

/** Records of ours that this one names. */
function referredRecords(body: RecordBody): { id: string; at: string; kinds: readonly string[] }[] {
  const said = body as unknown as { contactId?: string; documentId?: string; clientId?: string | null; personId?: string };
  return [
    ...(said.contactId === undefined ? [] : [{ id: said.contactId, at: "contactId", kinds: ["contact"] }]),
    ...(said.documentId === undefined ? [] : [{ id: said.documentId, at: "documentId", kinds: ["invoice", "bill", "credit_note", "overpayment", "prepayment"] }]),
    ...(said.clientId == null ? [] : [{ id: said.clientId, at: "clientId", kinds: ["contact"] }]),
    ...(said.personId === undefined ? [] : [{ id: said.personId, at: "personId", kinds: ["person"] }]),
  ];
}

/** A project tool that still names a contact which was joined or merged means the one that it is now. */
function followJoined(body: RecordBody, neighbours: readonly Row<"record">[]): RecordBody {
  const named = body as { contactId?: string; clientId?: string | null };
  const field = named.contactId === undefined ? "clientId" : "contactId";
  const contact = neighbours.find((row) => row.kind === "contact" && row.id === named[field]);
  const successor = contact === undefined ? null : (JSON.parse(contact.body) as Contact).mergedIntoId;
  return successor === null || successor === named[field] ? body : ({ ...body, [field]: successor } as RecordBody);
}

/** Clients know nothing of Xero's line ids, and send again what they did not change. */
function asKept(run: Run, body: RecordBody, old: RecordBody | null): RecordBody {
  if (!("lines" in body)) return body;
  return asSaved(body as Document, old as Document | null, run.rules.projectTrackingCategoryId, projectOptions(run));
}
