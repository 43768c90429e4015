import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { EXTENSION_ID } from "../../extension/extensionId.ts";
import { freePort } from "../../scripts/freePort.ts";
import { type RunningWorker, startWorker } from "../../scripts/worker.ts";
import { realClock } from "../sandbox/clock.ts";
import type { FirmKind } from "../sandbox/firm/firm.ts";
import { serve } from "../sandbox/http/serve.ts";
import { createSandbox, type Sandbox } from "../sandbox/sandbox.ts";

/** The real Worker in workerd and the stand-in beside it, on ports of this machine. */
export interface Stack {
  sandbox: Sandbox;
  sandboxUrl: string;
  /** Where https://go.xero.com is mapped to. */
  tlsPort: number;
  /** Hash of the stand-in's public key: the only certificate the browser is told to trust. */
  spkiHash: string;
  workerUrl: string;
  setupToken: string;
  /** Ports that were taken, so that the next free ones are used. */
  moved: readonly string[];
  cron(): Promise<void>;
  /** Webhooks on or off, as Xero's own outages are. */
  setWebhooks(on: boolean): void;
  /** Ends the Worker at once, as a crash would, and starts it again on the same data. */
  crashWorker(): Promise<void>;
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Local D1, Durable Objects and logs. */
  folder: string;
  seed: number;
  workerPort?: number;
  sandboxPort?: number;
  cronEveryMs: number | null;
  /** How long the stand-in takes for each call, as Xero's network does. */
  callMs?: number;
  /** How often the stand-in looks whether a webhook is due; default: a quarter of a second. */
  webhookEveryMs?: number;
  /** The books of the stand-in's organisations; default: an agency's year. */
  firm?: FirmKind;
  setupToken?: string;
  tokenKey?: string;
}

const WEBHOOK_EVERY_MS = 250;

export async function startStack(options: StackOptions): Promise<Stack> {
  mkdirSync(options.folder, { recursive: true });
  const wishedWorker = options.workerPort ?? 0;
  const wishedSandbox = options.sandboxPort ?? 0;
  const workerPort = await freePort(wishedWorker);
  const sandboxPort = await freePort(wishedSandbox === 0 ? 0 : wishedSandbox);
  const tlsPort = await freePort(0);
  const moved = [
    ...(wishedWorker !== 0 && workerPort !== wishedWorker ? [`Port ${wishedWorker} is taken, the Worker uses ${workerPort}.`] : []),
    ...(wishedSandbox !== 0 && sandboxPort !== wishedSandbox ? [`Port ${wishedSandbox} is taken, the stand-in uses ${sandboxPort}.`] : []),
  ];
  const workerUrl = `http://localhost:${workerPort}`;
  const webhookKey = randomBytes(32).toString("base64");
  const sandbox = createSandbox({
    seed: options.seed,
    organisations: 2,
    firm: options.firm ?? "agency",
    clock: realClock(),
    limits: { tier: "core" },
    webhook: { url: `${workerUrl}/webhooks/xero`, key: webhookKey, deliver: (request) => fetch(request) },
  });
  const app = sandbox.apps[0];
  if (app === undefined) throw new Error("The stand-in knows no app.");
  app.redirectUris.push(`${workerUrl}/auth/callback`);
  const { callMs = 0 } = options;
  const slow: Sandbox = Object.create(sandbox, {
    fetch: { value: (request: Request) => new Promise((resolve) => setTimeout(resolve, callMs)).then(() => sandbox.fetch(request)) },
  });
  const served = await serve(callMs === 0 ? sandbox : slow, { port: sandboxPort, tlsPort });
  const sandboxUrl = `http://localhost:${sandboxPort}`;
  const setupToken = options.setupToken ?? randomBytes(18).toString("base64url");
  const vars = {
    XERO_API_URL: sandboxUrl,
    XERO_IDENTITY_URL: sandboxUrl,
    XERO_LOGIN_URL: sandboxUrl,
    XERO_CLIENT_ID: app.clientId,
    XERO_CLIENT_SECRET: app.clientSecret ?? "",
    XERO_WEBHOOK_KEY: webhookKey,
    TOKEN_KEYS: options.tokenKey ?? `k1:${randomBytes(32).toString("base64")}`,
    PUBLIC_URL: workerUrl,
    EXTENSION_IDS: EXTENSION_ID,
    SETUP_TOKEN: setupToken,
  };
  const start = (isMigrated: boolean): Promise<RunningWorker> => startWorker({ port: workerPort, folder: options.folder, vars, cronEveryMs: options.cronEveryMs, isMigrated });
  let worker = await start(false);
  let webhooksOn = true;
  let pumping = false;
  const pump = setInterval(() => {
    if (!webhooksOn || pumping) return;
    pumping = true;
    void sandbox.webhooks
      .pump()
      .catch(() => undefined)
      .finally(() => (pumping = false));
  }, options.webhookEveryMs ?? WEBHOOK_EVERY_MS);

  return {
    sandbox,
    sandboxUrl,
    tlsPort,
    spkiHash: served.spkiHash,
    workerUrl,
    setupToken,
    moved,
    cron: () => worker.cron(),
    setWebhooks(on) {
      webhooksOn = on;
    },
    async crashWorker() {
      await worker.stop("SIGKILL");
      worker = await start(true);
    },
    async stop() {
      clearInterval(pump);
      await worker.stop();
      await served.close();
    },
  };
}
