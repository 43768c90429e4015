import { and, asc, eq, sql } from "drizzle-orm";
import type { Chart } from "../../shared/suggest/chart.ts";
import type { Fate } from "../../shared/suggest/accuracy.ts";
import { keysFor, keysTouched, learn, nextSupplierSequence, unlearn } from "../../shared/suggest/learn.ts";
import { predict } from "../../shared/suggest/predict.ts";
import type { LineSuggestion } from "../../shared/suggest/predict.ts";
import type { Coding, ConfirmedLine, ContextKey, FirstAnswer, RowChange } from "../../shared/suggest/types.ts";
import { bulkInsert } from "../store/bulk.ts";
import { guardedBatch } from "../store/guard.ts";
import type { Db } from "../store/open.ts";
import { findRecords } from "../store/reads/records.ts";
import { record } from "../store/schema/projectSide.ts";
import { suggestAnswer, suggestDocument, suggestFate, suggestState } from "../store/schema/suggestions.ts";
import type { Purchase } from "../http/suggest.ts";
import { confirmedLines, fatesOf, feedbackOf, firstAnswers, type Shown } from "./confirmedLines.ts";
import { asNeighbour, readDocument, writeDocument } from "./countedDocument.ts";
import { type CountState, fetchCounts, openState, rowStatements, unchanged } from "./countStore.ts";
import { supplierHash } from "./question.ts";

export interface Followed {
  readonly documents: number;
  readonly lines: number;
  /** There is more to follow, or someone else was at it: call again. */
  readonly more: boolean;
}

/** Of imported lines, every eighth is also answered before it is counted, so that confidence starts with a track record. */
const REPLAY_EVERY = 8;
const NO_ANSWER: FirstAnswer = { account: null, tax: null, project: null };

/**
 * Brings the counts up to the records: one page of documents that changed since they were counted. Lines that changed are taken out
 * exactly and counted anew; each page is one guarded batch, so a step can be repeated, stopped and resumed anywhere.
 */
export async function followRecords(db: Db, organisationId: string, chart: Chart, pageDocuments = 100): Promise<Followed> {
  const state = await openState(db, organisationId);
  const page = await changedDocuments(db, state, pageDocuments);
  if (page.length === 0) return { documents: 0, lines: 0, more: false };
  const contacts = await findRecords(db, organisationId, ["contact"], page.map(({ document }) => document.body.contactId));
  const nameOf = new Map(contacts.map(({ id, body }) => [id, body.name]));
  const shown = await shownFor(db, state, page.map(({ document }) => document.id));

  const steps = page
    .map(({ document, counted }) => {
      const before = new Map(readDocument(document.id, counted ?? "", state.labels).map((one) => [one.line.lineId, one]));
      return { document, before, now: confirmedLines(document, nameOf.get(document.body.contactId) ?? "") };
    })
    .sort((a, b) => a.document.body.date.localeCompare(b.document.body.date));
  const keys = steps.flatMap(({ before, now }) => [...[...before.values()].flatMap(keysTouched), ...now.flatMap(({ line, coding }) => keysFor(line, coding))]);
  const { rows, neighbours } = await fetchCounts(db, state, keys, steps.flatMap(({ now }) => now.map(({ line }) => supplierHash(line))), true);

  const changes = new Map<ContextKey, RowChange["row"]>();
  const apply = (list: readonly RowChange[]): void => {
    for (const { key, row } of list) {
      changes.set(key, row);
      if (row === null) rows.delete(key);
      else rows.set(key, row);
    }
  };
  const documents: (typeof suggestDocument.$inferInsert)[] = [];
  const fates = new Map<string, typeof suggestFate.$inferInsert>();
  const note = (target: "account" | "tax" | "project", band: LineSuggestion["account"]["band"], fate: Fate, by: number): void => {
    const key = `${target}|${band}|${fate}`;
    fates.set(key, { number: state.number, target, band, fate, count: (fates.get(key)?.count ?? 0) + by });
  };
  let sequence = state.sequence;
  let lines = 0;
  for (const { document, before, now } of steps) {
    const kept: ConfirmedLine[] = [];
    for (const { line, coding } of now) {
      const old = before.get(line.lineId);
      if (old !== undefined && sameCoding(old.coding, coding) && JSON.stringify(old.line) === JSON.stringify(line)) {
        kept.push(old);
        before.delete(line.lineId);
        continue;
      }
      if (old !== undefined) {
        apply(unlearn(old, rows));
        before.delete(line.lineId);
      }
      const seen = shown.get(line.lineId);
      const feedback = feedbackOf(coding, seen, old?.coding);
      const list = neighbours.get(supplierHash(line)) ?? [];
      const replay = (): FirstAnswer => (sequence % REPLAY_EVERY === 0 && sequence > 0 ? firstAnswers(predict(line, { rows, neighbours: list, sequence }, chart)) : NO_ANSWER);
      const confirmed: ConfirmedLine = {
        line, coding, feedback, firstAnswer: seen === undefined ? unseen(replay()) : firstAnswers(seen.suggestion),
        sequence, supplierSequence: nextSupplierSequence(line, rows),
      };
      if (seen !== undefined) for (const { target, band, fate } of fatesOf(coding, seen)) note(target, band, fate, 1);
      else if (feedback === "changed-in-xero" && old !== undefined) withdraw(old, coding, note);
      apply(learn(confirmed, rows));
      neighbours.set(supplierHash(line), [asNeighbour(confirmed), ...list].slice(0, 48));
      kept.push(confirmed);
      sequence++;
      lines++;
    }
    for (const gone of before.values()) {
      apply(unlearn(gone, rows));
      lines++;
    }
    const first = kept[0];
    documents.push({
      number: state.number, recordId: document.id, revision: document.revision, supplier: first === undefined ? 0 : supplierHash(first.line),
      sequence: kept.reduce((most, one) => Math.max(most, one.sequence), 0), lines: writeDocument(kept, state.labels),
    });
  }

  const followedTo = page.length < pageDocuments ? Math.max(...page.map(({ document }) => document.updatedAt)) : Math.max(state.followedTo, page[page.length - 1]?.document.updatedAt ?? 0);
  const settled = [...shown].filter(([id]) => steps.some(({ now }) => now.some(({ line }) => line.lineId === id))).map(([id]) => id);
  const statements = [
    ...rowStatements(db, state, changes),
    ...bulkInsert(db, suggestDocument, documents, sql`on conflict do update set revision = excluded.revision, supplier = excluded.supplier, sequence = excluded.sequence, lines = excluded.lines`),
    ...bulkInsert(db, suggestFate, [...fates.values()], sql`on conflict do update set count = max(0, count + excluded.count)`),
    db.delete(suggestAnswer).where(and(eq(suggestAnswer.number, state.number), sql`line_id in (select value from json_each(${JSON.stringify(settled)}))`)),
    db.update(suggestState).set({ sequence, version: state.version + (lines > 0 ? 1 : 0), labels: state.labels.list, followedTo }).where(eq(suggestState.number, state.number)),
  ];
  const done = await guardedBatch(db, [unchanged(state)], statements);
  return { documents: done ? page.length : 0, lines: done ? lines : 0, more: !done || page.length === pageDocuments };
}

