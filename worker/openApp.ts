import type { Config } from "./config.ts";
import { createApp } from "./http/app.ts";
import type { HttpDeps, UserConnections } from "./http/deps.ts";
import { readRoleCap } from "./http/readRoles.ts";
import { clock, ids, type Platform, randomToken } from "./platform.ts";
import type { XeroError } from "./xero/xeroError.ts";
import { deleteConnection, listConnections } from "./xero/connections.ts";

const VERSION = "0.1.0";

/** The HTTP side over one invocation's platform. */
export function openApp(platform: Platform, config: Config, given: Pick<HttpDeps, "engine" | "suggest" | "languageModel" | "later">) {
  const { db, gate, ports, identity, credentials } = platform;
  return createApp({
    ...given,
    config,
    db,
    clock,
    ids,
    randomToken,
    identity,
    credentials,
    xero: ports.xero,
    gate: {
      budget: (organisationId) => gate(organisationId).status(),
      waitMs: (organisationId) => gate(organisationId).waitMs("person"),
      forget: (organisationId) => gate(organisationId).forget(),
    },
    userConnections: userConnectionsOf(platform, config),
    consented: {
      list: (accessToken, authEventId) => listConnections({ fetch: platform.fetch, apiUrl: config.xeroApiUrl, accessToken }, authEventId),
      remove: (accessToken, connectionId) => deleteConnection({ fetch: platform.fetch, apiUrl: config.xeroApiUrl, accessToken }, connectionId),
    },
    roleCap: (email) => readRoleCap({ db, xero: ports.xero }, email),
    wake: (organisationId) => gate(organisationId).wake(organisationId),
    version: VERSION,
  });
}

/** Xero's connections endpoint with the tokens of a stored user. */
function userConnectionsOf(platform: Platform, config: Config): UserConnections {
  const optionsFor = async (xeroUserId: string) => {
    const token = await platform.keeper(xeroUserId, null);
    if (token.ok) return { ok: true as const, options: { fetch: platform.fetch, apiUrl: config.xeroApiUrl, accessToken: token.accessToken } };
    const error: XeroError = token.kind === "revoked" ? { kind: "Unauthorised", reason: "revoked" } : { kind: "Unavailable", status: null };
    return { ok: false as const, error };
  };
  return {
    remove: async (xeroUserId, connectionId) => {
      const reached = await optionsFor(xeroUserId);
      return reached.ok ? deleteConnection(reached.options, connectionId) : reached.error;
    },
  };
}
