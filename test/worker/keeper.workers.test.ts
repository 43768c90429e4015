import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import type { KeeperAnswer } from "../../worker/keeper/keeperCore.ts";
import { credentialStore } from "../../worker/store/credentials.ts";
import { openStore } from "../../worker/store/open.ts";
import { hands, type TestEnv } from "./entry.ts";
import { tables } from "./tables.ts";

interface Stub {
  token(xeroUserId: string, rejected: string | null): Promise<KeeperAnswer>;
}
const { KEEPER, DB } = env as unknown as TestEnv;
const stub = (): Stub => KEEPER.getByName("u") as unknown as Stub;
const tokens = (number: number) => ({ accessToken: `access${number}`, refreshToken: `refresh${number}`, accessExpiresAt: Date.now() + 1_800_000, scopes: "s" });

beforeEach(async () => {
  await tables.fresh();
  await credentialStore(openStore(DB), tables.keys).put({ xeroUserId: "u", name: "Ana", email: null }, tokens(1), Date.now());
});

test("thirty requests in parallel make one refresh, through real RPC", async () => {
  const used: string[] = [];
  hands.refresh = async (token) => {
    used.push(token);
    return { ok: true, tokens: tokens(2) };
  };
  const answers = await Promise.all(Array.from({ length: 30 }, () => stub().token("u", "access1")));
  expect(used).toEqual(["refresh1"]);
  expect(answers.every((answer) => answer.ok && answer.accessToken === "access2")).toBe(true);
});

test("killed between Xero's answer and the save: the old refresh token is tried again within Xero's grace", async () => {
  const used: string[] = [];
  hands.refresh = async (token) => {
    used.push(token);
    if (used.length === 1) await scheduler.wait(30_000);
    return { ok: true, tokens: tokens(used.length + 1) };
  };
  const dying = stub().token("u", "access1").catch(() => "aborted");
  for (let turn = 0; turn < 400 && used.length === 0; turn += 1) await scheduler.wait(5);
  await abortAllDurableObjects();
  expect(await dying).toBe("aborted");
  expect(await stub().token("u", "access1")).toEqual({ ok: true, accessToken: "access3" });
  expect(used).toEqual(["refresh1", "refresh1"]);
});
