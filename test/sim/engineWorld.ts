import type { Select, TableName } from "../../worker/store/port.ts";
import { createHash } from "node:crypto";
import { uuidv7 } from "../../shared/ids.ts";
import { defaultRules, type SyncRules } from "../../shared/planning/rules.ts";
import { createEngine } from "../../worker/engine/createEngine.ts";
import { runOrganisation } from "../../worker/engine/runOrganisation.ts";
import { createGateCore, type GateMemory } from "../../worker/gate/gateCore.ts";
import type { Ports, Store } from "../../worker/ports.ts";
import { countDecision } from "../../worker/suggest/countDecision.ts";
import { createStore } from "../../worker/store/engineStore.ts";
import { openStore } from "../../worker/store/open.ts";
import { createXeroApi } from "../../worker/xero/xeroApi.ts";
import { createSandbox, type Sandbox, type SandboxOptions } from "../sandbox/sandbox.ts";
import type { FirmKind } from "../sandbox/firm/firm.ts";
import { seedRandom } from "../sandbox/random.ts";
import { virtualClock } from "../sandbox/clock.ts";
import { d1OnNode, migrate } from "./d1OnNode.ts";
import { nextGuid } from "../sandbox/random.ts";

export interface EngineWorldOptions {
  seed?: number;
  firm?: FirmKind;
  rules?: Partial<SyncRules>;
  /** More of what the stand-in can be told: its switches, where its webhooks go. */
  xero?: Pick<SandboxOptions, "assumptions" | "webhook">;
  /** Wraps the ports: a test may crash, delay or falsify any await of the engine. */
  wrap?: (ports: Ports) => Ports;
  /** Stands between the client and the stand-in: answers, delays or breaks what passes. */
  wire?: (request: Request, pass: (request: Request) => Promise<Response>) => Promise<Response>;
}

export type EngineWorld = Awaited<ReturnType<typeof engineWorld>>;

const API = "https://api.xero.test";

/** The whole engine over a real schema on node:sqlite, against the stand-in, on one virtual clock. No HTTP of ours, no Worker. */
export async function engineWorld(options: EngineWorldOptions = {}) {
  const clock = virtualClock();
  const d1 = d1OnNode();
  await migrate(d1);
  const counter = { statements: 0, roundTrips: 0 };
  const db = openStore(d1, counter);
  const sandbox = createSandbox({ seed: options.seed ?? 1, organisations: 1, firm: options.firm ?? "empty", clock, ...options.xero });
  const tenantId = sandbox.organisations[0]!.tenantId;
  let token = sandbox.issueToken();
  const memory = new Map<string, unknown>();
  const gateMemory: GateMemory = { get: <T>(key: string) => memory.get(key) as T | undefined, put: (key, value) => void memory.set(key, value) };
  const gate = createGateCore(gateMemory, () => clock.now());
  const random = seedRandom((options.seed ?? 1) + 1_000);
  const bytes = (): Uint8Array => Uint8Array.from(Buffer.from(nextGuid(random).replaceAll("-", ""), "hex"));
  const organisationId = "org-1";
  const store = createStore(db);
  // One run is one invocation, and keeps to an invocation's statements; what is called beside runs begins anew each time.
  let running = false;
  const begin = (): void => void (running || (counter.statements = 0));
  const countless: Store = { ...store, read: ((...selects: Select[]) => (begin(), store.read(...selects))) as Store["read"], commit: (...all) => (begin(), store.commit(...all)) };
  const xero = createXeroApi({
    fetch: ((url: string, init: RequestInit) => {
      const { signal: _, ...rest } = init;
      const pass = (request: Request) => sandbox.fetch(request);
      const request = new Request(url, rest);
      return options.wire === undefined ? pass(request) : options.wire(request, pass);
    }) as typeof fetch,
    apiUrl: API,
    gate: () => gate,
    // Both read D1 in the Worker.
    keeper: async (_, rejected) => {
      counter.roundTrips += 1;
      if (rejected !== null || token.expiresAtMs <= clock.now()) token = sandbox.issueToken();
      return { ok: true, accessToken: token.accessToken } as never;
    },
    usersOf: async () => {
      counter.roundTrips += 1;
      return ["user-1"];
    },
    userLost: async () => undefined,
    signInNeeded: async () => undefined,
  });
  const told: { id: string; type: string; body: string }[] = [];
  const inner: Ports = {
    store: countless, xero,
    clock: { now: () => clock.now() },
    ids: { uuid: () => uuidv7(clock.now(), bytes()), idempotencyKey: () => nextGuid(random) },
    log: { event: () => undefined },
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    notify: async (_, event) => (told.push(event), true),
    counting: countDecision(db),
    publicUrl: "https://books.example",
  };
  const ports = options.wrap?.(inner) ?? inner;
  await store.commit([], [{
    insert: "organisation",
    rows: [{
      id: organisationId, xeroTenantId: tenantId, connectionId: "c", name: "Firm", shortCode: null, state: "connecting",
      rules: { ...defaultRules(), ...options.rules }, createdAt: clock.now(), connectedAt: clock.now(), fence: 0,
    }],
  }]);
  await store.commit([], [{ insert: "organisationUser", rows: [{ organisationId, xeroUserId: "user-1", connectionId: "c", state: "live", addedAt: clock.now() }] }]);
  let leaseToken = 0;

  const runOnce = async () => {
    leaseToken += 1;
    begin();
    running = true;
    return runOrganisation(ports, { organisationId, token: leaseToken }).finally(() => {
      running = false;
    });
  };
  return {
    clock, sandbox: sandbox as Sandbox, tenantId, organisationId, store, ports, inner, told, counter, gate, d1,
    engine: createEngine(ports, async () => undefined),
    runOnce,
    /** Runs, and moves the clock to when the engine wants to be woken, until nothing is due within `withinMs`. */
    async settle(withinMs = 60_000, most = 200) {
      const until = clock.now() + withinMs;
      for (let round = 0; round < most; round += 1) {
        const { nextDueAt } = await runOnce();
        if (nextDueAt > until) return round + 1;
        clock.advance(Math.max(1, nextDueAt - clock.now()));
      }
      throw new Error("the engine did not come to rest");
    },
    rows: async (from: TableName, where: Record<string, unknown> = {}) =>
      (await store.read({ from, where: { organisationId, ...where }, limit: 100_000 } as never))[0] as unknown as Record<string, never>[],
  };
}
