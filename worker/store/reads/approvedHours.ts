import { sql } from "drizzle-orm";
import type { Db } from "../open.ts";

/** Approved minutes of each project between two days, both included, the most first. */
export async function approvedMinutes(db: Db, organisationId: string, { from, to }: { from: string; to: string }, limit: number): Promise<{ projectId: string; minutes: number }[]> {
  return db.all(sql`select project_id as projectId, sum(body ->> 'minutes') as minutes from record
    where organisation_id = ${organisationId} and kind = 'time_entry' and deleted_at is null and date between ${from} and ${to} and project_id is not null and body ->> 'approved' = 1
    group by project_id having minutes > 0 order by minutes desc, project_id limit ${limit}`);
}
