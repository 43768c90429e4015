import { type SQL, sql } from "drizzle-orm";
import type { BulkItemState } from "../../../shared/api/bulkShapes.ts";
import type { Db } from "../open.ts";

/** Documents of one confirmation that are in one state. */
export interface BulkTally {
  bulkId: string;
  state: BulkItemState;
  documents: number;
  lines: number;
  /** Of these: decided here, and not in Xero yet. */
  moving: number;
  /** When somebody began with the one that was begun first. */
  claimedAt: number | null;
}

/** A document about which there is something to say. */
export interface BulkTold {
  bulkId: string;
  recordId: string;
  xeroId: string | null;
  state: BulkItemState;
  sentence: string;
  /** JSON array. */
  lineIds: string;
  /** How many there are of this confirmation. */
  of: number;
}

/** How many documents of these confirmations are in which state, counted where they are stored: there may be thousands. */
export async function bulkTallies(db: Db, organisationId: string, bulkIds: readonly string[]): Promise<BulkTally[]> {
  return db.all<BulkTally>(sql`with item as (${itemsNow(organisationId, bulkIds)})
    select bulk_id as bulkId, state, count(*) as documents, sum(json_array_length(lines)) as lines, sum(moving) as moving, min(claimed_at) as claimedAt from item group by bulk_id, state`);
}

/** What is not plainly written, taken back or on its way, at most `limit` of each confirmation. */
export async function bulkTold(db: Db, organisationId: string, bulkIds: readonly string[], limit: number): Promise<BulkTold[]> {
  return db.all<BulkTold>(sql`with item as (${itemsNow(organisationId, bulkIds)}),
      told as (select *, row_number() over (partition by bulk_id order by record_id) as place, count(*) over (partition by bulk_id) as of from item where sentence is not null and state <> 'queued')
    select bulk_id as bulkId, record_id as recordId, xero_id as xeroId, state, sentence, (select json_group_array(value ->> 'lineId') from json_each(lines)) as lineIds, of from told where place <= ${limit} order by bulk_id, place`);
}

/** What was on its way when its step ended may have arrived since, or Xero may have refused it: that stands with the link. */
const itemsNow = (organisationId: string, bulkIds: readonly string[]): SQL => sql`
  select i.bulk_id, i.record_id, i.lines, i.claimed_at, l.xero_id,
      case when i.state = 'queued' and l.state = 'in_step' then 'written' when i.state = 'queued' and l.state = 'refused' then 'refused' else i.state end as state,
      case when i.state not in ('queued', 'undone') or l.state is null then i.sentence when l.state = 'in_step' or (l.state = 'pending' and l.reason is null) then null else coalesce(l.reason ->> 'sentence', i.sentence) end as sentence,
      coalesce(i.state in ('queued', 'undone') and l.state in ('pending', 'waiting'), 0) as moving
    from bulk_item i left join link l on l.organisation_id = i.organisation_id and l.record_id = i.record_id
    where i.organisation_id = ${organisationId} and i.bulk_id in (select value from json_each(${JSON.stringify(bulkIds)}))`;
