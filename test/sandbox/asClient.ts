import type { Sandbox } from "./sandbox.ts";

interface Answered {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON body; throws when it is none. */
  json: () => Body;
}

// Tests walk into bodies field by field; unknown at each step would drown what they say.
// oxlint-disable-next-line typescript/no-explicit-any
export type Body = Record<string, any>;

export interface Client {
  tenantId: string;
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answered>;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
}

/** An app with a valid token on one organisation, as a test of the stand-in sees it. Paths without a prefix are the accounting API's. */
export function asClient(sandbox: Sandbox, options: { index?: number; scopes?: readonly string[]; userId?: string; token?: string } = {}): Client {
  const organisation = sandbox.organisations[options.index ?? 0];
  if (!organisation) throw new RangeError("There is no such organisation");
  const token = options.token ?? sandbox.issueToken({ ...(options.scopes ? { scopes: options.scopes } : {}), ...(options.userId ? { userId: options.userId } : {}) }).accessToken;
  const send: Client["send"] = async (method, path, body, headers = {}) => {
    const prefix = path.startsWith("/projects.xro") || path.startsWith("/connections") ? "" : "/api.xro/2.0";
    const response = await sandbox.fetch(
      new Request(`https://api.xero.com${prefix}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "xero-tenant-id": organisation.tenantId, accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as Body };
  };
  return {
    tenantId: organisation.tenantId,
    send,
    get: (path, headers) => send("GET", path, undefined, headers),
    put: (path, body, headers) => send("PUT", path, body, headers),
    post: (path, body, headers) => send("POST", path, body, headers),
  };
}
