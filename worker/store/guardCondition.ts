import { type SQL, sql } from "drizzle-orm";
import { countable } from "./countable.ts";
import type { Guard } from "./port.ts";
import { tables } from "./schema/tables.ts";

/** A guard as a condition in SQL. */
export function guardCondition(guard: Guard): SQL {
  const began = ({ organisationId }: { organisationId: string }): SQL =>
    sql`(select ${tables.organisation.fence} from ${tables.organisation} where ${tables.organisation.id} = ${organisationId})`;
  if ("fence" in guard) return sql`${began(guard)} = ${guard.fence}`;
  if ("fenceAtMost" in guard) return sql`${began(guard)} <= ${guard.fenceAtMost}`;
  if ("counted" in guard) return countable(guard.counted);
  const wanted = JSON.stringify(guard.of.map(({ id, version }) => [id, version]));
  const [table, version] = guard.unchanged === "link" ? ([tables.link, tables.link.version] as const) : ([tables.record, tables.record.revision] as const);
  // A cross join keeps SQLite to this order: each version is looked up by its key, instead of all of the organisation's rows being gone through for each.
  return sql`(select count(*) from json_each(${wanted}) as wanted cross join ${table} on ${table.organisationId} = ${guard.organisationId}
    and ${table.id} = wanted.value ->> 0 and ${version} = wanted.value ->> 1) = ${guard.of.length}`;
}
