import * as v from "valibot";
import { sendRequest } from "./sendRequest.ts";
import type { XeroError } from "./xeroError.ts";

/** One organisation that a user has connected to our app. */
export interface Connection {
  id: string;
  tenantId: string;
  tenantType: string;
  tenantName: string;
  authEventId: string | null;
}

export interface ConnectionOptions {
  fetch: typeof fetch;
  apiUrl: string;
  accessToken: string;
}

const TIMEOUT_MS = 15_000;
const wire = v.array(
  v.object({
    id: v.string(),
    tenantId: v.string(),
    tenantType: v.string(),
    tenantName: v.nullish(v.string(), ""),
    authEventId: v.nullish(v.string(), null),
  }),
);

type Listed = { ok: true; value: readonly Connection[] } | { ok: false; error: XeroError };

/** Connections that the token reaches; with `authEventId`, only those that one consent added. Counts against no organisation. */
export async function listConnections(options: ConnectionOptions, authEventId: string | null): Promise<Listed> {
  const query = authEventId === null ? "" : `?authEventId=${encodeURIComponent(authEventId)}`;
  const sent = await send("GET", `/connections${query}`, options);
  if (!sent.ok) return sent;
  try {
    return { ok: true, value: v.parse(wire, JSON.parse(sent.value.body)) };
  } catch {
    return { ok: false, error: { kind: "Malformed", message: "no list of connections" } };
  }
}

/** Disconnects one organisation; one that is gone already counts as done. */
export async function deleteConnection(options: ConnectionOptions, connectionId: string): Promise<XeroError | null> {
  const sent = await send("DELETE", `/connections/${encodeURIComponent(connectionId)}`, options);
  return sent.ok || sent.error.kind === "NotFound" ? null : sent.error;
}

function send(method: string, path: string, options: ConnectionOptions) {
  const request = { method, path, ifModifiedSince: null, body: null };
  return sendRequest(request, { ...options, tenantId: null, idempotencyKey: null, timeoutMs: TIMEOUT_MS });
}
