/** When the process dies at an await of D1: before the statement is done, or behind it, so that nobody hears of it. */
export interface Death {
  after: number | null;
  done: boolean;
  happened: boolean;
}

/** D1 that dies once at a planned await; afterwards it answers again, as to the next invocation. */
export function dyingD1(d1: D1Database, death: Death): D1Database {
  const inner = new WeakMap<object, D1PreparedStatement>();
  const through = async <T>(work: () => Promise<T>): Promise<T> => {
    if (death.after === null) return work();
    death.after -= 1;
    if (death.after >= 0) return work();
    death.after = null;
    death.happened = true;
    if (death.done) await work();
    throw new Error("died");
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const dying = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      first: (...column: [string]) => through(() => statement.first(...column)),
      run: () => through(() => statement.run()),
      all: () => through(() => statement.all()),
      raw: (...options: [{ columnNames: true }]) => through(() => statement.raw(...options)),
    } as D1PreparedStatement;
    inner.set(dying, statement);
    return dying;
  };
  return {
    prepare: (query: string) => wrap(d1.prepare(query)),
    batch: (statements: D1PreparedStatement[]) => through(() => d1.batch(statements.map((statement) => inner.get(statement) ?? statement))),
  } as unknown as D1Database;
}
