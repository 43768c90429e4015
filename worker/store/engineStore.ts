import { and, asc, desc, eq, getTableColumns, gt, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { getTableConfig, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Store } from "../ports.ts";
import { appendAudit, sealAudit } from "./auditChanges.ts";
import { bulkInsert } from "./bulk.ts";
import { addCounts } from "./countAdding.ts";
import { guardedBatch } from "./guard.ts";
import { guardCondition } from "./guardCondition.ts";
import type { Db } from "./open.ts";
import type { Change, Condition, Picked, Select, TableName } from "./port.ts";
import { tables } from "./schema/tables.ts";
import { storeFailure } from "./storeFailure.ts";

type Statement = BatchItem<"sqlite">;

/** The engine's store over D1. Selects and changes are data (port.ts); this is the only place that makes SQL of them. */
export function createStore(db: Db): Store {
  return {
    read: async (...selects) => {
      if (selects.length === 0) return [] as never;
      return (await db.batch(selects.map((select) => selectStatement(db, select)) as unknown as [Statement])) as never;
    },
    commit: async (guards, changes) => {
      try {
        const statements = changes.flatMap((change) => changeStatements(db, change));
        return (await guardedBatch(db, guards.map(guardCondition), statements)) ? "committed" : "stale";
      } catch (error) {
        const { kind, text } = storeFailure(error);
        // Two writers at once both want the next number of the audit: the second decides again on what the first wrote.
        if (kind === "unique" || (kind === "append_only" && text.includes("no gaps"))) return "stale";
        throw error;
      }
    },
    totals: async (organisationId) =>
      db
        .select({
          kind: tables.link.kind,
          state: tables.link.state,
          count: sql<number>`count(*)`,
          inXero: sql<number>`count(${tables.link.xeroId})`,
          totalMinor: sql<number>`coalesce(sum(${tables.record.totalMinor}), 0)`,
        })
        .from(tables.link)
        .innerJoin(
          tables.record,
          and(eq(tables.record.organisationId, tables.link.organisationId), eq(tables.record.id, tables.link.recordId)),
        )
        .where(eq(tables.link.organisationId, organisationId))
        .groupBy(tables.link.kind, tables.link.state),
  };
}

function tableOf(name: TableName): SQLiteTable {
  return tables[name];
}

function selectStatement(db: Db, select: Select): Statement {
  const table = tableOf(select.from);
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  const direction = select.descending === true ? desc : asc;
  const order = (select.orderBy ?? []).map((key) => direction(columns[key]!));
  return db.select().from(table).where(whereOf(table, select.where)).orderBy(...order).limit(select.limit) as unknown as Statement;
}

function whereOf(table: SQLiteTable, where: Readonly<Record<string, Condition | undefined>>): SQL | undefined {
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  return and(
    ...Object.entries(where).flatMap(([key, condition]) => (condition === undefined ? [] : [conditionOf(columns[key]!, condition)])),
  );
}

function conditionOf(column: SQLiteColumn, condition: Condition): SQL {
  if (condition === null) return isNull(column);
  // In the statement itself: only so a partial index over what is empty is used.
  if (condition === "") return sql`${column} = ''`;
  if (typeof condition !== "object") return eq(column, condition);
  if ("in" in condition) return sql`${column} in (select value from json_each(${JSON.stringify(condition.in)}))`;
  if ("among" in condition) return sql`${column} in ${picked(condition.among)}`;
  if ("holdsAny" in condition) return sql`exists (select 1 from json_each(${JSON.stringify(condition.holdsAny)}) as needle where instr(${column}, needle.value) > 0)`;
  if ("notNull" in condition) return isNotNull(column);
  return "lte" in condition ? lte(column, condition.lte) : gt(column, condition.gt);
}

function picked(from: Picked): SQL {
  const table = tableOf(from.from);
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  const column = columns[from.pick]!;
  const value = from.at === undefined ? sql`${column}` : sql`${column} ->> ${from.at}`;
  const order = from.orderBy === undefined ? sql`` : sql` order by ${sql.join(from.orderBy.map((key) => sql`${columns[key]!}`), sql`, `)}`;
  const limit = from.limit === undefined ? sql`` : sql` limit ${from.limit}`;
  return sql`(select ${value} from ${table} where ${whereOf(table, from.where)}${order}${limit})`;
}

function changeStatements(db: Db, change: Change): Statement[] {
  if ("count" in change) return addCounts(db, change.count, change.rows) as Statement[];
  if ("append" in change) return appendAudit(db, change.rows);
  if ("seal" in change) return sealAudit(db, change.seal, change.rows);
  if ("insert" in change) return bulkInsert(db, tableOf(change.insert), change.rows as never) as Statement[];
  if ("insertNew" in change)
    return bulkInsert(db, tableOf(change.insertNew), change.rows as never, sql`on conflict do nothing`) as Statement[];
  if ("put" in change) return bulkInsert(db, tableOf(change.put), change.rows as never, replaceAll(tableOf(change.put))) as Statement[];
  if ("update" in change) {
    const table = tableOf(change.update);
    return [db.update(table).set(change.set).where(whereOf(table, change.where)) as unknown as Statement];
  }
  const table = tableOf(change.delete);
  return [db.delete(table).where(whereOf(table, change.where)) as unknown as Statement];
}

/** `on conflict (primary key) do update` of every other column. */
function replaceAll(table: SQLiteTable): SQL {
  const columns = getTableColumns(table) as Record<string, SQLiteColumn>;
  const composite = getTableConfig(table).primaryKeys[0]?.columns.map((column) => column.name);
  const isKey = (column: SQLiteColumn): boolean => composite?.includes(column.name) ?? column.primary;
  const entries = Object.entries(columns);
  const keys = entries.filter(([, column]) => isKey(column)).map(([key]) => name(key));
  const rest = entries.filter(([, column]) => !isKey(column)).map(([key]) => sql`${name(key)} = excluded.${name(key)}`);
  return sql`on conflict (${sql.join(keys, sql`, `)}) do update set ${sql.join(rest, sql`, `)}`;
}

function name(key: string): SQL {
  return sql`${sql.identifier(key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))}`;
}
