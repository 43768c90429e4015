import type { XeroApp } from "../tokens.ts";
import type { World } from "../world.ts";

/**
 * Ends every token of the user who owns this refresh token and drops the connections he made for the app (facts §1.1). An
 * organisation that another user connected too stays connected. An unknown token is no error (RFC 7009 §2.2).
 */
export function revoke(world: World, app: XeroApp, token: string): void {
  const { state } = world;
  const found = state.tokens.refresh.get(token) ?? state.tokens.access.get(token);
  if (!found || found.clientId !== app.clientId || found.userId === undefined) return;
  const { userId } = found;
  for (const table of [state.tokens.access, state.tokens.refresh]) {
    for (const row of table.values()) if (row.clientId === app.clientId && row.userId === userId) row.revoked = true;
  }
  for (const connection of state.connections) {
    if (connection.clientId === app.clientId) connection.userIds = connection.userIds.filter((id) => id !== userId);
  }
  state.connections = state.connections.filter((connection) => connection.clientId !== app.clientId || connection.userIds.length > 0 || app.kind === "custom");
}
