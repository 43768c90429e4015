import { and, eq, sql } from "drizzle-orm";
import type { LocalDate } from "../../../shared/dates.ts";
import { NO_SUMS, type ProjectSums } from "../../../shared/profit/projectFigures.ts";
import { ledgerLine } from "../schema/profit.ts";
import { exactFigures } from "../../../shared/profit/exactFigures.ts";
import type { Db } from "../open.ts";

/** Sums per project. Projects without any line are absent. @throws InexactFigures. @param monthStart first day of the running month. */
export async function projectSums(db: Db, organisationId: string, projectIds: readonly string[], monthStart: LocalDate): Promise<Map<string, ProjectSums>> {
  if (projectIds.length === 0) return new Map();
  const among = sql`${ledgerLine.projectId} in (select value from json_each(${JSON.stringify(projectIds)}))`;
  const rows = await db
    .select({
      projectId: ledgerLine.projectId,
      type: ledgerLine.type,
      amountMinor: sql<number>`sum(${ledgerLine.amountMinor})`,
      minutes: sql<number>`coalesce(sum(case when ${ledgerLine.type} = 'labour' then ${ledgerLine.minutes} end), 0)`,
      minutesThisMonth: sql<number>`coalesce(sum(case when ${ledgerLine.type} = 'labour' and ${ledgerLine.date} >= ${monthStart} then ${ledgerLine.minutes} end), 0)`,
    })
    .from(ledgerLine)
    .where(and(eq(ledgerLine.organisationId, organisationId), among))
    .groupBy(ledgerLine.projectId, ledgerLine.type);
  const sums = new Map<string, ProjectSums>();
  for (const { projectId, type, amountMinor, minutes, minutesThisMonth } of rows) {
    const before = sums.get(projectId) ?? NO_SUMS;
    exactFigures(amountMinor);
    sums.set(projectId, { amounts: { ...before.amounts, [type]: amountMinor }, minutes: before.minutes + minutes, minutesThisMonth: before.minutesThisMonth + minutesThisMonth });
  }
  return sums;
}
