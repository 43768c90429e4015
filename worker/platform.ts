import { createHash } from "node:crypto";
import { uuidv7 } from "../shared/ids.ts";
import type { Config } from "./config.ts";
import type { RoundContext, GateStatus } from "./gate/gate.ts";
import type { Report } from "./gate/budget.ts";
import type { Permit } from "./gate/gateCore.ts";
import type { KeeperAnswer } from "./keeper/keeperCore.ts";
import type { Clock, Ids, Lane, Log, Ports } from "./ports.ts";
import { credentialStore } from "./store/credentials.ts";
import { createStore } from "./store/engineStore.ts";
import { notifier } from "./notifier.ts";
import { openStore } from "./store/open.ts";
import { countDecision } from "./suggest/countDecision.ts";
import { markSignInNeeded, markUserLost, usersServing } from "./store/reads/serving.ts";
import { xeroIdentity } from "./xero/oauth.ts";
import { createXeroApi } from "./xero/xeroApi.ts";

/** What Cloudflare hands the Worker. Settings are read by config.ts alone. */
export interface Env extends Readonly<Record<string, unknown>> {
  DB: D1Database;
  GATE: DurableObjectNamespace;
  KEEPER: DurableObjectNamespace;
}

/** What other parts may ask of a gate or keeper in its own isolate. */
export interface GateStub {
  take(lane: Lane): Promise<Permit>;
  settle(id: string, report: Report, bytes: number): Promise<void>;
  status(): Promise<GateStatus>;
  waitMs(lane: Lane): Promise<number>;
  forget(): Promise<void>;
  wake(organisationId: string): Promise<void>;
}
interface KeeperStub {
  token(xeroUserId: string, rejected: string | null): Promise<KeeperAnswer>;
}

const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

/** The real world's clock, randomness and log. The only place that reaches for them. */
export const clock: Clock = { now: () => Date.now() };
export const ids: Ids = { uuid: () => uuidv7(Date.now(), randomBytes(10)), idempotencyKey: () => crypto.randomUUID() };
export const log: Log = { event: (event, fields) => console.log({ event, ...fields }) };
export const randomToken = (): string =>
  btoa(String.fromCharCode(...randomBytes(32))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const send: typeof fetch = (input, init) => fetch(input, init);

export type Platform = ReturnType<typeof openPlatform>;

/** Everything that one invocation works with. A stub that saw an abort stays broken, so each use takes a fresh one. */
export function openPlatform(env: Env, config: Config) {
  const db = openStore(env.DB);
  const gate = (organisationId: string): GateStub => env.GATE.getByName(organisationId) as unknown as GateStub;
  const keeper = (xeroUserId: string, rejected: string | null): Promise<KeeperAnswer> =>
    (env.KEEPER.getByName(xeroUserId) as unknown as KeeperStub).token(xeroUserId, rejected);
  const xeroThrough = (gateOf: Parameters<typeof createXeroApi>[0]["gate"]) =>
    createXeroApi({
      fetch: send,
      apiUrl: config.xeroApiUrl,
      gate: gateOf,
      keeper,
      usersOf: (organisationId) => usersServing(db, organisationId),
      userLost: (organisationId, xeroUserId) => markUserLost(db, organisationId, xeroUserId),
      signInNeeded: (organisationId) => markSignInNeeded(db, organisationId),
    });
  const portsWith = (xero: Ports["xero"]): Ports => ({
    store: createStore(db), xero, clock, ids, log, hash: sha256Hex, notify: notifier(send), counting: countDecision(db), publicUrl: config.publicUrl,
  });

  return {
    db,
    gate,
    keeper,
    fetch: send,
    credentials: credentialStore(db, config.tokenKeys),
    identity: xeroIdentity({ config, fetch: send, now: () => clock.now() }),
    /** For requests of people: permits come from the organisation's Durable Object. */
    ports: portsWith(xeroThrough(gate)),
    /** For a round, which runs inside its own gate. */
    portsOf: (context: RoundContext): Ports => portsWith(xeroThrough(() => context.gate)),
  };
}

function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
