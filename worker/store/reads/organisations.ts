import { eq } from "drizzle-orm";
import { organisation } from "../schema/organisations.ts";
import type { Db } from "../open.ts";

export type OrganisationRow = typeof organisation.$inferSelect;

/** One organisation by our id or by the short code of Xero's pages. */
export async function findOrganisation(db: Db, by: { id: string } | { shortCode: string }): Promise<OrganisationRow | null> {
  const rows = await db
    .select()
    .from(organisation)
    .where("id" in by ? eq(organisation.id, by.id) : eq(organisation.shortCode, by.shortCode))
    .limit(1);
  return rows[0] ?? null;
}

/** All organisations of the firm, by name. */
export async function allOrganisations(db: Db): Promise<OrganisationRow[]> {
  return db.select().from(organisation).orderBy(organisation.name).limit(500);
}
