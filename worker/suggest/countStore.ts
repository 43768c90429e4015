import { type SQL, sql } from "drizzle-orm";
import { edition } from "../../shared/suggest/edition.ts";
import { neighbourCap } from "../../shared/suggest/neighbourFeatures.ts";
import type { ContextKey, CountRow, Neighbour } from "../../shared/suggest/types.ts";
import type { Db } from "../store/open.ts";
import { suggestState } from "../store/schema/suggestions.ts";
import { CLOCK, organisationClock } from "./bookkeeping.ts";
import { labelCount, type Labels, NO_LABELS, openLabels } from "../../shared/suggest/labels.ts";
import { readCounts, ROW_OPENS, WEIGHT_UNIT } from "./readCounts.ts";
import { type Placed, readNeighbours, rememberedWords } from "./readNeighbours.ts";

export interface CountState {
  readonly organisationId: string;
  readonly number: number;
  /** Next position among confirmed lines. */
  readonly sequence: number;
  /** Grows with every change to the counts, removals too: older answers are stale. */
  readonly version: number;
  readonly edition: number;
  readonly rebuilding: number | null;
  readonly labels: Labels;
  readonly labelled: number;
  readonly followedTo: number;
  readonly followedId: string;
}

/** Codings of one context that are read, those with most lines first: what more of them say is nothing, and costs time. */
const CODINGS_READ = 400;

type StateRow = Omit<typeof suggestState.$inferSelect, "labels"> & { labels: string; sequence: number | null; version: number | null };

/** Reads the state in whatever batch it stands. */
export function stateSelect(organisationId: string): SQL {
  return sql`select s.organisation_id as organisationId, s.number as number, s.edition as edition, s.rebuilding as rebuilding, s.labels as labels, s.labelled as labelled,
      s.followed_to as followedTo, s.followed_id as followedId, c.at as sequence, c.lines as version
    from suggest_state s left join suggest_count c on c.number = s.number and c.key = ${organisationClock} and c.coding = ${CLOCK} where s.organisation_id = ${organisationId}`;
}

export function stateOf(row: unknown): CountState | null {
  if (row === undefined) return null;
  const { labels, sequence, version, ...rest } = row as StateRow;
  return { ...rest, labels: openLabels(JSON.parse(labels) as Labels["lists"]), sequence: sequence ?? 0, version: version ?? 0 };
}

export async function readState(db: Db, organisationId: string): Promise<CountState | null> {
  return stateOf((await db.all(stateSelect(organisationId)))[0]);
}

/** The state, made when the organisation is first followed. */
export async function openState(db: Db, organisationId: string): Promise<CountState> {
  const found = await readState(db, organisationId);
  if (found !== null) return found;
  await db.insert(suggestState).select(sql`select ${organisationId}, coalesce(max(number), 0) + 1, ${edition}, null, ${JSON.stringify(NO_LABELS)}, ${labelCount(openLabels(NO_LABELS))}, 0, '' from suggest_state where true on conflict do nothing`);
  const made = await readState(db, organisationId);
  if (made === null) throw new Error("suggest_state was not written");
  return made;
}

export interface Fetched {
  readonly rows: Map<ContextKey, CountRow>;
  /** Newest first, by supplier hash. */
  readonly neighbours: Map<number, Neighbour[]>;
}

/** One round trip: the rows of these keys (each with what it keeps per tick), and the newest lines of these suppliers. */
export async function fetchCounts(db: Db, state: CountState, decays: ReadonlyMap<ContextKey, number>, suppliers: Iterable<number>): Promise<Fetched> {
  return readFetched(await db.all<FetchedRow>(countsSelect(state, decays.keys(), suppliers)), decays, state.labels);
}

/** A context's counts, or a document's lines. */
export interface FetchedRow {
  readonly key: number;
  readonly text: string | null;
  readonly document: number;
}

/** `cross join` keeps SQLite from walking the whole table for each key: it does not know how short the list of keys is. */
export function countsSelect({ number }: CountState, keys: Iterable<ContextKey>, suppliers: Iterable<number>): SQL {
  const ofKey = sql`from suggest_count where number = ${number} and key = k.value and coding >= 0 and lines > 0`;
  const written = (list: SQL): SQL => sql`(select ${ROW_OPENS} || group_concat(coding || ',' || at || ',' || lines || ',' || cast(weight * ${WEIGHT_UNIT} as integer), ',') || ']' from (${list}))`;
  return sql`
    select k.value as key, 0 as document, case when (select count(*) from (select 1 ${ofKey} limit ${CODINGS_READ + 1})) > ${CODINGS_READ}
        then ${written(sql`select coding, at, lines, weight ${ofKey} order by lines desc limit ${CODINGS_READ}`)}
        else ${written(sql`select coding, at, lines, weight ${ofKey}`)} end as text
      from json_each(${JSON.stringify([...keys])}) k
    union all
    select d.supplier, 1, d.lines from json_each(${JSON.stringify([...new Set(suppliers)])}) s
      cross join suggest_document d on d.number = ${number} and d.record in (${newestDocuments(number)})`;
}

export function readFetched(found: readonly FetchedRow[], decays: ReadonlyMap<ContextKey, number>, labels: Labels): Fetched {
  const rows = new Map<ContextKey, CountRow>();
  const placed = new Map<number, Placed[]>();
  const wordsOf = rememberedWords();
  for (const { key, text, document } of found) {
    if (text === null) continue;
    if (document === 0) rows.set(key, readCounts(text, decays.get(key) ?? 1));
    else {
      const lines = readNeighbours(text, labels, wordsOf);
      const before = placed.get(key);
      if (before === undefined) placed.set(key, lines);
      else before.push(...lines);
    }
  }
  const neighbours = new Map([...placed].map(([supplier, list]) => [supplier, list.sort((a, b) => b.sequence - a.sequence).slice(0, neighbourCap).map(({ neighbour }) => neighbour)]));
  return { rows, neighbours };
}

/** Text of a supplier's newest documents that is read: far more than its newest lines need, far less than 48 bills of a hundred lines have. */
const TEXT_READ = 24_000;

/** Records of the newest documents of supplier `s.value`, as many as its newest lines can stand in. */
export function newestDocuments(number: number): SQL {
  return sql`select record from (
    select record, sum(length(lines)) over (order by sequence desc rows between unbounded preceding and 1 preceding) as before from
      (select n.record, n.sequence, n.lines from suggest_document n where n.number = ${number} and n.supplier = s.value and n.lines <> '' order by n.sequence desc limit ${neighbourCap}))
    where coalesce(before, 0) < ${TEXT_READ}`;
}
