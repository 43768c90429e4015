import { eq } from "drizzle-orm";
import type { Account, TaxRate, TrackingCategory } from "../../../shared/records/organisation.ts";
import { reference } from "../schema/projectSide.ts";
import type { Db } from "../open.ts";

/** The settings that come from Xero, archived ones too. Names are for people; ids and codes are what is stored. */
export interface References {
  accounts: readonly Account[];
  taxRates: readonly TaxRate[];
  trackingCategories: readonly TrackingCategory[];
}

export async function readReferences(db: Db, organisationId: string): Promise<References> {
  const rows = await db.select().from(reference).where(eq(reference.organisationId, organisationId)).orderBy(reference.code, reference.name);
  const of = <T extends { status: string }>(kind: string): T[] =>
    rows.flatMap((row) => {
      if (row.kind !== kind) return [];
      const body = JSON.parse(row.body) as T;
      return [row.status === "active" ? body : { ...body, status: "archived" }];
    });
  return { accounts: of<Account>("account"), taxRates: of<TaxRate>("tax_rate"), trackingCategories: of<TrackingCategory>("tracking_category") };
}
