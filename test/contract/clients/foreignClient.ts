import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../sandbox/http/serve.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Exchange } from "../openapi/describedApi.ts";

/** What a client written by others is started with, its code unchanged: Node, the preload that leads Xero's hosts here, and its surroundings. */
export interface ForeignClient {
  node: string;
  /** Node's own parameters; the client's file comes after them. */
  preload: readonly string[];
  env: Record<string, string>;
  /** What crossed the wire so far, in order. */
  exchanges: readonly Exchange[];
  /** The stand-in without TLS, for whoever plays the person or the bookkeeper. */
  localUrl: string;
  close(): Promise<void>;
}

/** Between two answers: sixty calls a minute are Xero's limit, and no client under test waits for it. */
const betweenCallsMs = 1_100;

/** Serves the stand-in under Xero's own host names, with a certificate that Node checks, and moves its virtual clock on with each call. */
export async function forForeignClients(sandbox: Sandbox): Promise<ForeignClient> {
  const exchanges: Exchange[] = [];
  const paced: Sandbox = Object.create(sandbox, {
    fetch: {
      value: async (request: Request) => {
        const requestBody = await request.clone().text();
        const response = await sandbox.fetch(request);
        exchanges.push({ method: request.method, url: request.url, headers: request.headers, requestBody, status: response.status, responseBody: await response.clone().text() });
        sandbox.clock.advance(betweenCallsMs);
        return response;
      },
    },
  }) as Sandbox;
  const served = await serve(paced, { port: 0, tlsPort: 0 });
  const folder = mkdtempSync(join(tmpdir(), "stand-in-ca-"));
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, served.caPem);
  return {
    exchanges,
    node: process.execPath,
    preload: ["--import", new URL("../../sandbox/http/xeroHosts.mjs", import.meta.url).href],
    // Nothing of the surroundings passes but what a program needs to start: no proxy, no key of somebody's.
    env: { PATH: process.env["PATH"] ?? "", HOME: folder, STAND_IN_TLS_PORT: String(served.tlsPort), NODE_EXTRA_CA_CERTS: caFile },
    localUrl: `http://127.0.0.1:${served.port}`,
    async close() {
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
