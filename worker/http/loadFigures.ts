import type { ProjectFigures } from "../../shared/api/views.ts";
import { dayInZone } from "../../shared/dates.ts";
import { NO_SUMS, projectFigures } from "../../shared/profit/projectFigures.ts";
import type { OrganisationFacts } from "../../shared/records/organisation.ts";
import { projectSums } from "../store/reads/ledger.ts";
import type { OrganisationRow } from "../store/reads/organisations.ts";
import { findRecords, type StoredRecord } from "../store/reads/records.ts";
import type { HttpDeps } from "./deps.ts";
import { homeCurrency } from "./views/organisationView.ts";

/** Figures of these projects, in their order. Months are the organisation's own. */
export async function loadFigures({ db, clock }: Pick<HttpDeps, "db" | "clock">, organisation: OrganisationRow, projects: readonly StoredRecord<"project">[]): Promise<ProjectFigures[]> {
  if (projects.length === 0) return [];
  const today = dayInZone(clock.now(), (organisation.facts as OrganisationFacts | null)?.timeZone ?? "UTC");
  const clientIds = projects.flatMap(({ body }) => body.clientId ?? []);
  const [sums, clients] = await Promise.all([
    projectSums(db, organisation.id, projects.map(({ id }) => id), `${today.slice(0, 7)}-01`),
    findRecords(db, organisation.id, ["contact"], clientIds),
  ]);
  const nameOf = new Map(clients.map(({ id, body }) => [id, body.name]));
  const currency = homeCurrency(organisation);
  return projects.map(({ id, body }) =>
    projectFigures(body, sums.get(id) ?? NO_SUMS, { id, currency, clientName: body.clientId === null ? null : (nameOf.get(body.clientId) ?? null) }),
  );
}
