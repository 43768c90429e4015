import { and, eq, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { neighbourCap } from "../../shared/suggest/neighbourFeatures.ts";
import type { ConfirmedLine, ContextKey, CountRow, Neighbour, RowChange } from "../../shared/suggest/types.ts";
import { bulkInsert, jsonChunks } from "../store/bulk.ts";
import type { Db } from "../store/open.ts";
import { suggestAnswer, suggestDocument, suggestFate, suggestRow, suggestState } from "../store/schema/suggestions.ts";
import { asNeighbour, readDocument } from "./countedDocument.ts";
import { type Labels, openLabels, readCounts, writeCounts } from "./countsText.ts";

export interface CountState {
  readonly organisationId: string;
  readonly number: number;
  readonly sequence: number;
  readonly version: number;
  readonly labels: Labels;
  readonly followedTo: number;
}

/** Words that stand under more codings than this tell nothing and cost time: they are read as absent. Supplier rows never get there. */
const COUNTS_TEXT_CAP = 40_000;

export async function readState(db: Db, organisationId: string): Promise<CountState | null> {
  const [row] = await db.select().from(suggestState).where(eq(suggestState.organisationId, organisationId)).limit(1);
  return row === undefined ? null : { ...row, labels: openLabels(row.labels) };
}

/** The state, made when the organisation is first followed. */
export async function openState(db: Db, organisationId: string): Promise<CountState> {
  const found = await readState(db, organisationId);
  if (found !== null) return found;
  await db.insert(suggestState).select(sql`select ${organisationId}, coalesce(max(number), 0) + 1, 0, 0, '[""]', 0 from suggest_state where true on conflict do nothing`);
  const made = await readState(db, organisationId);
  if (made === null) throw new Error("suggest_state was not written");
  return made;
}

export interface Fetched {
  readonly rows: Map<ContextKey, CountRow>;
  /** Newest first, by supplier hash. */
  readonly neighbours: Map<number, Neighbour[]>;
}

/**
 * One SELECT: the rows of these keys, and the newest documents of these suppliers. `whole`: fat rows too, which learning has to see.
 * `cross join` keeps SQLite from walking the whole table for each key: it does not know how short the list of keys is.
 */
export async function fetchCounts(db: Db, state: CountState, keys: Iterable<ContextKey>, suppliers: Iterable<number>, whole = false): Promise<Fetched> {
  const wanted = JSON.stringify([...new Set(keys)]);
  const who = JSON.stringify([...new Set(suppliers)]);
  const found = await db.all<{ key: number; at: number; text: string; id: string | null }>(sql`
    select r.key as key, r.at as at, r.counts as text, null as id from json_each(${wanted}) k
      cross join suggest_row r on r.number = ${state.number} and r.key = k.value where length(r.counts) < ${whole ? Number.MAX_SAFE_INTEGER : COUNTS_TEXT_CAP}
    union all
    select d.supplier, d.sequence, d.lines, d.record_id from json_each(${who}) s
      cross join suggest_document d on d.rowid in
        (select n.rowid from suggest_document n where n.number = ${state.number} and n.supplier = s.value and n.lines <> '' order by n.sequence desc limit ${neighbourCap})`);
  const rows = new Map<ContextKey, CountRow>();
  const lines = new Map<number, ConfirmedLine[]>();
  for (const { key, at, text, id } of found) {
    if (id === null) rows.set(key, readCounts(at, text, state.labels));
    else lines.set(key, [...(lines.get(key) ?? []), ...readDocument(id, text, state.labels)]);
  }
  const neighbours = new Map([...lines].map(([supplier, list]) => [supplier, list.sort((a, b) => b.sequence - a.sequence).slice(0, neighbourCap).map(asNeighbour)]));
  return { rows, neighbours };
}

export type Statement = BatchItem<"sqlite">;

/** Writes changed rows: one upsert (and one delete where a context ran empty) per chunk of D1's value size. */
export function rowStatements(db: Db, state: CountState, changes: ReadonlyMap<ContextKey, RowChange["row"]>): Statement[] {
  const { number, labels } = state;
  const puts = [...changes].flatMap(([key, row]) => (row === null ? [] : [{ number, key, at: row.at, counts: writeCounts(row, labels) }]));
  const gone = [...changes].flatMap(([key, row]) => (row === null ? [key] : []));
  return [
    ...bulkInsert(db, suggestRow, puts, sql`on conflict do update set at = excluded.at, counts = excluded.counts`),
    ...(gone.length === 0 ? [] : jsonChunks(gone).map((chunk) => db.delete(suggestRow).where(and(eq(suggestRow.number, number), sql`key in (select value from json_each(${chunk}))`)))),
  ];
}

/** Holds when nobody changed the counts since `state` was read. */
export function unchanged({ number, version }: CountState): SQL {
  return sql`exists (select 1 from suggest_state where number = ${number} and version = ${version})`;
}

/** Leaves nothing of an organisation: counts, lines, answers, accuracy. */
export async function forgetCounts(db: Db, organisationId: string): Promise<void> {
  const state = await readState(db, organisationId);
  if (state === null) return;
  const { number } = state;
  await db.batch([
    db.delete(suggestRow).where(eq(suggestRow.number, number)), db.delete(suggestDocument).where(eq(suggestDocument.number, number)),
    db.delete(suggestAnswer).where(eq(suggestAnswer.number, number)), db.delete(suggestFate).where(eq(suggestFate.number, number)),
    db.delete(suggestState).where(eq(suggestState.organisationId, organisationId)),
  ]);
}
