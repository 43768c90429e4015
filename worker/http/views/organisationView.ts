import type { OrganisationView } from "../../../shared/api/views.ts";
import type { OrganisationFacts } from "../../../shared/records/organisation.ts";
import type { OrganisationRow } from "../../store/reads/organisations.ts";

export function organisationView(row: OrganisationRow): OrganisationView {
  const { id, name, shortCode, state, stateReason, connectedAt, lastRoundAt } = row;
  return { id, name, shortCode, currency: homeCurrency(row), state, stateReason, connectedAt, lastRoundAt };
}

/** Before the organisation was read for the first time nothing has an amount, so any currency will do. */
export function homeCurrency(row: OrganisationRow): string {
  return (row.facts as OrganisationFacts | null)?.baseCurrency ?? "AUD";
}
