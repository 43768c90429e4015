import { gateClass, type RoundContext } from "../../worker/gate/gate.ts";
import { keeperClass } from "../../worker/keeper/keeper.ts";
import type { RefreshAnswer } from "../../worker/keeper/keeperCore.ts";
import { credentialStore } from "../../worker/store/credentials.ts";
import { openStore } from "../../worker/store/open.ts";
import { tables } from "./tables.ts";

export interface TestEnv {
  DB: D1Database;
  GATE: DurableObjectNamespace;
  KEEPER: DurableObjectNamespace;
}

/** What tests hold in their hands. The Worker and its tests share one isolate. */
export const hands = {
  round: async (_context: RoundContext): Promise<{ nextDueAt: number } | null> => ({ nextDueAt: Date.now() + 3_600_000 }),
  refresh: async (_token: string): Promise<RefreshAnswer> => ({ ok: false, kind: "lost" }),
};

export const Gate = gateClass<TestEnv>((_, context) => hands.round(context));
export const Keeper = keeperClass<TestEnv>((env, xeroUserId) => ({
  xeroUserId,
  credentials: credentialStore(openStore(env.DB), tables.keys),
  refresh: (token) => hands.refresh(token),
  now: () => Date.now(),
}));

export default { fetch: () => new Response("test") };
