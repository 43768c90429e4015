import { describe, expect, test } from "vitest";
import type { KeeperAnswer } from "../keeper/keeperCore.ts";
import { createXeroApi } from "./xeroApi.ts";

const live = (token: string): KeeperAnswer => ({ ok: true, accessToken: token });
const revoked: KeeperAnswer = { ok: false, kind: "revoked", cause: "refused_by_xero" };

function world(keepers: Record<string, KeeperAnswer>, answers: Record<string, number>) {
  const seen = { lost: [] as string[], signInNeeded: 0, tokens: [] as string[], settled: 0 };
  const api = createXeroApi({
    apiUrl: "https://x.test",
    gate: () => ({ take: () => ({ ok: true, id: "p" }), settle: () => void (seen.settled += 1) }),
    keeper: async (user) => keepers[user]!,
    usersOf: async () => Object.keys(keepers).filter((user) => !seen.lost.includes(user)),
    userLost: async (_, user) => void seen.lost.push(user),
    signInNeeded: async () => void (seen.signInNeeded += 1),
    fetch: (async (_: string, init: RequestInit) => {
      const token = new Headers(init.headers).get("authorization")!.slice("Bearer ".length);
      seen.tokens.push(token);
      return new Response(JSON.stringify({ Users: [] }), { status: answers[token] ?? 200 });
    }) as typeof fetch,
  });
  return { client: api.of("o", "t", "poll"), seen };
}

describe("an organisation with several Xero users", () => {
  test("the first who can serve it does", async () => {
    const { client, seen } = world({ ana: live("A"), bob: live("B") }, {});
    expect((await client.list("user")).ok).toBe(true);
    expect(seen).toMatchObject({ tokens: ["A"], lost: [], settled: 1 });
  });

  test("one whose sign-in was revoked is passed over", async () => {
    const { client, seen } = world({ ana: revoked, bob: live("B") }, {});
    expect((await client.list("user")).ok).toBe(true);
    expect(seen).toMatchObject({ tokens: ["B"], lost: ["ana"], signInNeeded: 0 });
  });

  test("one who lost access in Xero is replaced within the same call", async () => {
    const { client, seen } = world({ ana: live("A"), bob: live("B") }, { A: 403 });
    expect((await client.list("user")).ok).toBe(true);
    expect(seen).toMatchObject({ tokens: ["A", "B"], lost: ["ana"], settled: 2 });
  });

  test("the last one is kept on 403, which may mean that Xero's plan lacks the product", async () => {
    const { client, seen } = world({ ana: live("A") }, { A: 403 });
    const page = await client.list("user");
    expect(page.ok ? null : page.error.kind).toBe("Forbidden");
    expect(seen).toMatchObject({ lost: [], signInNeeded: 0 });
  });

  test("when nobody can, an admin is asked to sign in, and nothing is sent", async () => {
    const { client, seen } = world({ ana: revoked, bob: revoked }, {});
    const page = await client.list("user");
    expect(page.ok ? null : page.error).toEqual({ kind: "Unauthorised", reason: "revoked" });
    expect(seen).toMatchObject({ signInNeeded: 1, tokens: [], settled: 0 });
  });

  test("a keeper that cannot reach Xero now makes nobody lost", async () => {
    const { client, seen } = world({ ana: { ok: false, kind: "unavailable" }, bob: live("B") }, {});
    const page = await client.list("user");
    expect(page.ok ? null : page.error.kind).toBe("Unavailable");
    expect(seen).toMatchObject({ lost: [], signInNeeded: 0 });
  });
});
