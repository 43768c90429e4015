import type { SplitWaysView } from "../../shared/api/splitShapes.ts";
import type { OrganisationFacts } from "../../shared/records/organisation.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import { recordsOfKind, type StoredRecord } from "../store/reads/records.ts";
import { readReferences } from "../store/reads/references.ts";
import { splitWays } from "../suggest/splitWays.ts";
import { codable } from "./codable.ts";
import type { HttpDeps } from "./deps.ts";
import { homeCurrency } from "./views/organisationView.ts";
import { splitHindrance } from "./views/splitHindrance.ts";

const PROJECTS_MAX = 1_000;

/** What a person needs to divide a line: the lines, by what, the rates, and whether it can be written at all. */
export async function loadSplitWays({ db }: HttpDeps, organisation: OrganisationRow, bill: StoredRecord<"bill">): Promise<SplitWaysView> {
  const [{ accounts, taxRates }, projects] = await Promise.all([readReferences(db, organisation.id), recordsOfKind(db, organisation.id, "project", PROJECTS_MAX)]);
  const usable = new Set(accounts.filter(codable).map(({ code }) => code));
  const ways = await splitWays({ db, bill, projects: projects.filter(({ body }) => body.status === "active"), homeCurrency: homeCurrency(organisation), isUsable: (code) => usable.has(code) });
  return {
    recordId: bill.id,
    lineAmountTypes: bill.body.lineAmountTypes,
    lines: bill.body.lines.flatMap(({ id: lineId, description, amountMinor, taxMinor, accountCode, taxType, projectId, itemCode }) =>
      itemCode !== null || amountMinor === 0 ? [] : [{ lineId, description, amountMinor, taxMinor, accountCode, taxType, projectId }]),
    ways,
    taxRates: taxRates.filter(({ status }) => status === "active").map(({ taxType, rateE4 }) => ({ taxType, rateE4 })),
    hindrance: splitHindrance(bill, organisation.facts as OrganisationFacts | null),
  };
}
