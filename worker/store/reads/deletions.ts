import { eq, getTableColumns, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { getTableConfig, type SQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Actor } from "../../../shared/records/record.ts";
import { guardedBatch } from "../guard.ts";
import type { Db } from "../open.ts";
import { secret } from "../schema/access.ts";
import { organisationDeletion } from "../schema/deletions.ts";
import { organisation, organisationUser } from "../schema/organisations.ts";
import { suggestState } from "../schema/suggestions.ts";
import { tables } from "../schema/tables.ts";
import type { OrganisationRow } from "./organisations.ts";

export type DeletionRow = typeof organisationDeletion.$inferSelect;

/**
 * Takes an organisation out of sight, for good: its own row, its keys and its Xero users go in one batch with the note of who asked. From then on nobody reaches
 * it, no round of it runs, and connecting the same organisation of Xero begins anew under another id. Its other rows go step by step.
 *
 * @returns false when it was not disconnected any more.
 */
export async function beginDeletion(db: Db, { id, name, xeroTenantId }: OrganisationRow, by: Actor, now: number): Promise<boolean> {
  return guardedBatch(db, [sql`exists (select 1 from organisation where id = ${id} and state = 'disconnected')`], [
    db.insert(organisationDeletion).values({ organisationId: id, name, xeroTenantId, by, askedAt: now, rows: 1, endedAt: null }),
    db.delete(organisation).where(eq(organisation.id, id)),
    db.delete(secret).where(eq(secret.organisationId, id)),
    db.delete(organisationUser).where(eq(organisationUser.organisationId, id)),
  ]);
}

export async function findDeletion(db: Db, organisationId: string): Promise<DeletionRow | null> {
  const [row] = await db.select().from(organisationDeletion).where(eq(organisationDeletion.organisationId, organisationId)).limit(1);
  return row ?? null;
}

/**
 * Deletions that the cron goes on with: those that have not ended, and before the last look those that have, since what was under way when an organisation
 * was deleted may have written a last row after it. The unended first, so that ended ones keep no other waiting.
 */
export async function openDeletions(db: Db, limit: number): Promise<DeletionRow[]> {
  const { endedAt, askedAt, xeroTenantId } = organisationDeletion;
  return db.select().from(organisationDeletion).where(or(isNull(endedAt), isNotNull(xeroTenantId))).orderBy(sql`${endedAt} is not null`, askedAt).limit(limit);
}

/** Rows of one statement, and of one step: some tenths of a second, whatever the size of the books. */
const AT_ONCE = 2_000;
const ROWS_MAX = 20_000;

/** Deletes the next rows, table by table. It can stop anywhere: what is gone is not found again. @returns the deletion as it stands then. */
export async function deletionStep(db: Db, deletion: DeletionRow, now: number): Promise<DeletionRow> {
  const { organisationId } = deletion;
  let rows = 0;
  let done = true;
  for (const { table, of } of OWN) {
    let gone = AT_ONCE;
    while (gone === AT_ONCE && rows < ROWS_MAX) {
      gone = (await db.run(deleteSome(table, of(organisationId)))).meta.changes;
      rows += gone;
    }
    if (rows >= ROWS_MAX) done = false;
    if (!done) break;
  }
  if (done && deletion.xeroTenantId !== null) await db.run(sql`update inbox set body = '{"events":[]}' where handled_at is not null and instr(body, ${deletion.xeroTenantId}) > 0`);
  const after: DeletionRow = { ...deletion, rows: deletion.rows + rows, ...(done && deletion.endedAt === null && { endedAt: now }), ...(done && now - deletion.askedAt > SWEPT_MS && { xeroTenantId: null }) };
  await db.update(organisationDeletion).set({ rows: sql`${organisationDeletion.rows} + ${rows}`, endedAt: after.endedAt, xeroTenantId: after.xeroTenantId }).where(eq(organisationDeletion.organisationId, organisationId));
  return after;
}

/** Requests that were under way, and deliveries that were not split yet, are over after this; then a last look is had. */
const SWEPT_MS = 30 * 60_000;

interface Own {
  table: SQLiteTable;
  of: (organisationId: string) => SQL;
}

/**
 * Every table whose rows belong to an organisation, from the schema itself, so that a new one cannot be forgotten. Counts of suggestions are keyed by the
 * organisation's number, which its state holds: so that one goes last.
 */
const OWN: readonly Own[] = (Object.values(tables) as SQLiteTable[]).flatMap((table): Own[] => {
  const { organisationId, number } = getTableColumns(table) as Record<string, SQLiteColumn | undefined>;
  if (table === organisationDeletion) return [];
  if (organisationId !== undefined) return [{ table, of: (id) => sql`${organisationId} = ${id}` }];
  return number === undefined ? [] : [{ table, of: (id) => sql`${number} = (select number from suggest_state where organisation_id = ${id})` }];
}).toSorted((a, b) => Number(a.table === suggestState) - Number(b.table === suggestState));

/** By the primary key: some tables have no rowid. */
function deleteSome(table: SQLiteTable, where: SQL): SQL {
  const { columns, primaryKeys } = getTableConfig(table);
  const key = sql.join((primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary)).map((column) => sql`${column}`), sql`, `);
  return sql`delete from ${table} where (${key}) in (select ${key} from ${table} where ${where} limit ${AT_ONCE})`;
}
