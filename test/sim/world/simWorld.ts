import { createHash } from "node:crypto";
import { uuidv7 } from "../../../shared/ids.ts";
import { createEngine } from "../../../worker/engine/createEngine.ts";
import { runOrganisation } from "../../../worker/engine/runOrganisation.ts";
import { createGateCore, type GateCore } from "../../../worker/gate/gateCore.ts";
import { createKeeperCore, type KeeperCore } from "../../../worker/keeper/keeperCore.ts";
import type { Ports } from "../../../worker/ports.ts";
import type { Row, TableName, Where } from "../../../worker/store/port.ts";
import type { Engine } from "../../../worker/http/engine.ts";
import { xeroIdentity } from "../../../worker/xero/oauth.ts";
import { deleteConnection } from "../../../worker/xero/connections.ts";
import { createXeroApi } from "../../../worker/xero/xeroApi.ts";
import { type SandboxClock, virtualClock } from "../../sandbox/clock.ts";
import { nextGuid, seedRandom } from "../../sandbox/random.ts";
import type { Change } from "../../sandbox/log.ts";
import { createSandbox } from "../../sandbox/sandbox.ts";
import type { Books } from "../../sandbox/books/books.ts";
import { breakable, Crash, createBreakage, StoreBroken } from "./breakage.ts";
import { assumptionsOf, PLAIN_SETTING, rulesOf, type Setting } from "./setting.ts";
import { type MemoryContents, storedInMemory } from "./storedInMemory.ts";
import { storedInSql } from "./storedInSql.ts";
import { type Stored, WEBHOOK_KEY } from "./stored.ts";
import { connectionId, ORGANISATION_IDS, SCOPES, type Template, XERO_USERS } from "./template.ts";
import type { Said, Typed } from "./typed.ts";
import { type Histories, remembering } from "./histories.ts";
import { fenced, watchedCredentials } from "./watched.ts";
import { createWire, type Wire } from "./wire.ts";

/** T1: the engine over a store in memory. T2: over its own SQL on node:sqlite. */
export type Tier = "T1" | "T2";

export interface SimOrganisation {
  id: string;
  tenantId: string;
  books: Books;
}

/** Something that does not hold. */
export interface Violation {
  invariant: string;
  sentence: string;
}

const API = "https://api.xero.test";
const IDENTITY = "https://identity.xero.test";

export type SimWorld = Awaited<ReturnType<typeof openWorld>>;

export interface WorldOptions {
  template: Template;
  seed: number;
  tier: Tier;
  setting?: Setting;
}

