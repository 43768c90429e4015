/** What production D1 refuses and a local one does not: https://developers.cloudflare.com/d1/platform/limits/. */
export const D1_LIMITS = {
  /** Of 2 MB a row, with room for the row's other columns. */
  valueBytes: 1_900_000,
  parameters: 100,
  statementBytes: 100_000,
  /** 1,000 on the paid plan. Whether a batch counts once or per statement is not documented; the strict reading is counted. */
  statementsPerInvocation: 1_000,
} as const;

/** What one invocation has asked of D1. A round trip is one HTTP call: a statement alone or a whole batch. */
export interface StatementCounter {
  statements: number;
  roundTrips: number;
}

/** A query that production would refuse: a bug in the caller, so it throws. The message names sizes, never values. */
export class D1LimitError extends Error {
  override readonly name = "D1LimitError";
}

/** Wraps a D1 database so that every statement is measured before it is sent. */
export function assertedD1(d1: D1Database, counter: StatementCounter = { statements: 0, roundTrips: 0 }): D1Database {
  const count = (statements: number): void => {
    counter.statements += statements;
    counter.roundTrips += 1;
    if (counter.statements > D1_LIMITS.statementsPerInvocation)
      throw new D1LimitError(`${counter.statements} statements in one invocation; D1 allows ${D1_LIMITS.statementsPerInvocation}`);
  };
  const inner = new WeakMap<object, D1PreparedStatement>();

  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const asserted = {
      bind: (...values: unknown[]) => {
        assertParameters(values);
        return wrap(statement.bind(...values));
      },
      first: (...column: [string]) => (count(1), statement.first(...column)),
      run: () => (count(1), statement.run()),
      all: () => (count(1), statement.all()),
      raw: (...options: [{ columnNames: true }]) => (count(1), statement.raw(...options)),
    } as D1PreparedStatement;
    inner.set(asserted, statement);
    return asserted;
  };

  return {
    prepare: (query: string) => {
      if (query.length > D1_LIMITS.statementBytes / 3 && bytes(query) > D1_LIMITS.statementBytes)
        throw new D1LimitError(`a statement of ${bytes(query)} bytes; D1 allows ${D1_LIMITS.statementBytes}`);
      return wrap(d1.prepare(query));
    },
    batch: (statements: D1PreparedStatement[]) => {
      count(statements.length);
      return d1.batch(statements.map((statement) => inner.get(statement) ?? statement));
    },
  } as unknown as D1Database;
}

function assertParameters(values: readonly unknown[]): void {
  if (values.length > D1_LIMITS.parameters)
    throw new D1LimitError(`${values.length} parameters; D1 allows ${D1_LIMITS.parameters}: send rows as JSON (bulk.ts)`);
  for (const value of values)
    // A UTF-16 unit takes three bytes of UTF-8 at most: short strings need no measuring.
    if (typeof value === "string" && value.length > D1_LIMITS.valueBytes / 3 && bytes(value) > D1_LIMITS.valueBytes)
      throw new D1LimitError(`a value of ${bytes(value)} bytes; D1 rows end at 2 MB`);
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
