import { getTableColumns } from "drizzle-orm";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { TableName } from "../../../worker/store/port.ts";
import { tables } from "../../../worker/store/schema/tables.ts";

export type StoredRow = Readonly<Record<string, string | number | null>>;

export interface ColumnShape {
  name: string;
  type: "text" | "integer";
  /** Kept as text, read as what it was. */
  json: boolean;
  notNull: boolean;
  default: string | number | null;
  /** Values that the migrations' CHECKs allow. */
  allowed: ReadonlySet<string> | null;
}

export interface TableShape {
  columns: readonly ColumnShape[];
  key: readonly string[];
  unique: readonly { name: string; columns: readonly string[]; holdsFor: (row: StoredRow) => boolean }[];
}

/** Unique indexes over a part of their table: the same conditions as in schema.ts, as predicates. */
const PARTIAL: Readonly<Record<string, (row: StoredRow) => boolean>> = {
  intent_open: (row) => row["state"] === "ready" || row["state"] === "sent" || row["state"] === "unknown",
  conflict_open: (row) => row["resolvedAt"] === null,
  proposal_open: (row) => row["decidedAt"] === null,
  alarm_open: (row) => row["clearedAt"] === null,
};

/** What a memory has to hold to of every table: keys, unique indexes, types. Read from the schema, so that the two cannot drift apart. */
export const TABLE_SHAPES: ReadonlyMap<TableName, TableShape> = new Map(
  Object.entries(tables).map(([name, table]) => [name as TableName, shapeOf(table as unknown as SQLiteTable)]),
);

function shapeOf(table: SQLiteTable): TableShape {
  const { primaryKeys, indexes } = getTableConfig(table);
  const columns = Object.entries(getTableColumns(table)).map(([name, column]) => ({
    name, type: column.getSQLType() as "text" | "integer", json: column.dataType === "json", notNull: column.notNull,
    default: (column.default ?? null) as string | number | null,
    allowed: column.enumValues === undefined || column.enumValues.length === 0 ? null : new Set<string>(column.enumValues),
    primary: column.primary,
  }));
  const key = primaryKeys[0]?.columns.map((column) => column.name) ?? columns.filter(({ primary }) => primary).map(({ name }) => name);
  return {
    columns,
    key,
    unique: indexes.filter(({ config }) => config.unique).map(({ config }) => ({
      name: config.name,
      columns: config.columns.map((column) => (column as { name: string }).name),
      holdsFor: config.where === undefined ? () => true : PARTIAL[config.name]!,
    })),
  };
}
