import type { Document } from "../../shared/records/document.ts";
import type { Actor } from "../../shared/records/record.ts";
import { findRecords, type StoredRecord } from "../store/reads/records.ts";
import type { HttpDeps } from "./deps.ts";
import { refuse } from "./refuse.ts";
import { refuseWith } from "./refuseWith.ts";

const ENDED: ReadonlySet<Document["status"]> = new Set(["voided", "deleted"]);

/** Time entry → the sales line that bills it. Documents that ended bill nothing. */
function billedBy(document: Document | null): Map<string, string> {
  if (document === null || ENDED.has(document.status)) return new Map();
  return new Map(document.lines.flatMap((line) => line.timeEntryIds.map((id) => [id, line.id] as const)));
}

/** Ends the request when time would be billed twice, or before somebody approved it. */
export function checkTime(document: Document, before: Document | null, records: ReadonlyMap<string, StoredRecord>): void {
  const own = new Set(before?.lines.map(({ id }) => id));
  const seen = new Set<string>();
  for (const [index, line] of document.lines.entries())
    for (const [place, id] of line.timeEntryIds.entries()) {
      const at = `lines.${index}.timeEntryIds.${place}`;
      const entry = records.get(id);
      if (seen.has(id)) refuse("invalid_input", `${at} bills the same time twice.`, { at });
      seen.add(id);
      if (entry?.kind !== "time_entry") continue;
      const { invoiceLineId, approved } = entry.body;
      if (!approved) refuse("not_possible_now", `${at} is time that nobody has approved.`, { at, remedy: "Approve the time entry first." });
      if (invoiceLineId !== null && !own.has(invoiceLineId)) refuse("not_possible_now", `${at} is billed on another invoice already.`, { at, remedy: "Take it off the other invoice first." });
    }
}

interface Billed {
  organisationId: string;
  before: Document | null;
  after: Document;
  actor: Actor;
}

/**
 * Marks the time that an invoice's lines bill, and frees what they no longer bill. Runs after the invoice was saved and again when its
 * request is repeated: each entry that is right already is left alone, so doing it twice changes nothing.
 */
export async function billTime({ db, engine }: Pick<HttpDeps, "db" | "engine">, { organisationId, before, after, actor }: Billed): Promise<void> {
  const was = billedBy(before);
  const is = billedBy(after);
  const entries = await findRecords(db, organisationId, ["time_entry"], [...was.keys(), ...is.keys()]);
  for (const { id, body, revision } of entries) {
    const invoiceLineId = is.get(id) ?? null;
    // Freed here only if it was ours to free.
    if (body.invoiceLineId === invoiceLineId || (invoiceLineId === null && body.invoiceLineId !== was.get(id))) continue;
    const saved = await engine.saveRecord({ organisationId, recordId: id, kind: "time_entry", body: { ...body, invoiceLineId }, expectedRevision: revision, actor });
    if (!saved.ok && saved.refusal.code === "busy") refuseWith(saved.refusal);
    if (!saved.ok) refuse("revision_conflict", "The invoice is saved, but a time entry on it changed meanwhile.", { remedy: "Save the invoice again: it marks the time then." });
  }
}
