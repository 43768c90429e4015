import { and, eq, sql } from "drizzle-orm";
import type { Chart } from "../../shared/suggest/chart.ts";
import { edition } from "../../shared/suggest/edition.ts";
import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import { bulkInsert } from "../store/bulk.ts";
import { countable } from "../store/countable.ts";
import { addCounts } from "../store/countAdding.ts";
import { guardedBatch } from "../store/guard.ts";
import type { Db } from "../store/open.ts";
import { findRecords } from "../store/reads/records.ts";
import { suggestAnswer, suggestDocument, suggestState } from "../store/schema/suggestions.ts";
import { type Purchase, wantsCoding } from "../http/suggest.ts";
import { type Changed, changedDocuments, lateDocuments, waiting } from "./changedDocuments.ts";
import { confirmedLines, type Shown } from "./confirmedLines.ts";
import { readDocument } from "./countedDocument.ts";
import { type CountState, openState } from "./countStore.ts";
import { documentRow } from "./documentRow.ts";
import { labelCount } from "../../shared/suggest/labels.ts";
import { openRecounting } from "./openRecounting.ts";
import { closeRecounting, recountDocument } from "./recountDocument.ts";

export interface Followed {
  readonly documents: number;
  readonly lines: number;
  /** There is more to follow, or someone else was at it, or the counts are being rebuilt: call again. */
  readonly more: boolean;
}

/**
 * Of imported lines some are also answered before they are counted, so that confidence starts with a track record: every eighth, and
 * fewer while thousands of documents wait, since track records fade and only the newest of them will matter.
 */
const REPLAY_EVERY = 8;
const REPLAY_EVERY_IN_BACKLOG = 64;
const BACKLOG_DOCUMENTS = 4_000;

/** One page: its counts, its SELECTs and its batch stay far below a Worker's limits, at some lines a document. */
export const PAGE_DOCUMENTS = 500;

/**
 * Brings the counts up to the records: one page of documents that changed since they were looked at. Each page is one guarded batch, so
 * a step can be repeated, stopped and resumed anywhere. `now`, where given: documents that were committed late are looked for too.
 */
export async function followRecords(db: Db, organisationId: string, chart: Chart, options: { page?: number; now?: number } = {}): Promise<Followed> {
  const limit = options.page ?? PAGE_DOCUMENTS;
  const state = await openState(db, organisationId);
  if (state.edition !== edition || state.rebuilding !== null) return { documents: 0, lines: 0, more: true };
  const ahead = await changedDocuments(db, state, limit);
  const page = ahead.seen.length === 0 && options.now !== undefined ? await lateDocuments(db, state, options.now) : ahead;
  if (page.seen.length === 0) return { documents: 0, lines: 0, more: false };

  const { contacts, shown } = await readAround(db, state, page.seen.map(({ id }) => id), page.changed);
  const steps = page.changed
    .map((changed) => {
      const before = readDocument(changed.lines, state.labels);
      const here = new Set([...before.map(({ line }) => line.lineId), ...changed.confirmed]);
      return { changed, before, now: confirmedLines(changed.document, contacts.get(changed.document.body.contactId) ?? "", here) };
    })
    .sort((a, b) => a.changed.document.body.date.localeCompare(b.changed.document.body.date));
  const backlog = page.full && (await waiting(db, state, BACKLOG_DOCUMENTS)) === BACKLOG_DOCUMENTS;
  const recounting = await openRecounting(db, state, steps, { chart, every: backlog ? REPLAY_EVERY_IN_BACKLOG : REPLAY_EVERY });
  const judged: string[] = [];
  const documents = steps.flatMap(({ changed: { document, record, revision }, before, now }) => {
    const unjudged = new Map([...(shown.get(document.id) ?? [])].filter(([, one]) => revision === null || one.revision >= revision));
    const kept = recountDocument({ before, now, shown: unjudged, here: new Set() }, recounting);
    judged.push(...now.map(({ line }) => line.lineId));
    // Of a deleted record nothing stays, not even that it was seen.
    return document.deletedAt === null ? [documentRow(state, { record, revision: document.revision }, kept)] : [];
  });
  const gone = page.changed.filter(({ document }) => document.deletedAt !== null).map(({ record }) => record);
  closeRecounting(recounting);

  const labelled = labelCount(state.labels);
  const settled = settledLines(page.seen, shown, judged);
  const statements = [
    ...addCounts(db, state.number, recounting.additions.rows()),
    ...bulkInsert(db, suggestDocument, documents, sql`on conflict do update set revision = excluded.revision, supplier = excluded.supplier, sequence = excluded.sequence, lines = excluded.lines`),
    ...(gone.length === 0 ? [] : [db.delete(suggestDocument).where(and(eq(suggestDocument.number, state.number), sql`record in (select value from json_each(${JSON.stringify(gone)}))`))]),
    ...(settled.length === 0 ? [] : [db.delete(suggestAnswer).where(and(eq(suggestAnswer.number, state.number), sql`line_id in (select value from json_each(${JSON.stringify(settled)}))`))]),
    db.update(suggestState).set({ followedTo: page.followedTo, followedId: page.followedId, ...(labelled !== state.labelled && { labels: state.labels.lists, labelled }) }).where(eq(suggestState.number, state.number)),
  ];
  const of = page.changed.map(({ record, revision }) => ({ record, revision }));
  const done = await guardedBatch(db, [countable({ organisationId, edition, of, ...(labelled !== state.labelled && { labelled: state.labelled }) })], statements);
  return { documents: done ? page.changed.length : 0, lines: done ? recounting.changed : 0, more: !done || page.full };
}

interface Answered extends Shown { readonly revision: number }

/** Names of the suppliers, and what was suggested for lines of these documents. */
async function readAround(db: Db, { organisationId, number }: CountState, recordIds: readonly string[], changed: readonly Changed[]) {
  const [contacts, answers] = await Promise.all([
    findRecords(db, organisationId, ["contact"], changed.map(({ document }) => document.body.contactId)),
    db.select().from(suggestAnswer).where(and(eq(suggestAnswer.number, number), sql`record_id in (select value from json_each(${JSON.stringify(recordIds)}))`)),
  ]);
  const shown = new Map<string, Map<string, Answered>>();
  for (const { recordId, lineId, answer, bulk, seen, revision } of answers) {
    const ofDocument = shown.get(recordId) ?? new Map<string, Answered>();
    shown.set(recordId, ofDocument.set(lineId, { suggestion: JSON.parse(answer) as LineSuggestion, bulk: bulk === 1, looked: seen === 1, revision }));
  }
  return { contacts: new Map(contacts.map(({ id, body }) => [id, body.name])), shown };
}

/** Lines whose answers have served: judged now, or nothing to code any more. */
function settledLines(seen: readonly Purchase[], shown: ReadonlyMap<string, ReadonlyMap<string, Answered>>, judged: readonly string[]): string[] {
  const counted = new Set(judged);
  return seen.flatMap((document) => {
    const open = new Set(document.deletedAt !== null ? [] : document.body.lines.filter((line) => wantsCoding(document, line)).map(({ id }) => id));
    return [...(shown.get(document.id) ?? new Map<string, Answered>()).keys()].filter((lineId) => counted.has(lineId) || !open.has(lineId));
  });
}
