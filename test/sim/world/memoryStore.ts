import type { Store, TotalsRow } from "../../../worker/ports.ts";
import type { Change, Condition, Guard, Picked, Select, TableName } from "../../../worker/store/port.ts";
import { type StoredRow, TABLE_SHAPES, type TableShape } from "./tableShapes.ts";

/** All tables of one world. Rows are never changed, only replaced, so a copy of the Maps is a copy of the world. */
export type Tables = Map<TableName, Map<string, StoredRow>>;

type TableOf = (name: TableName) => Map<string, StoredRow>;

class Stale extends Error {}

/**
 * The engine's store in memory: the same selects, changes, guards, keys, unique indexes and checks as the SQL store, a hundredth of its
 * time. T2 runs the same seeds on SQL and must come to the same trace, which keeps the two honest.
 */
export function memoryStore(tables: Tables = new Map()): Store & { tables: Tables } {
  const tableOf = (name: TableName): Map<string, StoredRow> => {
    const known = tables.get(name);
    if (known !== undefined) return known;
    const made = new Map<string, StoredRow>();
    tables.set(name, made);
    return made;
  };
  return {
    tables,
    read: async (...selects) => selects.map((select) => selected(tableOf, select)) as never,
    commit: async (guards, changes) => {
      if (!guards.every((guard) => holds(tableOf, guard))) return "stale";
      const before = new Map<TableName, Map<string, StoredRow>>();
      const touch = (name: TableName): Map<string, StoredRow> => {
        const table = tableOf(name);
        if (!before.has(name)) before.set(name, new Map(table));
        return table;
      };
      try {
        for (const change of changes) apply(touch, change);
        return "committed";
      } catch (error) {
        for (const [name, table] of before) tables.set(name, table);
        if (error instanceof Stale) return "stale";
        throw error;
      }
    },
    totals: async (organisationId) => {
      const records = tableOf("record");
      const sums = new Map<string, TotalsRow>();
      for (const link of tableOf("link").values()) {
        const record = records.get(`${organisationId}\n${link["recordId"]}`);
        if (link["organisationId"] !== organisationId || record === undefined) continue;
        const key = `${link["kind"]} ${link["state"]}`;
        const sum = sums.get(key) ?? { kind: String(link["kind"]), state: String(link["state"]), count: 0, inXero: 0, totalMinor: 0 };
        sums.set(key, { ...sum, count: sum.count + 1, inXero: sum.inXero + (link["xeroId"] == null ? 0 : 1), totalMinor: sum.totalMinor + Number(record["totalMinor"] ?? 0) });
      }
      return [...sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    },
  };
}

function selected(tableOf: TableOf, select: Select): unknown[] {
  const shape = TABLE_SHAPES.get(select.from)!;
  const found = rowsWhere(tableOf, select.from, select.where);
  const order = [...((select.orderBy ?? []) as readonly string[]), ...shape.key];
  const sign = select.descending === true ? -1 : 1;
  found.sort(([, a], [, b]) => sign * comparedBy(order, a, b));
  return found.slice(0, select.limit).map(([, row]) => asRead(shape, row));
}

/** Rows that fit, with their keys. */
function rowsWhere(tableOf: TableOf, name: TableName, where: object): [string, StoredRow][] {
  const tests = Object.entries(where as Record<string, Condition | undefined>).flatMap(([column, condition]) =>
    condition === undefined ? [] : [[column, testOf(tableOf, condition)] as const],
  );
  const found: [string, StoredRow][] = [];
  for (const entry of tableOf(name)) if (tests.every(([column, test]) => test(entry[1][column] ?? null))) found.push(entry);
  return found;
}

type Cell = string | number | null;

function testOf(tableOf: TableOf, condition: Condition): (value: Cell) => boolean {
  if (condition === null) return (value) => value === null;
  if (typeof condition !== "object") return (value) => value === condition;
  if ("in" in condition) return oneOf(condition.in);
  if ("among" in condition) return oneOf(picked(tableOf, condition.among));
  if ("holdsAny" in condition) return (value) => typeof value === "string" && condition.holdsAny.some((needle) => value.includes(needle));
  if ("notNull" in condition) return (value) => value !== null;
  if ("lte" in condition) return (value) => value !== null && (value as number) <= condition.lte;
  return (value) => value !== null && value > condition.gt;
}

function oneOf(values: readonly Cell[]): (value: Cell) => boolean {
  const wanted = new Set(values);
  return (value) => value !== null && wanted.has(value);
}

function picked(tableOf: TableOf, { from, where, pick, at, orderBy, limit }: Picked): Cell[] {
  const order = [...((orderBy ?? []) as readonly string[]), ...TABLE_SHAPES.get(from)!.key];
  const rows = rowsWhere(tableOf, from, where).toSorted(([, a], [, b]) => comparedBy(order, a, b)).slice(0, limit);
  return rows.map(([, row]) => (at === undefined ? (row[pick] ?? null) : fieldAt(JSON.parse(String(row[pick])), at)));
}

/** A scalar in JSON, by a path such as "$.documentId". */
function fieldAt(value: unknown, path: string): Cell {
  let current = value;
  for (const part of path.split(".").slice(1)) current = typeof current === "object" && current !== null ? (current as Record<string, unknown>)[part] : null;
  return typeof current === "string" || typeof current === "number" ? current : null;
}

/** As SQLite orders: nulls first, texts by their bytes. */
function comparedBy(columns: readonly string[], a: StoredRow, b: StoredRow): number {
  for (const column of columns) {
    const [left, right] = [a[column] ?? null, b[column] ?? null];
    if (left === right) continue;
    if (left === null) return -1;
    if (right === null) return 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

function asRead(shape: TableShape, row: StoredRow): Record<string, unknown> {
  const read: Record<string, unknown> = { ...row };
  for (const { name, json } of shape.columns) if (json && typeof read[name] === "string") read[name] = JSON.parse(read[name]);
  return read;
}

function apply(tableOf: TableOf, change: Change): void {
  if ("count" in change) throw new Error("counts of suggestions are no part of this world");
  if ("append" in change) {
    const { rows } = change;
    const last = rows.length === 0 ? 0 : lastSeq(tableOf("audit"), rows[0]!.organisationId);
    return apply(tableOf, { insert: "audit", rows: rows.map((row, index) => ({ ...row, seq: last + index + 1, hash: "" })) });
  }
  if ("seal" in change) {
    const table = tableOf("audit");
    for (const { seq, hash } of change.rows) {
      const key = `${change.seal}\n${seq}`;
      const row = table.get(key);
      if (row?.["hash"] === "") table.set(key, { ...row, hash });
    }
    return;
  }
  if ("delete" in change) {
    if (change.delete === "audit" || change.delete === "auditValue") throw new Error("D1_ERROR: audit is append-only");
    const table = tableOf(change.delete);
    for (const [key] of rowsWhere(tableOf, change.delete, change.where)) table.delete(key);
    return;
  }
  if ("update" in change) {
    if (change.update === "audit") throw new Error("D1_ERROR: audit is append-only");
    const shape = TABLE_SHAPES.get(change.update)!;
    const table = tableOf(change.update);
    const set = Object.fromEntries(Object.entries(change.set).flatMap(([column, value]) => (value === undefined ? [] : [[column, cellOf(shape, column, value)]])));
    for (const [key, row] of rowsWhere(tableOf, change.update, change.where)) {
      const next = { ...row, ...set };
      checkUnique(shape, table, key, next);
      table.set(key, next);
    }
    return;
  }
  const [name, mode] = "insert" in change ? ([change.insert, "fail"] as const) : "insertNew" in change ? ([change.insertNew, "keep"] as const) : ([change.put, "replace"] as const);
  const shape = TABLE_SHAPES.get(name)!;
  const table = tableOf(name);
  for (const given of change.rows as readonly Record<string, unknown>[]) {
    const row = asStored(shape, given);
    const key = shape.key.map((column) => row[column]).join("\n");
    if (table.has(key)) {
      if (mode === "keep") continue;
      if (mode === "fail") throw new Stale();
    }
    if (name === "audit" && row["seq"] !== lastSeq(table, row["organisationId"]!) + 1) throw new Stale();
    if (name === "audit" && row["hash"] !== "" && table.get(`${row["organisationId"]}\n${Number(row["seq"]) - 1}`)?.["hash"] === "") throw new Stale();
    if (mode === "keep" && violates(shape, table, key, row)) continue;
    checkUnique(shape, table, key, row);
    table.set(key, row);
  }
}

function lastSeq(table: ReadonlyMap<string, StoredRow>, organisationId: Cell): number {
  let last = 0;
  for (const row of table.values()) if (row["organisationId"] === organisationId) last = Math.max(last, Number(row["seq"]));
  return last;
}

function asStored(shape: TableShape, given: Readonly<Record<string, unknown>>): StoredRow {
  return Object.fromEntries(shape.columns.map(({ name, default: usual }) => [name, cellOf(shape, name, given[name] ?? usual)]));
}

/** STRICT tables and their CHECKs: a wrong type is an error, not a conversion. */
function cellOf(shape: TableShape, name: string, value: unknown): Cell {
  const column = shape.columns.find((one) => one.name === name)!;
  if (value === null || value === undefined) {
    if (column.notNull) throw new Error(`D1_ERROR: NOT NULL constraint failed: ${name}`);
    return null;
  }
  const cell = (column.json ? JSON.stringify(value) : value) as Cell;
  if (column.type === "integer" ? !Number.isSafeInteger(cell) : typeof cell !== "string") throw new Error(`D1_ERROR: cannot store a ${typeof cell} in ${name}`);
  if (column.allowed !== null && !column.allowed.has(String(cell))) throw new Error(`D1_ERROR: CHECK constraint failed: ${name}`);
  return cell;
}

function checkUnique(shape: TableShape, table: ReadonlyMap<string, StoredRow>, key: string, row: StoredRow): void {
  if (violates(shape, table, key, row)) throw new Stale();
}

function violates(shape: TableShape, table: ReadonlyMap<string, StoredRow>, key: string, row: StoredRow): boolean {
  for (const { columns, holdsFor } of shape.unique) {
    if (!holdsFor(row) || columns.some((column) => row[column] === null)) continue;
    for (const [otherKey, other] of table) if (otherKey !== key && holdsFor(other) && columns.every((column) => other[column] === row[column])) return true;
  }
  return false;
}

function holds(tableOf: TableOf, guard: Guard): boolean {
  if ("counted" in guard) throw new Error("counts of suggestions are no part of this world");
  const began = Number(tableOf("organisation").get(guard.organisationId)?.["fence"] ?? Number.NaN);
  if ("fence" in guard) return began === guard.fence;
  if ("fenceAtMost" in guard) return began <= guard.fenceAtMost;
  const table = tableOf(guard.unchanged);
  const column = guard.unchanged === "link" ? "version" : "revision";
  return guard.of.every(({ id, version }) => table.get(`${guard.organisationId}\n${id}`)?.[column] === version);
}
