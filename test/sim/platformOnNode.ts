import { createHash } from "node:crypto";
import { createGateCore, type GateCore, type GateMemory } from "../../worker/gate/gateCore.ts";
import { createKeeperCore, type KeeperCore, type RefreshAnswer } from "../../worker/keeper/keeperCore.ts";
import type { Clock, Ids, Log, Ports } from "../../worker/ports.ts";
import { credentialStore } from "../../worker/store/credentials.ts";
import { createStore } from "../../worker/store/engineStore.ts";
import { openStore } from "../../worker/store/open.ts";
import { markSignInNeeded, markUserLost, usersServing } from "../../worker/store/reads/serving.ts";
import { countDecision } from "../../worker/suggest/countDecision.ts";
import { createXeroApi } from "../../worker/xero/xeroApi.ts";

export interface PlatformOnNodeOptions {
  d1: D1Database;
  /** The stand-in, or anything that answers as Xero. */
  fetch: typeof fetch;
  apiUrl: string;
  publicUrl: string;
  clock: Clock;
  ids: Ids;
  log: Log;
  refresh: (refreshToken: string) => Promise<RefreshAnswer>;
}

const KEYS = [{ id: "sim", bytes: new Uint8Array(32).fill(1) }];

/**
 * The Worker's platform in one Node process: the same gate, keeper, store and Xero client as in workerd, with Maps where Durable
 * Objects keep their storage. `forgetGates` and `forgetKeepers` are what an eviction does to memory; gates' storage survives it.
 */
export function platformOnNode(options: PlatformOnNodeOptions) {
  const { d1, clock } = options;
  const db = openStore(d1);
  const credentials = credentialStore(db, KEYS);
  const storage = new Map<string, Map<string, unknown>>();
  const gates = new Map<string, GateCore>();
  const keepers = new Map<string, KeeperCore>();

  const gate = (organisationId: string): GateCore =>
    kept(gates, organisationId, () => createGateCore(memory(kept(storage, organisationId, () => new Map())), () => clock.now()));
  const keeper = (xeroUserId: string): KeeperCore =>
    kept(keepers, xeroUserId, () => createKeeperCore({ xeroUserId, credentials, refresh: options.refresh, now: () => clock.now() }));

  const ports: Ports = {
    store: createStore(db),
    xero: createXeroApi({
      fetch: options.fetch,
      apiUrl: options.apiUrl,
      gate,
      keeper: (xeroUserId, rejected) => keeper(xeroUserId).token(rejected),
      usersOf: (organisationId) => usersServing(db, organisationId),
      userLost: (organisationId, xeroUserId) => markUserLost(db, organisationId, xeroUserId),
      signInNeeded: (organisationId) => markSignInNeeded(db, organisationId),
    }),
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    clock,
    ids: options.ids,
    log: options.log,
    notify: async () => true,
    counting: countDecision(db),
    publicUrl: options.publicUrl,
  };
  return {
    db,
    credentials,
    gate,
    ports,
    forgetGates: () => gates.clear(),
    forgetKeepers: () => keepers.clear(),
  };
}

/** Values are copied as storage copies them: nothing kept may change behind the gate's back. */
function memory(map: Map<string, unknown>): GateMemory {
  return {
    get: <T>(key: string) => structuredClone(map.get(key)) as T | undefined,
    put: (key, value) => void map.set(key, structuredClone(value)),
  };
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
