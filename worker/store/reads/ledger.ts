import { and, eq, type SQL, sql } from "drizzle-orm";
import { ledgerLine } from "../schema.ts";
import type { Db } from "../open.ts";

export type LedgerType = (typeof ledgerLine.$inferSelect)["type"];

/** What the ledger says of one project: home currency, minor units. */
export interface ProjectSums {
  amounts: Readonly<Partial<Record<LedgerType, number>>>;
  minutes: number;
}

export const NO_SUMS: ProjectSums = { amounts: {}, minutes: 0 };

/** Sums per project: of these, or of all. Projects without any line are absent. */
export async function projectSums(db: Db, organisationId: string, projectIds?: readonly string[]): Promise<Map<string, ProjectSums>> {
  if (projectIds?.length === 0) return new Map();
  const among: SQL | undefined = projectIds && sql`${ledgerLine.projectId} in (select value from json_each(${JSON.stringify(projectIds)}))`;
  const rows = await db
    .select({
      projectId: ledgerLine.projectId,
      type: ledgerLine.type,
      amountMinor: sql<number>`sum(${ledgerLine.amountMinor})`,
      minutes: sql<number>`coalesce(sum(case when ${ledgerLine.type} = 'labour' then ${ledgerLine.minutes} end), 0)`,
    })
    .from(ledgerLine)
    .where(and(eq(ledgerLine.organisationId, organisationId), among))
    .groupBy(ledgerLine.projectId, ledgerLine.type);
  const sums = new Map<string, ProjectSums>();
  for (const { projectId, type, amountMinor, minutes } of rows) {
    const before = sums.get(projectId) ?? NO_SUMS;
    sums.set(projectId, { amounts: { ...before.amounts, [type]: amountMinor }, minutes: before.minutes + minutes });
  }
  return sums;
}
