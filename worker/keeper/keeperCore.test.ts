import { describe, expect, test } from "vitest";
import { d1OnNode, migrate } from "../../test/sim/d1OnNode.ts";
import { credentialStore, type TokenSet } from "../store/credentials.ts";
import { openStore } from "../store/open.ts";
import { createKeeperCore, type RefreshAnswer } from "./keeperCore.ts";
import { GRACE_MS, KEEP_ALIVE_MS, REFRESH_TOKEN_LIFE_MS } from "./refresh.ts";

const keys = [{ id: "k1", bytes: new Uint8Array(32).fill(7) }];
const MINUTES = 60_000;

async function setUp(options: { start?: number } = {}) {
  const d1 = d1OnNode();
  await migrate(d1);
  const credentials = credentialStore(openStore(d1), keys);
  const world = { now: options.start ?? 1_000_000, refreshed: [] as string[], answer: null as null | ((token: string) => Promise<RefreshAnswer>) };
  const tokens = (number: number): TokenSet => ({
    accessToken: `access${number}`,
    refreshToken: `refresh${number}`,
    accessExpiresAt: world.now + 30 * MINUTES,
    scopes: "s",
  });
  const keeper = () =>
    createKeeperCore({
      xeroUserId: "u",
      credentials,
      now: () => world.now,
      refresh: async (token) => {
        world.refreshed.push(token);
        return world.answer === null ? { ok: true, tokens: tokens(world.refreshed.length + 1) } : world.answer(token);
      },
    });
  await credentials.put({ xeroUserId: "u", name: "Ana", email: null }, tokens(1), world.now);
  return { keeper, credentials, world, tokens, d1 };
}

describe("keeper", () => {
  test("a token that still holds is given without a refresh", async () => {
    const { keeper, world } = await setUp();
    expect(await keeper().token(null)).toEqual({ ok: true, accessToken: "access1" });
    expect(world.refreshed).toEqual([]);
  });

  test("twenty callers with an expired token make one refresh", async () => {
    const { keeper, world } = await setUp();
    world.now += 30 * MINUTES;
    const one = keeper();
    const answers = await Promise.all(Array.from({ length: 20 }, () => one.token(null)));
    expect(world.refreshed).toEqual(["refresh1"]);
    expect(new Set(answers.map((answer) => answer.ok && answer.accessToken))).toEqual(new Set(["access2"]));
  });

  test("a token that Xero refused is exchanged although our clock says it holds", async () => {
    const { keeper } = await setUp();
    expect(await keeper().token("access1")).toEqual({ ok: true, accessToken: "access2" });
  });

  test("the rotated token is saved before it is used", async () => {
    const { keeper, credentials } = await setUp();
    await keeper().token("access1");
    expect(await credentials.load("u")).toMatchObject({ generation: 2, tokens: { refreshToken: "refresh2" } });
  });

  test("a lost answer changes nothing; the old refresh token is sent again and works", async () => {
    const { keeper, world, tokens } = await setUp();
    world.now += 30 * MINUTES;
    world.answer = async () => ({ ok: false, kind: "lost" });
    const one = keeper();
    expect(await one.token(null)).toEqual({ ok: false, kind: "unavailable" });
    world.answer = async () => ({ ok: true, tokens: tokens(9) });
    expect(await one.token(null)).toEqual({ ok: true, accessToken: "access9" });
    expect(world.refreshed).toEqual(["refresh1", "refresh1"]);
  });

  test("a consent given while a refresh was under way wins; its tokens are not overwritten", async () => {
    const { keeper, credentials, world, tokens } = await setUp();
    world.answer = async () => {
      await credentials.put({ xeroUserId: "u", name: "Ana", email: null }, { ...tokens(50), accessToken: "consented" }, world.now);
      return { ok: true, tokens: tokens(2) };
    };
    expect(await keeper().token("access1")).toEqual({ ok: true, accessToken: "consented" });
  });

  test("two keepers at once (a moved Durable Object): the loser uses the winner's token and revokes nothing", async () => {
    const { keeper, credentials, world, tokens } = await setUp();
    const other = keeper();
    let first = true;
    world.answer = async () => {
      if (!first) return { ok: true, tokens: tokens(3) };
      first = false;
      await other.token("access1");
      return { ok: false, kind: "refused" };
    };
    expect(await keeper().token("access1")).toEqual({ ok: true, accessToken: "access3" });
    expect((await credentials.load("u"))?.state).toBe("live");
  });

  test.each([
    ["refused_by_xero", 30 * MINUTES],
    ["unused_for_60_days", REFRESH_TOKEN_LIFE_MS],
  ] as const)("refused: revoked with its cause, %s, and Xero is not asked again", async (cause, later) => {
    const { keeper, world } = await setUp();
    world.now += later;
    world.answer = async () => ({ ok: false, kind: "refused" });
    const one = keeper();
    expect(await one.token(null)).toEqual({ ok: false, kind: "revoked", cause });
    expect(await one.token(null)).toEqual({ ok: false, kind: "revoked", cause });
    expect(world.refreshed.length).toBe(1);
  });

  test("an answer lost for longer than Xero's grace is named as the cause", async () => {
    const { keeper, world } = await setUp();
    world.now += 30 * MINUTES;
    world.answer = async () => ({ ok: false, kind: "lost" });
    const one = keeper();
    await one.token(null);
    world.now += GRACE_MS;
    world.answer = async () => ({ ok: false, kind: "refused" });
    expect(await one.token(null)).toMatchObject({ kind: "revoked", cause: "answer_lost" });
  });

  test("an answer lost before somebody signed in again is no cause of what comes later", async () => {
    const { keeper, credentials, world, tokens } = await setUp();
    world.now += 30 * MINUTES;
    world.answer = async () => ({ ok: false, kind: "lost" });
    const one = keeper();
    await one.token(null);
    await credentials.drop("u");
    world.now += GRACE_MS;
    await credentials.put({ xeroUserId: "u", name: "Ana", email: null }, tokens(7), world.now);
    world.answer = async () => ({ ok: false, kind: "refused" });
    expect(await one.token("access7")).toEqual({ ok: false, kind: "revoked", cause: "refused_by_xero" });
  });

  test("a sign-in that nobody used for a week is refreshed to keep it", async () => {
    const { keeper, world, credentials, tokens } = await setUp();
    await credentials.replace("u", 1, { ...tokens(1), accessExpiresAt: world.now + 2 * KEEP_ALIVE_MS }, world.now);
    world.now += KEEP_ALIVE_MS;
    await keeper().token(null);
    expect(world.refreshed.length).toBe(1);
  });

  test("tokens in D1 are unreadable without the key, and a new key reseals them at the next use", async () => {
    const { credentials, world, d1, tokens } = await setUp();
    const row = JSON.stringify(await d1.prepare("select * from credential").first());
    expect(row).not.toContain("access1");
    expect(row).not.toContain("refresh1");
    expect(await credentialStore(openStore(d1), [{ id: "k2", bytes: new Uint8Array(32) }]).load("u")).toBeNull();

    const rotated = credentialStore(openStore(d1), [{ id: "k2", bytes: new Uint8Array(32).fill(9) }, ...keys]);
    expect((await rotated.load("u"))?.stale).toBe(true);
    const keeper = createKeeperCore({ xeroUserId: "u", credentials: rotated, now: () => world.now, refresh: async () => ({ ok: true, tokens: tokens(2) }) });
    await keeper.token(null);
    expect(await rotated.load("u")).toMatchObject({ stale: false, tokens: { accessToken: "access2" } });
    expect(await credentials.load("u")).toBeNull();
  });
});
