import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const MIGRATIONS = fileURLToPath(new URL("../../worker/store/migrations/", import.meta.url).href);

/**
 * A D1 database over node:sqlite, so that the store runs unchanged in Node at simulation speed. Same shapes as D1: asynchronous,
 * a batch is one transaction, errors read `D1_ERROR: … SQLITE_CONSTRAINT…`, booleans become 0 and 1, other objects are refused.
 * test/contract/d1Contract.ts runs against this and against workerd's D1.
 */
export function d1OnNode(file = ":memory:"): D1Database & { close(): void } {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA foreign_keys = ON");
  const cache = new Map<string, StatementSync>();
  const prepared = (query: string): StatementSync => {
    let statement = cache.get(query);
    if (statement === undefined) {
      statement = db.prepare(query);
      if (cache.size > 2_000) cache.clear();
      cache.set(query, statement);
    }
    return statement;
  };

  interface Bound {
    query: string;
    values: SQLInputValue[];
  }
  const bounds = new WeakMap<object, Bound>();

  const execute = ({ query, values }: Bound) =>
    asD1Error(() => {
      const statement = prepared(query);
      const returnsRows = statement.columns().length > 0;
      if (returnsRows) return { ...result(statement.all(...values).map((row) => ({ ...row }))), statement };
      const changes = statement.run(...values);
      return { ...result([], Number(changes.changes), Number(changes.lastInsertRowid)), statement };
    });

  const statementOf = (bound: Bound): D1PreparedStatement => {
    const statement = {
      bind: (...values: unknown[]) => statementOf({ query: bound.query, values: values.map(bindable) }),
      run: async () => execute(bound),
      all: async () => execute(bound),
      first: async (column?: string) => {
        const row = execute(bound).results[0] as Record<string, unknown> | undefined;
        if (row === undefined) return null;
        return column === undefined ? row : row[column];
      },
      raw: async (options?: { columnNames?: boolean }) =>
        asD1Error(() => {
          const raw = prepared(bound.query);
          const names = raw.columns().map((column) => column.name);
          raw.setReturnArrays(true);
          try {
            const rows = raw.all(...bound.values) as unknown as unknown[][];
            return options?.columnNames ? [names, ...rows] : rows;
          } finally {
            raw.setReturnArrays(false);
          }
        }),
    } as unknown as D1PreparedStatement;
    bounds.set(statement, bound);
    return statement;
  };

  return {
    prepare: (query: string) => statementOf({ query, values: [] }),
    batch: async (statements: D1PreparedStatement[]) => {
      db.exec("BEGIN IMMEDIATE");
      try {
        const results = statements.map((statement) => execute(bounds.get(statement)!));
        db.exec("COMMIT");
        return results;
      } catch (error) {
        if (db.isTransaction) db.exec("ROLLBACK");
        throw error;
      }
    },
    exec: async (query: string) => asD1Error(() => (db.exec(query), { count: 1, duration: 0 })),
    close: () => db.close(),
  } as unknown as D1Database & { close(): void };
}

/** Applies the project's migrations in order. */
export async function migrate(d1: D1Database): Promise<void> {
  for (const name of readdirSync(MIGRATIONS).filter((file) => file.endsWith(".sql")).toSorted())
    for (const statement of readFileSync(MIGRATIONS + name, "utf8").split("--> statement-breakpoint"))
      await d1.prepare(statement).run();
}

function result(results: unknown[], changes = 0, lastRowId = 0) {
  return { success: true, results, meta: { changes, last_row_id: lastRowId, duration: 0, rows_read: 0, rows_written: changes } };
}

function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof Uint8Array) return value;
  throw new Error(`D1_TYPE_ERROR: Type '${typeof value}' not supported for value '${String(value)}'`);
}

const EXTENDED: Readonly<Record<number, string>> = {
  275: "SQLITE_CONSTRAINT_CHECK",
  787: "SQLITE_CONSTRAINT_FOREIGNKEY",
  1299: "SQLITE_CONSTRAINT_NOTNULL",
  1555: "SQLITE_CONSTRAINT_PRIMARYKEY",
  1811: "SQLITE_CONSTRAINT_TRIGGER",
  2067: "SQLITE_CONSTRAINT_UNIQUE",
};

function asD1Error<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number };
    const extended = errcode === undefined ? undefined : EXTENDED[errcode];
    throw new Error(`D1_ERROR: ${message}${extended ? `: SQLITE_CONSTRAINT (extended: ${extended})` : ""}`, { cause: error });
  }
}