/** The whole product but HTTP: engine, gates, keepers, intake and store, around the stand-in, on one virtual clock. */
export async function openWorld({ template, seed, tier, setting = PLAIN_SETTING }: WorldOptions) {
  const ticking = virtualClock(template.nowMs);
  // Where the stand-in sleeps on a request, our process waits for it, and nobody else moves the time on.
  const clock: SandboxClock = { ...ticking, sleep: async (ms) => ticking.advance(ms) };
  const fired = new Map<string, number>();
  const fire = (kind: string): void => void fired.set(kind, (fired.get(kind) ?? 0) + 1);
  const breakage = createBreakage(fire);
  const problems: Violation[] = [];
  const delivered: Request[] = [];
  const histories: Histories = { records: new Map(), snapshots: new Map() };
  const woken = new Set<string>();
  const sandbox = createSandbox({
    seed, organisations: 0, clock,
    webhook: {
      url: "https://books.example/webhooks/xero", key: WEBHOOK_KEY,
      deliver: async (request) => (delivered.push(request.clone()), stored.takeDelivery(request, now(), (id) => woken.add(id))),
    },
  });
  const { webhook } = sandbox.world.state;
  sandbox.world.state = { ...structuredClone(template.sandbox), random: seedRandom(seed), webhook: { ...webhook, status: setting.webhooks ? "ok" : "off" } };
  const copied: MemoryContents = { tables: new Map([...template.contents.tables].map(([name, rows]) => [name, new Map(rows)])), tokens: new Map(template.contents.tokens) };
  sandbox.assume(assumptionsOf(setting));
  /** Access tokens that were kept. */
  const saved = new Set([...copied.tokens.values()].map(({ accessToken }) => accessToken));
  const bare = remembering(tier === "T1" ? storedInMemory(copied) : await storedInSql(copied), histories);
  const credentials = watchedCredentials(bare.credentials, { saved, problems });
  const stored: Stored = { ...bare, credentials };
  const organisations: SimOrganisation[] = ORGANISATION_IDS.map((id, index) => {
    const { tenantId, books } = sandbox.organisations[index]!;
    return { id, tenantId, books };
  });

  /** How far the machine's clock is off. */
  let skewMs = 0;
  const now = (): number => clock.now() + skewMs;
  const random = seedRandom(seed + 1_000);
  const bytes = (): Uint8Array => Uint8Array.from(Buffer.from(nextGuid(random).replaceAll("-", ""), "hex"));
  const logged: string[] = [];
  const told: { url: string; id: string; type: string; body: string }[] = [];
  const usesToken = (token: string): void => void (saved.has(token) || problems.push({ invariant: "secrets", sentence: "an access token was used before it was kept" }));
  const wire: Wire = createWire({ sandbox, now, smallPages: setting.smallPages, fired: fire, usesToken });

  const gateMemories = new Map([...template.gates].map(([id, memory]) => [id, new Map(memory)]));
  const gates = new Map<string, GateCore>();
  const gateOf = (id: string): GateCore => {
    const known = gates.get(id);
    if (known !== undefined) return known;
    const memory = gateMemories.get(id)!;
    const gate = createGateCore({ get: <T>(key: string) => memory.get(key) as T | undefined, put: (key, value) => void memory.set(key, value) }, now);
    // As the Durable Object does when it starts.
    gate.freeLease();
    gates.set(id, gate);
    return gate;
  };

  const identity = xeroIdentity({
    config: {
      xeroApiUrl: API, xeroIdentityUrl: IDENTITY, xeroLoginUrl: IDENTITY, publicUrl: "https://books.example", xeroWebhookKey: WEBHOOK_KEY, tokenKeys: [], extensionIds: [], setupToken: "",
      xeroClientId: sandbox.apps[0]!.clientId, languageModel: null, xeroClientSecret: sandbox.apps[0]!.clientSecret!,
    },
    fetch: ((url: string, init: RequestInit) => wire.pass(url, init)) as typeof fetch,
    now,
  });
  const keepers = new Map<string, KeeperCore>();
  const newKeeper = (xeroUserId: string, struck: boolean): KeeperCore =>
    createKeeperCore({
      xeroUserId, credentials, now,
      refresh: (token) => credentials.refreshing(xeroUserId, () => (struck ? breakage.meet("refresh", xeroUserId, () => identity.refresh(token)) : identity.refresh(token))),
    });
  const keeperOf = (xeroUserId: string): KeeperCore => {
    const known = keepers.get(xeroUserId) ?? newKeeper(xeroUserId, true);
    keepers.set(xeroUserId, known);
    return known;
  };

  const portsThrough = (organisationId: string, gate: Pick<GateCore, "take" | "settle">): Ports => ({
    store: stored.store,
    xero: createXeroApi({
      fetch: (async (url: string, init: RequestInit) => wire.hear(await breakage.meet("send", organisationId, () => wire.passFor(organisations.find((one) => one.id === organisationId)!.tenantId, url, init)))) as typeof fetch,
      apiUrl: API,
      gate: () => gate,
      keeper: (id, rejected) => keeperOf(id).token(rejected),
      usersOf: stored.usersServing,
      userLost: stored.markUserLost,
      signInNeeded: stored.markSignInNeeded,
    }),
    clock: { now },
    ids: { uuid: () => uuidv7(now(), bytes()), idempotencyKey: () => nextGuid(random) },
    log: { event: (name, fields) => void logged.push(JSON.stringify({ name, ...fields })) },
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    notify: async (url, event) => breakage.meet("notify", organisationId, async () => (told.push({ url, ...event }), true)),
    // Suggestions follow the records by themselves; no record rests on them.
    counting: async () => null,
    publicUrl: "https://books.example",
  });

  const nextDueAt = new Map<string, number>();
  /** The newest lease of each organisation. */
  const leases = new Map<string, number>();
  let depth = 0;
  /** What a process's death leaves behind: nothing in memory. */
  const restart = (): void => {
    gates.clear();
    keepers.clear();
    breakage.dead = false;
  };
  /** Work of our process. False when it died or its database failed; any other error is a fault of ours. */
  const working = async (work: () => Promise<unknown>): Promise<boolean> => {
    depth += 1;
    try {
      await work();
      return !breakage.dead;
    } catch (error) {
      if (!(error instanceof Crash) && !(error instanceof StoreBroken)) problems.push({ invariant: "liveness", sentence: `an error that nobody planned: ${error instanceof Error ? `${error.message} ${error.stack?.split("\n")[1]?.trim() ?? ""}` : String(error)}` });
      return false;
    } finally {
      depth -= 1;
      if (depth === 0 && breakage.dead) restart();
    }
  };

  const world = {
    seed, tier, setting, clock, sandbox, stored, organisations, breakage, fired, fire, problems, delivered, logged, told, wire, gateMemories, histories,
    contents: tier === "T1" ? copied : null,
    now,
    stepClock: (ms: number): void => void (skewMs += ms),
    gateOf, keepers, restart,
    evictGates: (): void => gates.clear(),
    /** Edits of people, by side. */
    edits: { ours: 0, xero: 0 },
    rows: async <T extends TableName>(organisationId: string, from: T, where: Where<T> = {}): Promise<Row<T>[]> =>
      (await stored.store.read({ from, where: { organisationId, ...where }, limit: 1_000_000 } as never))[0] as unknown as Row<T>[],

    /** The gate's alarm of one organisation: takes the lease, runs one round. "held": another round has the lease. */
    round: async (organisationId: string): Promise<"ran" | "held" | "failed"> => {
      const gate = gateOf(organisationId);
      const lease = gate.acquire();
      if (!lease.ok) return "held";
      woken.delete(organisationId);
      leases.set(organisationId, lease.token);
      const through = { take: (lane: Parameters<GateCore["take"]>[0]) => (gate.renew(lease.token), gate.take(lane)), settle: gate.settle };
      const own = portsThrough(organisationId, through);
      const store = fenced(own.store, { organisationId, token: lease.token, latest: () => leases.get(organisationId)!, problems });
      const ports = breakable({ ...own, store }, breakage, organisationId);
      const ran = await working(async () => {
        const result = await runOrganisation(ports, { organisationId, token: lease.token });
        nextDueAt.set(organisationId, result.nextDueAt);
        world.largestRun = Math.max(world.largestRun, result.calls);
      });
      gate.release(lease.token);
      return ran ? "ran" : "failed";
    },
    largestRun: 0,
    /** What people typed here and said in Xero, to be looked for at the end. */
    typed: [] as Typed[],
    said: new Map<string, Said>(),
    /** Edits in Xero that steps made; the others are faults', and overwrite without a word. */
    toldEdits: new Set<Change>(),
    /** Records about which a person decided: his word may set what others typed aside. */
    decided: new Set<string>(),
    /** Versions of links whose base was looked at already. */
    basesSeen: new Set<string>(),
    /** The furthest that Xero's clock was ahead. */
    xeroAheadMs: 0,
    /** The next save is sent twice. */
    sendTwice: false,
    /** Requests that had passed when an organisation was disconnected, by tenant. */
    disconnectedFrom: new Map<string, number>(),
    /** When the organisation's alarm would ring next. */
    dueAt: (organisationId: string): number => (woken.has(organisationId) ? now() : (nextDueAt.get(organisationId) ?? now())),
    /** The cron: one round of every organisation that is due. */
    cron: async (): Promise<void> => {
      for (const id of await stored.dueOrganisations(now())) await world.round(id);
    },
    /**
     * Rounds of one organisation until nothing is due within `withinMs`; a record that waits for another is looked at every minute, and that
     * is rest. False when it does not come to rest.
     */
    settle: async (organisationId: string, withinMs = 45_000, most = 60): Promise<boolean> => {
      for (let count = 0; count < most; count += 1) {
        await world.pump();
        await world.round(organisationId);
        const wait = world.dueAt(organisationId) - now();
        if (wait > withinMs && (sandbox.webhooks.nextDueMs() ?? Infinity) > clock.now() + withinMs) return true;
        clock.advance(Math.max(1, Math.min(wait, withinMs)));
      }
      return false;
    },
    /** Xero delivers what is due. */
    pump: async (): Promise<void> => {
      const due = sandbox.webhooks.nextDueMs();
      if (due === undefined || due > clock.now() + 5_000) return;
      clock.advance(Math.max(0, due - clock.now()));
      await sandbox.webhooks.pump();
    },
    /** A person's request, as HTTP hands it to the engine. Null: the process died or D1 failed, and he got no answer. */
    request: async <T>(organisationId: string, ask: (engine: Engine) => Promise<T>): Promise<T | null> => {
      const engine = createEngine(breakable(portsThrough(organisationId, gateOf(organisationId)), breakage, organisationId), async (id) => void woken.add(id));
      let answer: T | null = null;
      return (await working(async () => void (answer = await ask(engine)))) ? answer : null;
    },
    /** Ports without faults, for looking. */
    looking: (organisationId: string): Ports => portsThrough(organisationId, gateOf(organisationId)),
    /** The access tokens of all users are over, before our clock says so. */
    endTokens: (): void => {
      for (const token of sandbox.world.state.tokens.access.values()) token.expiresAtMs = Math.min(token.expiresAtMs, clock.now());
    },
    /** Another keeper of this user refreshes, whom Xero has refused the token that is kept. */
    refreshElsewhere: async (xeroUserId: string): Promise<void> => {
      const kept = await stored.credentials.load(xeroUserId);
      await newKeeper(xeroUserId, false).token(kept?.tokens.accessToken ?? null);
    },
    renewToken: (xeroUserId: string, rejected: string | null = null) => keeperOf(xeroUserId).token(rejected),
    /** The admin disconnects: Xero's connection and our tokens end, records stay. */
    disconnect: async (organisationId: string): Promise<void> => {
      for (const { xeroUserId, connectionId: id } of await stored.connectionsOf(organisationId)) {
        const token = await keeperOf(xeroUserId).token(null);
        if (token.ok) await deleteConnection({ fetch: ((url: string, init: RequestInit) => wire.pass(url, init)) as typeof fetch, apiUrl: API, accessToken: token.accessToken }, id);
      }
      await stored.forgetConnection(organisationId, now());
    },
    /** The admin connects again, whatever was lost. */
    connect: async (organisationId: string): Promise<void> => {
      const at = organisations.findIndex((one) => one.id === organisationId);
      const { tenantId } = organisations[at]!;
      const user = sandbox.users[0]!;
      const token = sandbox.issueToken({ userId: user.userId, scopes: SCOPES, tenantIds: [tenantId] });
      await stored.credentials.put({ xeroUserId: XERO_USERS[0], name: XERO_USERS[0], email: null }, { accessToken: token.accessToken, refreshToken: token.refreshToken ?? "", accessExpiresAt: token.expiresAtMs, scopes: "" }, now());
      await stored.addConnection({ newId: "never", xeroTenantId: tenantId, connectionId: connectionId(sandbox.world.state, tenantId), name: sandbox.organisations[at]!.name, xeroUserId: XERO_USERS[0], rules: {}, now: now() });
      woken.add(organisationId);
    },
  };
  if (template.contents.tables.size > 0)
    for (const { id, books } of organisations) {
      const rules = rulesOf(setting, { trackingCategoryId: [...books.trackingCategories.keys()][0]!, bankAccountId: [...books.accounts.values()].find((account) => account.type === "BANK")!.id });
      await stored.store.commit([], [{ update: "organisation", where: { id }, set: { rules } }]);
    }
  return world;
}
