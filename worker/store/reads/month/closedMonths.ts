import { and, desc, eq, sql } from "drizzle-orm";
import type { LocalDate } from "../../../../shared/dates.ts";
import { REPORTS } from "../../../../shared/limits.ts";
import type { Month } from "../../../../shared/months.ts";
import type { Db } from "../../open.ts";
import { monthClosing, monthSummary } from "../../schema/monthSummaries.ts";
import { organisation } from "../../schema/organisations.ts";
import { cursor } from "../../schema/reads.ts";
import type { OrganisationRow } from "../organisations.ts";

export type ClosedMonth = typeof monthSummary.$inferSelect;

export async function closedMonth(db: Db, organisationId: string, month: Month): Promise<ClosedMonth | null> {
  const [row] = await db.select().from(monthSummary).where(and(eq(monthSummary.organisationId, organisationId), eq(monthSummary.month, month))).limit(1);
  return row ?? null;
}

/** Newest first, without their figures. */
export async function closedMonths(db: Db, organisationId: string): Promise<Omit<ClosedMonth, "summary" | "organisationId">[]> {
  return db
    .select({ month: monthSummary.month, closedAt: monthSummary.closedAt, sentence: monthSummary.sentence })
    .from(monthSummary)
    .where(eq(monthSummary.organisationId, organisationId))
    .orderBy(desc(monthSummary.month))
    .limit(REPORTS.monthsListed);
}

/** The first day that any document, payment or hour of the organisation is dated; null before there is one. */
export async function firstDatedDay(db: Db, organisationId: string): Promise<LocalDate | null> {
  const [row] = await db.all<{ day: LocalDate | null }>(
    sql`select min(date) as day from record where organisation_id = ${organisationId} and deleted_at is null and kind in ('invoice', 'bill', 'credit_note', 'bank_transaction', 'payment', 'overpayment', 'prepayment', 'time_entry')`,
  );
  return row?.day ?? null;
}

export interface MayClose {
  organisation: OrganisationRow;
  /** The newest month that is closed; null before the first. */
  closedTo: Month | null;
  /** When what money moves by was last read from Xero in full, the longest ago of its kinds; null while one was never read. */
  readAt: number | null;
  /** What kept it from closing lately, if anything did. */
  closing: ClosingRow | null;
}

export type ClosingRow = typeof monthClosing.$inferSelect;

/** What money moves by. Kinds that a Xero plan may lack are not waited for. */
const MONEY = ["invoice", "credit_note", "payment"] as const;

/**
 * Organisations whose months can be closed: connected, also where a new sign-in is needed. Those furthest behind come first.
 *
 * @param last the newest month that is over anywhere on earth: who has it closed is not read, which is everybody on most minutes.
 */
export async function organisationsToClose(db: Db, last: Month, limit: number): Promise<MayClose[]> {
  const closedTo = sql<Month | null>`(select max(${monthSummary.month}) from ${monthSummary} where ${monthSummary.organisationId} = ${organisation.id})`;
  const readAt = sql<number | null>`(select case when count(${cursor.completedThrough}) = ${MONEY.length} then min(${cursor.lastCompletedAt}) end from ${cursor}
    where ${cursor.organisationId} = ${organisation.id} and ${cursor.lane} = 'poll' and ${cursor.kind} in (${sql.join(MONEY.map((kind) => sql`${kind}`), sql`, `)}))`;
  return db
    .select({ organisation, closedTo, readAt, closing: monthClosing })
    .from(organisation)
    .leftJoin(monthClosing, eq(monthClosing.organisationId, organisation.id))
    .where(sql`${organisation.state} in ('connected', 'needs_sign_in') and ${organisation.facts} is not null
      and (coalesce(${closedTo}, '') < ${last} or ${monthClosing.failedMonth} is not null)`)
    .orderBy(closedTo, organisation.id)
    .limit(limit);
}
