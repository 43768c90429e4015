import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { defaultRules } from "../../../shared/planning/rules.ts";
import { parseConfig } from "../../../worker/config.ts";
import { createEngine } from "../../../worker/engine/createEngine.ts";
import { runOrganisation } from "../../../worker/engine/runOrganisation.ts";
import { type Env, openPlatform } from "../../../worker/platform.ts";
import { runScheduled } from "../../../worker/runScheduled.ts";
import { organisationUser } from "../../../worker/store/schema/organisations.ts";
import type { TableName } from "../../../worker/store/port.ts";
import type { SandboxClock } from "../../sandbox/clock.ts";
import { createSandbox } from "../../sandbox/sandbox.ts";
import { hands } from "../entry.ts";
import { tables } from "../tables.ts";
import { type CrashPoint, nameOf } from "./crashPoint.ts";
import { holding } from "./holding.ts";

const DAY_MS = 86_400_000;
const ORGANISATION = "org-1";
/** The Worker's log tells of every failed round; here they are meant to fail. */
const quiet = vi.spyOn(console, "log");

export type WorkerdWorld = Awaited<ReturnType<typeof workerdWorld>>;

/**
 * The Worker's own platform in workerd: D1, gate and keeper as Durable Objects with their alarms, the cron, against the stand-in. Only
 * the clock is ours. It runs ahead of the machine's, so that no alarm goes off by itself: a schedule lets them go off, late as it likes.
 */
export async function workerdWorld(seed: number) {
  vi.useFakeTimers({ toFake: ["Date"], now: (Math.floor(realNow() / DAY_MS) + 2) * DAY_MS });
  const d1 = await tables.fresh();
  const clock: SandboxClock = {
    now: () => Date.now(),
    advance: (ms) => void vi.setSystemTime(Date.now() + ms),
    sleep: (ms) => scheduler.wait(Math.min(ms, 5)),
  };
  const sandbox = createSandbox({ seed, organisations: 1, firm: "empty", clock });
  const { tenantId } = sandbox.organisations[0]!;
  const app = sandbox.apps[0]!;
  const parsed = parseConfig({
    XERO_API_URL: "https://xero.test", XERO_IDENTITY_URL: "https://xero.test", XERO_LOGIN_URL: "https://xero.test",
    XERO_CLIENT_ID: app.clientId, XERO_CLIENT_SECRET: app.clientSecret ?? "", XERO_WEBHOOK_KEY: "webhook-key",
    TOKEN_KEYS: tables.keys.map(({ id, bytes }) => `${id}:${btoa(String.fromCharCode(...bytes))}`).join(","),
    PUBLIC_URL: "https://books.example", EXTENSION_IDS: "a".repeat(32), SETUP_TOKEN: "set-up-token-1234",
  });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ name, sentence }) => `${name} ${sentence}`).join("; "));
  const bindings = env as unknown as Env;
  const { hold, held, d1: heldD1, fetch: heldFetch } = holding();
  vi.stubGlobal("fetch", heldFetch((request) => sandbox.fetch(request)));
  quiet.mockImplementation(() => undefined);
  /** What one invocation of the Worker works with; D1 counts statements by invocation. */
  const invocation = () => openPlatform(bindings, parsed.config);
  const heldInvocation = () => openPlatform({ ...bindings, DB: heldD1(d1) }, parsed.config);
  let underWay = 0;
  hands.round = async (context) => {
    underWay += 1;
    const ended = await held(() => runOrganisation(heldInvocation().portsOf(context), context.lease)).finally(() => (underWay -= 1));
    return ended;
  };
  hands.refresh = (token) => held(() => heldInvocation().identity.refresh(token));

  const token = sandbox.issueToken();
  const userId = sandbox.users[0]!.userId;
  await invocation().credentials.put(
    { xeroUserId: userId, name: "Robin", email: null },
    { accessToken: token.accessToken, refreshToken: token.refreshToken ?? "", accessExpiresAt: token.expiresAtMs, scopes: "offline_access" },
    clock.now(),
  );
  await invocation().ports.store.commit([], [{
    insert: "organisation",
    rows: [{
      id: ORGANISATION, xeroTenantId: tenantId, connectionId: "c", name: "Firm", shortCode: null, state: "connecting",
      rules: defaultRules(), createdAt: clock.now(), connectedAt: clock.now(), fence: 0, nextDueAt: clock.now(),
    }],
  }]);
  await invocation().db.insert(organisationUser).values({ organisationId: ORGANISATION, xeroUserId: userId, connectionId: "c", state: "live", addedAt: 1 });

  /** A fresh stub for each use: one that saw an abort stays broken. */
  const gate = () => bindings.GATE.getByName(ORGANISATION);
  const aborts: string[] = [];
  const nextAlarm = (): Promise<number | null> => runInDurableObject(gate(), (_, state) => state.storage.getAlarm());
  const cron = (): Promise<void> => runScheduled(invocation(), clock.now());
  const wake = (organisationId: string): Promise<void> => invocation().gate(organisationId).wake(organisationId);

  /** Lets the gate's alarm go off; aborts every Durable Object where the hold stops it. */
  const runOnce = async (): Promise<{ nextDueAt: number; aborted: CrashPoint | null }> => {
    await wake(ORGANISATION);
    hold.reached = null;
    let over = false;
    const ran = runDurableObjectAlarm(gate()).then(() => undefined, () => undefined).finally(() => (over = true));
    // workerd runs an aborted alarm again by itself, so a round may be under way that is not the one begun here.
    while ((!over || underWay > 0) && hold.reached === null) await scheduler.wait(1);
    const aborted = hold.reached as CrashPoint | null;
    hold.after = null;
    if (aborted !== null) {
      await abortAllDurableObjects();
      underWay = 0;
      aborts.push(nameOf(aborted));
    }
    await ran;
    return { nextDueAt: (await nextAlarm()) ?? clock.now() + 1_000, aborted };
  };

  return {
    clock, sandbox, tenantId, organisationId: ORGANISATION, hold, aborts, cron, runOnce,
    /** For reading what came of it all. */
    get inner() {
      return invocation().ports;
    },
    /** What people and project tools ask, each in a Worker of its own. */
    get engine() {
      return createEngine(invocation().ports, wake);
    },
    /** Loses what gate and keeper have in memory while nothing runs in them, as Cloudflare does with idle objects. */
    evict: abortAllDurableObjects,
    /** Lets alarms go off at their time until none is due within `withinMs`. */
    async settle(withinMs = 60_000, most = 200): Promise<number> {
      const until = clock.now() + withinMs;
      for (let round = 0; round < most; round += 1) {
        await cron();
        const { nextDueAt } = await runOnce();
        if (nextDueAt > until) return round + 1;
        clock.advance(Math.max(1, nextDueAt - clock.now()));
      }
      throw new Error("the engine did not come to rest");
    },
    rows: async (from: TableName, where: Record<string, unknown> = {}) =>
      (await invocation().ports.store.read({ from, where: { organisationId: ORGANISATION, ...where }, limit: 100_000 } as never))[0] as unknown as Record<string, never>[],
    end: (): void => {
      vi.unstubAllGlobals();
      vi.useRealTimers();
      quiet.mockReset();
    },
  };
}

function realNow(): number {
  vi.useRealTimers();
  return Date.now();
}
