import { defaultRules } from "../../shared/planning/rules.ts";
import { addConnection, organisationOfTenant } from "../store/reads/connected.ts";
import { findOrganisation } from "../store/reads/organisations.ts";
import type { Connection } from "../xero/connections.ts";
import type { Consent } from "../xero/oauth.ts";
import type { ConsentDeps } from "./consentDeps.ts";
import type { HttpDeps } from "./deps.ts";
import type { PendingFlow } from "./pendingFlow.ts";
import { backTo, backWithError } from "./redirect.ts";

type Deps = HttpDeps & ConsentDeps;

/** Xero gave us tokens: keeps them and takes in the organisation that was picked. */
export async function completeConnect(deps: Deps, flow: PendingFlow, consent: Consent): Promise<Response> {
  const { redirect, clientState } = flow;
  if (consent.tokens === null) return backWithError(redirect, clientState, NO_TOKENS);
  const accessToken = consent.tokens.accessToken;
  const listed = await deps.consented.list(accessToken, consent.authEventId);
  if (!listed.ok) return backWithError(redirect, clientState, UNREADABLE);
  const picked = listed.value.filter((connection) => connection.tenantType === "ORGANISATION");
  if (picked.length === 0) return backWithError(redirect, clientState, NONE_PICKED);

  const wanted = flow.organisationId === null ? null : await findOrganisation(deps.db, { id: flow.organisationId });
  if (flow.organisationId !== null && wanted === null) {
    for (const connection of picked) await forgetStranger(deps, accessToken, connection);
    return backWithError(redirect, clientState, DELETED_MEANWHILE);
  }
  const other = wanted === null ? undefined : picked.find((connection) => connection.tenantId !== wanted.xeroTenantId);
  if (wanted !== null && other !== undefined) {
    await forgetStranger(deps, accessToken, other);
    return backWithError(redirect, clientState, {
      error: "another_organisation",
      sentence: `You picked "${other.tenantName}", but "${wanted.name}" is to be connected again.`,
      remedy: `Connect again and pick "${wanted.name}", or add "${other.tenantName}" as a new organisation.`,
    });
  }

  const now = deps.clock.now();
  const { xeroUserId, name, email, tokens } = consent;
  // Tokens first: an organisation without them would only raise an alarm; tokens without one harm nobody.
  await deps.credentials.put({ xeroUserId, name, email }, tokens, now);
  const ids = [];
  for (const { id: connectionId, tenantId: xeroTenantId, tenantName } of picked)
    ids.push(await addConnection(deps.db, { newId: deps.ids.uuid(), xeroTenantId, connectionId, name: tenantName, xeroUserId, rules: defaultRules(), now }));
  deps.later(Promise.all(ids.map((id) => deps.wake(id))));
  return backTo(redirect, clientState, { connected: ids.join(",") });
}

/** A connection that nobody here knows would count against the app's limit and send us webhooks. */
async function forgetStranger(deps: Deps, accessToken: string, connection: Connection): Promise<void> {
  if ((await organisationOfTenant(deps.db, connection.tenantId)) === null) await deps.consented.remove(accessToken, connection.id);
}

const NO_TOKENS = { error: "no_tokens", sentence: "Xero gave no lasting access.", remedy: "Connect again and allow access." };
const UNREADABLE = { error: "xero_unavailable", sentence: "Xero did not say which organisation was picked.", remedy: "Connect again in a minute." };
const DELETED_MEANWHILE = {
  error: "organisation_deleted", sentence: "What was kept of this organisation was deleted here meanwhile.", remedy: "Add it as a new organisation to begin anew.",
};
const NONE_PICKED = { error: "none_picked", sentence: "No organisation was picked.", remedy: "Connect again and pick an organisation." };
