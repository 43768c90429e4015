import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { ConnectionLost } from "../router.ts";
import type { Sandbox } from "../sandbox.ts";
import { newCertificate } from "./certificate.ts";

export interface ServeOptions {
  /** 0 = any free one. */
  port: number;
  /** Absent = no TLS listener. */
  tlsPort?: number;
}

export interface Served {
  port: number;
  tlsPort?: number;
  /** "" without TLS. */
  spkiHash: string;
  /** PEM of the authority to trust, for clients that keep Xero's own host names. "" without TLS. */
  caPem: string;
  close(): Promise<void>;
}

/** Puts a stand-in on loopback ports. A line that a fault cuts is a destroyed socket. */
export async function serve(sandbox: Sandbox, options: ServeOptions): Promise<Served> {
  const listener = getRequestListener(async (request, env) => {
    try {
      return await sandbox.fetch(request);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      if ("outgoing" in env) env.outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    }
  });
  const plain = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  const port = await listen(plain, options.port);
  if (options.tlsPort === undefined) return { port, spkiHash: "", caPem: "", close: () => close(plain) };
  const certificate = await newCertificate(new Date());
  const secure = createTlsServer({ key: certificate.keyPem, cert: certificate.chainPem }, (incoming, outgoing) => void listener(incoming, outgoing));
  const tlsPort = await listen(secure, options.tlsPort);
  return {
    port,
    tlsPort,
    spkiHash: certificate.spkiHash,
    caPem: certificate.caPem,
    async close() {
      await Promise.all([close(plain), close(secure)]);
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
