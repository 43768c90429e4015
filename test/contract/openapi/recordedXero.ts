import { createXeroClient } from "../../../worker/xero/xeroClient.ts";
import { virtualClock } from "../../sandbox/clock.ts";
import { createSandbox, type Sandbox } from "../../sandbox/sandbox.ts";
import type { Exchange } from "./describedApi.ts";

const HOST = "https://api.xero.com";

/** The product's own client against the stand-in's agency, with everything that crosses the wire kept. */
export function recordedXero(seed = 11) {
  const exchanges: Exchange[] = [];
  const webhookBodies: string[] = [];
  const sandbox: Sandbox = createSandbox({
    seed, firm: "agency", clock: virtualClock(),
    webhook: {
      url: "https://books.example/webhooks/xero", key: "webhook key",
      deliver: async (request) => (webhookBodies.push(await request.text()), new Response(null, { status: 200 })),
    },
  });
  const { accessToken } = sandbox.issueToken();
  const organisation = sandbox.organisations[0]!;

  const send = async (url: string, given: RequestInit = {}): Promise<Response> => {
    const { signal: _, ...init } = given;
    const headers = new Headers(init.headers);
    const response = await sandbox.fetch(new Request(url, init));
    const requestBody = typeof init.body === "string" ? init.body : "";
    exchanges.push({ method: init.method ?? "GET", url, headers, requestBody, status: response.status, responseBody: await response.clone().text() });
    // Sixty calls a minute are Xero's limit; one in 1.1 seconds keeps below it.
    sandbox.clock.advance(1_100);
    return response;
  };
  const client = createXeroClient({
    fetch: send as typeof fetch, apiUrl: HOST, tenantId: organisation.tenantId, timeoutMs: 5_000,
    token: async () => ({ ok: true, accessToken }),
    permit: async () => ({ ok: true, id: "p" }),
    settle: async () => undefined,
  });

  return { sandbox, organisation, client, exchanges, webhookBodies, connections: { fetch: send as typeof fetch, apiUrl: HOST, accessToken } };
}

export type RecordedXero = ReturnType<typeof recordedXero>;
