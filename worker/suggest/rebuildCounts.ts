import { eq, sql } from "drizzle-orm";
import { keysTouched, learn } from "../../shared/suggest/learn.ts";
import type { ContextKey, RowChange } from "../../shared/suggest/types.ts";
import { guardedBatch } from "../store/guard.ts";
import type { Db } from "../store/open.ts";
import { suggestDocument, suggestRow, suggestState } from "../store/schema/suggestions.ts";
import { readDocument } from "./countedDocument.ts";
import { fetchCounts, readState, rowStatements, unchanged } from "./countStore.ts";

/** Where a rebuild stands: the next sequence number to count. Start with 0. */
export interface RebuildStep {
  readonly from: number;
  readonly done: boolean;
}

const LINES = 4_000;

/**
 * One step of counting everything anew from the kept lines, in their order and at their own sequence numbers, so that the result
 * is what taking out and adding had made. Step 0 empties the counts. Nothing else may count meanwhile: a step that finds a
 * new version starts over.
 */
export async function rebuildCounts(db: Db, organisationId: string, from: number): Promise<RebuildStep> {
  const state = await readState(db, organisationId);
  if (state === null) return { from: 0, done: true };
  if (from === 0) await db.delete(suggestRow).where(eq(suggestRow.number, state.number));
  const until = from + LINES;
  const found = await db.select({ recordId: suggestDocument.recordId, lines: suggestDocument.lines }).from(suggestDocument)
    .where(sql`${suggestDocument.number} = ${state.number} and lines <> '' and exists (select 1 from json_each(lines, '$.l') l where l.value ->> 7 >= ${from} and l.value ->> 7 < ${until})`);
  const lines = found.flatMap(({ recordId, lines: text }) => readDocument(recordId, text, state.labels)).filter(({ sequence }) => sequence >= from && sequence < until).sort((a, b) => a.sequence - b.sequence);
  const { rows } = await fetchCounts(db, state, lines.flatMap(keysTouched), [], true);
  const changes = new Map<ContextKey, RowChange["row"]>();
  for (const line of lines) for (const { key, row } of learn(line, rows)) {
    changes.set(key, row);
    if (row !== null) rows.set(key, row);
  }
  const done = until >= state.sequence;
  const kept = await guardedBatch(db, [unchanged(state)], [
    ...rowStatements(db, state, changes),
    db.update(suggestState).set({ version: done ? state.version + 1 : state.version }).where(eq(suggestState.number, state.number)),
  ]);
  return kept ? { from: until, done } : { from: 0, done: false };
}
