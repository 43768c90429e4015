import type { MonthSummary } from "../../shared/api/reportShapes.ts";
import type { Month } from "../../shared/months.ts";
import { monthEnds, monthSummary } from "../../shared/profit/monthSummary.ts";
import { addable, exactFigures } from "../../shared/profit/exactFigures.ts";
import type { OrganisationFacts } from "../../shared/records/organisation.ts";
import type { Db } from "../store/open.ts";
import { readMonth } from "../store/reads/month/readMonth.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";

/** A month of an organisation as its records have it now. @throws InexactFigures where its sums are too large to be right. */
export async function countMonth(db: Db, organisation: OrganisationRow, month: Month, now: number): Promise<MonthSummary> {
  const homeCurrency = (organisation.facts as OrganisationFacts | null)?.baseCurrency ?? "AUD";
  const rows = await readMonth(db, { organisationId: organisation.id, homeCurrency, days: monthEnds(month) });
  addable(rows.sums.map(({ amounts }) => amounts[0]));
  return exactFigures(monthSummary(rows, { month, currency: homeCurrency, asOf: now, xeroReadAt: organisation.lastRoundAt }));
}
