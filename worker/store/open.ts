import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import { assertedD1, type StatementCounter } from "./d1Limits.ts";
import { tables } from "./schema/tables.ts";

/** The store as queries see it. `batch` is the only atomic unit; `transaction` fails on D1. */
export type Db = DrizzleD1Database<typeof tables>;

/**
 * Opens D1 for one invocation. Production's limits are asserted here because a local D1 does not enforce them; `counter`, when
 * given, is shared by everything the invocation does, so that its statements can be reported and capped.
 */
export function openStore(d1: D1Database, counter?: StatementCounter): Db {
  return drizzle(assertedD1(d1, counter), { schema: tables, casing: "snake_case" });
}
