import { isEnded } from "../../shared/planning/recordStatus.ts";
import type { SyncedBody } from "../../shared/merge/groups.ts";
import type { Document } from "../../shared/records/document.ts";
import type { TimeEntry } from "../../shared/records/project.ts";
import type { Batch } from "./batch.ts";
import { XERO_ACTOR } from "./decide.ts";
import { ledgerRows } from "./ledgerRows.ts";
import type { Neighbours } from "./neighbours.ts";
import { recordRow } from "./recordRow.ts";
import type { Run } from "./run.ts";

interface Freeing {
  run: Run;
  neighbours: Neighbours;
  batch: Batch;
  now: number;
}

/** Time that a sales invoice billed and that its end in Xero, or a line taken out there, leaves unbilled: free to be billed again. */
export function freeTime({ run, neighbours, batch, now }: Freeing, before: SyncedBody, after: SyncedBody): void {
  const still = new Set(isEnded("invoice", after) ? [] : billedTime(after));
  const lines = new Set((before as Document).lines.map((line) => line.id));
  for (const id of billedTime(before)) {
    const row = still.has(id) ? null : neighbours.timeEntry(id);
    if (row === null) continue;
    const entry = JSON.parse(row.body) as TimeEntry;
    // Freed only if it is this invoice that bills it.
    if (entry.invoiceLineId === null || !lines.has(entry.invoiceLineId)) continue;
    const { organisationId, createdAt } = row;
    const freed: TimeEntry = { ...entry, invoiceLineId: null };
    batch.recordVersions.push({ id, version: row.revision });
    batch.records.push(recordRow({ organisationId, id, kind: "time_entry", body: freed, revision: row.revision + 1, edits: {}, createdAt, updatedAt: now }));
    batch.ledger.push(ledgerRows(run, id, "time_entry", freed));
    batch.audit.push({ at: now, actor: XERO_ACTOR, cause: "observed", rule: "ended-in-xero", recordId: id, kind: "time_entry", callId: null, changes: [{ group: "*", before: entry, after: freed }] });
  }
}

/** Time entries that a document's lines bill. */
export function billedTime(body: object): string[] {
  const { lines } = body as { lines?: readonly { timeEntryIds: readonly string[] }[] };
  return (lines ?? []).flatMap((line) => line.timeEntryIds);
}
