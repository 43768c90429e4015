import { sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { jsonChunks } from "./bulk.ts";
import type { Db } from "./open.ts";
import { suggestCount } from "./schema/suggestions.ts";

/** What is added to one count: key, coding, clock reading, lines, weight at that reading, what a weight keeps per tick. */
export type CountAdded = readonly [key: number, coding: number, at: number, lines: number, weight: number, decay: number];

/**
 * Adds to counts without reading them first: one statement per chunk of D1's value size. Each row's clock never goes back; what is older
 * is decayed to the newer reading, whichever side it stands on. The select is complete before the insert begins, since it reads
 * the same table. Materialised: else SQLite takes the JSON apart once for every use of a column.
 */
export function addCounts(db: Db, number: number, added: readonly CountAdded[]): BatchItem<"sqlite">[] {
  return jsonChunks(added).map((chunk) =>
    db.insert(suggestCount).select(sql`
      with a as materialized (
        select value ->> 0 as key, value ->> 1 as coding, value ->> 2 as at, value ->> 3 as lines, value ->> 4 as weight, value ->> 5 as decay from json_each(${chunk}))
      select ${number}, a.key, a.coding, max(a.at, coalesce(c.at, a.at)), coalesce(c.lines, 0) + a.lines,
        coalesce(c.weight * pow(a.decay, max(a.at, c.at) - c.at), 0) + a.weight * pow(a.decay, max(a.at, coalesce(c.at, a.at)) - a.at)
      from a left join suggest_count c on c.number = ${number} and c.key = a.key and c.coding = a.coding
      where true on conflict do update set at = excluded.at, lines = excluded.lines, weight = excluded.weight`),
  );
}
