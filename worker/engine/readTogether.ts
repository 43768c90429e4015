import type { Store } from "../ports.ts";
import type { RowOf, Select } from "../store/port.ts";

/** Something to read: its selects, and what their rows make. */
export interface Part<T> {
  selects: readonly Select[];
  make: (rows: readonly (readonly unknown[])[]) => T;
}

type Made<P> = { -readonly [K in keyof P]: P[K] extends Part<infer T> ? T : never };

/** Reads any number of parts in one round trip; none when there is nothing to select. */
export async function readTogether<const P extends readonly Part<unknown>[]>(store: Store, ...parts: P): Promise<Made<P>> {
  const selects = parts.flatMap((part) => part.selects);
  const rows: readonly (readonly unknown[])[] = selects.length === 0 ? [] : await store.read(...selects);
  let from = 0;
  const made = parts.map((part) => {
    const own = rows.slice(from, from + part.selects.length);
    from += part.selects.length;
    return part.make(own);
  });
  return made as unknown as Made<P>;
}

/** The rows of one select. */
export function rowsOf<const Q extends Select>(select: Q): Part<RowOf<Q>[]> {
  return { selects: [select], make: ([rows]) => rows as unknown as RowOf<Q>[] };
}

/** A part that is not needed this time. */
export function unread<T>(value: T): Part<T> {
  return { selects: [], make: () => value };
}
