import { type SQL, sql } from "drizzle-orm";
import type { Edits } from "../../shared/planning/planInput.ts";
import type { Purchase } from "../http/suggest.ts";
import type { Db } from "../store/open.ts";
import { recordHash } from "./countedDocument.ts";
import type { CountState } from "./countStore.ts";

/** A document that changed since it was looked at, and how it was counted then. */
export interface Changed {
  readonly document: Purchase;
  readonly record: number;
  /** Null when it was never looked at. */
  readonly revision: number | null;
  /** Its lines as they were counted. */
  readonly lines: string;
  /** Lines whose coding a member of the firm decided here. */
  readonly confirmed: readonly string[];
}

export interface ChangedPage {
  readonly changed: readonly Changed[];
  /** All documents of the page: those that were counted with their confirmation too. */
  readonly seen: readonly Purchase[];
  readonly full: boolean;
  /** Where to go on. */
  readonly followedTo: number;
  readonly followedId: string;
}

const KINDS = ["bill", "bank_transaction"] as const;
/** A commit may carry an instant somewhat before another that was seen already: for so long, and so many, is looked back. */
const LOOK_BACK_MS = 120_000;
const LOOK_BACK_ROWS = 2_000;

/** Some two thousand lines. */
const PAGE_TEXT = 1_500_000;

interface Row { id: string; kind: Purchase["kind"]; revision: number; body: string; edits: string; status: string; updatedAt: number; deletedAt: number | null }

/** The next documents after the last one that was looked at, in the order of their changes. */
export async function changedDocuments(db: Db, state: CountState, limit: number): Promise<ChangedPage> {
  const { organisationId, followedTo, followedId } = state;
  // One ordered walk of the index per kind, each cut short: together they are not sorted but merged.
  const ofKind = (kind: string): SQL => sql`select * from (select id, kind, revision, body, edits, status, updated_at as updatedAt, deleted_at as deletedAt from record
    where organisation_id = ${organisationId} and kind = ${kind} and updated_at >= ${followedTo} and (updated_at > ${followedTo} or id > ${followedId}) order by updated_at, id limit ${limit})`;
  const rows = await db.all<Row>(sql`${ofKind(KINDS[0])} union all ${ofKind(KINDS[1])} order by updatedAt, id limit ${limit}`);
  const page = rows.slice(0, pageEnd(rows));
  const last = page.at(-1);
  if (last === undefined) return { changed: [], seen: [], full: false, followedTo, followedId };
  const { changed, seen } = await withCounted(db, state, page);
  return { changed, seen, full: rows.length === limit || page.length < rows.length, followedTo: last.updatedAt, followedId: last.id };
}

/** A page ends before its bodies get too long: ten lines a document are usual in some books, and one batch has to hold them all. At least one document. */
function pageEnd(rows: readonly Row[]): number {
  let size = 0;
  const over = rows.findIndex(({ body }) => (size += body.length) > PAGE_TEXT);
  return over < 0 ? rows.length : Math.max(1, over);
}

/** Documents that were committed late, behind the last one that was looked at. */
export async function lateDocuments(db: Db, state: CountState, now: number): Promise<ChangedPage> {
  const { organisationId, followedTo, followedId } = state;
  const recent = await db.all<{ id: string; revision: number; deletedAt: number | null }>(sql`select id, revision, deleted_at as deletedAt from record
    where organisation_id = ${organisationId} and kind in ('bill', 'bank_transaction') and updated_at >= ${now - LOOK_BACK_MS} and updated_at <= ${followedTo} order by updated_at desc limit ${LOOK_BACK_ROWS}`);
  const known = recent.length === 0 ? new Map<number, CountedRow>() : await countedRows(db, state, recent.map(({ id }) => id));
  const late = recent.filter(({ id, revision, deletedAt }) => isNews({ revision, deletedAt }, known.get(recordHash(id))?.revision ?? null)).map(({ id }) => id);
  if (late.length === 0) return { changed: [], seen: [], full: false, followedTo, followedId };
  const rows = await db.all<Row>(sql`select id, kind, revision, body, edits, status, updated_at as updatedAt, deleted_at as deletedAt from record
    where organisation_id = ${organisationId} and id in (select value from json_each(${JSON.stringify(late.slice(0, 200))}))`);
  return { ...(await withCounted(db, state, rows)), full: late.length > 200, followedTo, followedId };
}

/** How many more documents wait, up to a cap: from the index alone. */
export async function waiting(db: Db, { organisationId, followedTo }: CountState, cap: number): Promise<number> {
  const [row] = await db.all<{ count: number }>(sql`select count(*) as count from (select 1 from record where organisation_id = ${organisationId} and kind in ('bill', 'bank_transaction') and updated_at > ${followedTo} limit ${cap})`);
  return row?.count ?? 0;
}

interface CountedRow { readonly revision: number; readonly lines: string }

async function countedRows(db: Db, { number }: CountState, recordIds: readonly string[]): Promise<Map<number, CountedRow>> {
  const rows = await db.all<{ record: number; revision: number; lines: string }>(sql`select d.record, d.revision, d.lines from json_each(${JSON.stringify(recordIds.map(recordHash))}) w
    cross join suggest_document d on d.number = ${number} and d.record = w.value`);
  return new Map(rows.map(({ record, ...row }) => [record, row]));
}

async function withCounted(db: Db, state: CountState, rows: readonly Row[]): Promise<Pick<ChangedPage, "changed" | "seen">> {
  const known = await countedRows(db, state, rows.map(({ id }) => id));
  const all = rows.map(({ body, edits, ...row }): Changed => {
    const record = recordHash(row.id);
    const counted = known.get(record);
    const document = { ...row, organisationId: state.organisationId, body: JSON.parse(body) } as Purchase;
    return { document, record, revision: counted?.revision ?? null, lines: counted?.lines ?? "", confirmed: decidedLines(JSON.parse(edits) as Edits) };
  });
  return { changed: all.filter(({ document, revision }) => isNews(document, revision)), seen: all.map(({ document }) => document) };
}

/** Counted at another revision, or never; of what was deleted before it was counted there is nothing to tell. */
function isNews({ revision, deletedAt }: { revision: number; deletedAt: number | null }, counted: number | null): boolean {
  return counted === null ? deletedAt === null : counted !== revision;
}

const CODING = "coding:";

/** The record itself says which codings a person chose: so a confirmation counts even where its own commit could not count it. */
function decidedLines(edits: Edits): string[] {
  return Object.entries(edits).flatMap(([group, edit]) => (group.startsWith(CODING) && edit?.by.type === "member" ? [group.slice(CODING.length)] : []));
}
