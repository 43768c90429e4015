import { identityRoom } from "../identity/identityRoom.ts";
import { nextGuid, nextSecret } from "../random.ts";
import type { Connection, XeroApp, XeroUser } from "../tokens.ts";
import type { World } from "../world.ts";
import type { AuthorizeRequest } from "./authorizeRequest.ts";

/** How many organisations one app may hold (facts §1.3). */
const connectionCap: Record<World["state"]["tier"], number> = { starter: 5, core: 50 };
/** An organisation holds at most two apps that Xero has not certified; a third fails at consent (facts §1.3). */
const uncertifiedCap = 2;

/** An organisation as the picker shows it; `refusal` says why it cannot be chosen. */
export interface Choice {
  tenantId: string;
  name: string;
  connected: boolean;
  refusal?: string;
}

/** The organisations of a user, each with the reason why Xero would not connect it, if there is one. */
export function choicesOf(world: World, app: XeroApp, user: XeroUser): Choice[] {
  return world.state.organisations
    .filter(({ tenantId }) => (user.roles[tenantId] ?? "REMOVED") !== "REMOVED")
    .map(({ tenantId, name }) => {
      const connected = connectionsOf(world, app).some((connection) => connection.tenantId === tenantId);
      const refusal = refusalOf(world, app, user, tenantId);
      return { tenantId, name, connected, ...(refusal === undefined ? {} : { refusal }) };
    });
}

const connectionsOf = (world: World, app: XeroApp): Connection[] => world.state.connections.filter((connection) => connection.clientId === app.clientId);

function refusalOf(world: World, app: XeroApp, user: XeroUser, tenantId: string): string | undefined {
  const role = user.roles[tenantId];
  if (role !== "STANDARD" && role !== "FINANCIALADVISER") return "Your role here does not allow you to connect apps";
  const own = connectionsOf(world, app);
  if (own.some((connection) => connection.tenantId === tenantId)) return undefined;
  if (own.length >= connectionCap[world.state.tier]) return "This app has reached its limit of connected organisations";
  const uncertified = new Set(world.state.apps.filter((other) => !other.certified && other.kind !== "custom").map((other) => other.clientId));
  const held = world.state.connections.filter((connection) => connection.tenantId === tenantId && uncertified.has(connection.clientId)).length;
  return !app.certified && held >= uncertifiedCap ? "This organisation already has two uncertified apps connected" : undefined;
}

/** Makes or renews the connection and writes the code that the app will exchange. */
export function grantConsent(world: World, request: AuthorizeRequest, user: XeroUser, tenantId?: string): string {
  const { random, connections } = world.state;
  const nowMs = world.clock.now();
  const authEventId = nextGuid(random);
  if (tenantId !== undefined) {
    const known = connectionsOf(world, request.app).find((connection) => connection.tenantId === tenantId);
    // A second user of the same organisation re-uses its one connection (facts §1.2).
    if (known) Object.assign(known, { authEventId, updatedAtMs: nowMs, userIds: [...new Set([...known.userIds, user.userId])] });
    else {
      connections.push({
        id: nextGuid(random), clientId: request.app.clientId, tenantId, tenantType: "ORGANISATION", authEventId, userIds: [user.userId],
        createdAtMs: nowMs, updatedAtMs: nowMs,
      });
    }
  }
  const code = nextSecret(random, 43);
  identityRoom(world).codes.set(code, {
    code, clientId: request.app.clientId, redirectUri: request.redirectUri, userId: user.userId, scopes: request.scopes, authEventId,
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    ...(request.codeChallenge === undefined ? {} : { codeChallenge: request.codeChallenge }),
    issuedAtMs: nowMs, used: false,
  });
  return code;
}