const sameCoding = (a: Coding, b: Coding): boolean => a.account === b.account && a.tax === b.tax && a.project === b.project;

/** Answers that nobody was shown carry no band: they count for the track record, not for accuracy. */
function unseen(answer: FirstAnswer): FirstAnswer {
  const bare = (given: FirstAnswer["account"]): FirstAnswer["account"] => (given === null ? null : { value: given.value, bin: given.bin });
  return { account: bare(answer.account), tax: bare(answer.tax), project: bare(answer.project) };
}

/** A suggestion that was accepted and later changed in Xero was wrong after all. */
function withdraw(old: ConfirmedLine, coding: Coding, note: (target: "account" | "tax" | "project", band: LineSuggestion["account"]["band"], fate: Fate, by: number) => void): void {
  for (const target of ["account", "tax", "project"] as const) {
    const given = old.firstAnswer[target];
    if (given?.band === undefined || given.band === "none" || given.value !== old.coding[target] || old.coding[target] === coding[target]) continue;
    note(target, given.band, old.feedback === "bulk-confirmed" ? "bulk-confirmed" : "accepted", -1);
    note(target, given.band, "changed-in-xero", 1);
  }
}

interface Changed {
  readonly document: Purchase;
  /** Its lines as they were counted; null when it never was. */
  readonly counted: string | null;
}

async function changedDocuments(db: Db, { organisationId, number, followedTo }: CountState, limit: number): Promise<Changed[]> {
  const rows = await db
    .select({ row: record, counted: suggestDocument.lines })
    .from(record)
    .leftJoin(suggestDocument, and(eq(suggestDocument.number, number), eq(suggestDocument.recordId, record.id)))
    .where(and(eq(record.organisationId, organisationId), sql`${record.kind} in ('bill', 'bank_transaction')`, sql`${record.updatedAt} >= ${followedTo}`, sql`${record.revision} is not ${suggestDocument.revision}`))
    .orderBy(asc(record.updatedAt), asc(record.id))
    .limit(limit);
  return rows.map(({ row, counted }) => ({ document: { ...row, body: JSON.parse(row.body) } as Purchase, counted }));
}

async function shownFor(db: Db, { number }: CountState, recordIds: readonly string[]): Promise<Map<string, Shown>> {
  const rows = await db.select().from(suggestAnswer).where(and(eq(suggestAnswer.number, number), sql`record_id in (select value from json_each(${JSON.stringify(recordIds)}))`));
  return new Map(rows.map(({ lineId, answer, bulk }) => [lineId, { suggestion: JSON.parse(answer) as LineSuggestion, bulk: bulk === 1 }]));
}
