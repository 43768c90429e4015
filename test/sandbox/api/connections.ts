import type { AccessToken } from "../tokens.ts";
import type { World } from "../world.ts";
import { notFound, ok, type Answer } from "./answer.ts";

/** GET /connections and DELETE /connections/{id} (facts §1.1): no organisation header, camelCase, ids of connections. */
export function connectionsAnswer(world: World, method: string, path: string, query: URLSearchParams, token: AccessToken): Answer {
  const { connections, organisations } = world.state;
  const mine = connections.filter((one) => one.clientId === token.clientId && (token.userId === undefined || one.userIds.includes(token.userId)));
  const id = path.split("/")[2];
  if (id !== undefined && id !== "") {
    const found = mine.find((one) => one.id === id.toLowerCase());
    if (method !== "DELETE") return { status: 405 };
    if (!found) return notFound();
    world.state.connections = connections.filter((one) => one.id !== found.id);
    return { status: 204 };
  }
  if (method !== "GET") return { status: 405 };
  const authEventId = query.get("authEventId");
  return ok(
    mine
      .filter((one) => authEventId === null || one.authEventId === authEventId)
      .map((one) => ({
        id: one.id,
        authEventId: one.authEventId,
        tenantId: one.tenantId,
        tenantType: one.tenantType,
        tenantName: organisations.find((organisation) => organisation.tenantId === one.tenantId)?.books.organisation.name ?? null,
        createdDateUtc: connectionDate(one.createdAtMs),
        updatedDateUtc: connectionDate(one.updatedAtMs),
      })),
  );
}

/** Seven decimals and no zone, as Xero prints them. */
const connectionDate = (ms: number) => new Date(ms).toISOString().replace("Z", "0000");
