import type { CountAdded } from "./countAdding.ts";
import type { Countable } from "./countable.ts";
import type { tables } from "./schema/tables.ts";

/** The row vocabulary of the Store port: selects and changes as data, so that one small adapter runs them all. */

type Tables = typeof tables;
export type TableName = keyof Tables;
export type Row<T extends TableName> = Tables[T]["$inferSelect"];
export type Insert<T extends TableName> = Tables[T]["$inferInsert"];

/**
 * A column's condition: equal to a value (null included), or one of these. `in` takes any number of values; `among` takes what another
 * select finds, so that rows which belong together come in one round trip.
 */
export type Condition =
  | string
  | number
  | null
  | { in: readonly (string | number)[] }
  | { among: Picked }
  | { notNull: true }
  /** A text that contains one of these. */
  | { holdsAny: readonly string[] }
  | { lte: number }
  | { gt: number | string };

/** One column of some rows, or one field of a column that holds JSON. */
export type Picked = { [T in TableName]: PickedFrom<T> }[TableName];
export interface PickedFrom<T extends TableName> {
  pick: keyof Row<T> & string;
  /** JSON path within the column, such as "$.documentId". */
  at?: string;
  from: T;
  where: Where<T>;
  orderBy?: readonly (keyof Row<T> & string)[];
  limit?: number;
}

export type Where<T extends TableName> = { readonly [K in keyof Row<T>]?: Condition };

export type Select = { [T in TableName]: SelectFrom<T> }[TableName];
export interface SelectFrom<T extends TableName> {
  from: T;
  where: Where<T>;
  orderBy?: readonly (keyof Row<T> & string)[];
  descending?: boolean;
  limit: number;
}
export type RowOf<Q extends Select> = Row<Q["from"]>;

export type Change = { [T in TableName]: ChangeOf<T> }[TableName] | CountChange | AuditChange;
/**
 * Entries behind the end of the audit, whatever it is by then: the store gives them their numbers, sealing their hashes (auditTrail.ts). Or
 * hashes for entries of an organisation that have none yet; ones that were sealed meanwhile stay as they are.
 */
export type AuditChange = { append: "audit"; rows: readonly Omit<Insert<"audit">, "seq" | "hash">[] } | { seal: string; rows: readonly Sealed[] };
export interface Sealed {
  seq: number;
  hash: string;
}
/** Adds to counts of suggestions, under an organisation's number, without reading them first (countAdding.ts). */
export interface CountChange {
  count: number;
  rows: readonly CountAdded[];
}
export type ChangeOf<T extends TableName> =
  /** Inserts; an existing primary key makes the whole commit stale. */
  | { insert: T; rows: readonly Insert<T>[] }
  /** Inserts; rows whose key (primary or unique) exists are left as they are. */
  | { insertNew: T; rows: readonly Insert<T>[] }
  /** Inserts or replaces by primary key; every column is written. */
  | { put: T; rows: readonly Insert<T>[] }
  /** Sets columns of the rows that match. */
  | { update: T; where: Where<T>; set: Partial<Insert<T>> }
  | { delete: T; where: Where<T> };

/** A condition on the present state; the commit happens only if each holds. */
export type Guard =
  /** No run with a higher lease token has written. */
  | { fence: number; organisationId: string }
  /** No run with a higher lease token began: this one may take its place. */
  | { fenceAtMost: number; organisationId: string }
  /** These documents were not counted meanwhile (countable.ts). */
  | { counted: Countable }
  /** Each of these rows still has its version (a record's: its revision). */
  | { unchanged: "link" | "record"; organisationId: string; of: readonly { id: string; version: number }[] };
