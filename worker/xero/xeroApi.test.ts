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
  return { api, client: api.of("o", "t", "poll"), seen };
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

  describe("in one run", () => {
    const session = (users: readonly string[] | null) => {
      const made = { users, held: null, reads: 0, onRead: () => void (made.reads += 1) };
      return made;
    };

    test("it is found out once who serves it, for all calls and lanes; users that were read with the run are not read again", async () => {
      for (const [users, reads] of [[["ana", "bob"], 1], [null, 2]] as const) {
        const { api, seen } = world({ ana: live("A"), bob: live("B") }, {});
        const one = session(users);
        for (const lane of ["poll", "poll", "person", "sweep"] as const) expect((await api.of("o", "t", lane, one).list("user")).ok).toBe(true);
        expect([seen.tokens, one.reads]).toEqual([["A", "A", "A", "A"], reads]);
      }
    });

    test("a token that Xero refuses is found out anew, once", async () => {
      const keepers = { ana: live("A") };
      const { api, seen } = world(keepers, { A: 401 });
      const one = session(["ana"]);
      await api.of("o", "t", "poll", { ...one, held: { user: "ana", accessToken: "A" } }).list("user");
      keepers.ana = live("A2");
      expect((await api.of("o", "t", "poll", one).list("user")).ok).toBe(true);
      expect((await api.of("o", "t", "poll", one).list("user")).ok).toBe(true);
      expect(seen.tokens.slice(-2)).toEqual(["A2", "A2"]);
    });

    test("disconnected in the middle, nothing more is sent once Xero has refused a call", async () => {
      const keepers: Record<string, KeeperAnswer> = { ana: live("A") };
      const { api, seen } = world(keepers, { A: 403 });
      delete keepers["ana"];
      const running = { ...session(null), held: { user: "ana", accessToken: "A" } };
      for (let call = 0; call < 3; call += 1) expect((await api.of("o", "t", "poll", running).list("user")).ok).toBe(false);
      expect([seen.tokens, seen.lost]).toEqual([["A"], []]);
    });

    test("one who lost access is replaced for all that follows; two calls that find out at the same moment lose nobody else", async () => {
      const { api, seen } = world({ ana: live("A"), bob: live("B"), cid: live("C") }, { A: 403 });
      const one = session(["ana", "bob", "cid"]);
      const both = await Promise.all([api.of("o", "t", "poll", one).list("user"), api.of("o", "t", "person", one).list("user")]);
      expect(both.map(({ ok }) => ok)).toEqual([true, true]);
      expect(seen.lost.every((user) => user === "ana")).toBe(true);
      const before = seen.tokens.length;
      expect((await api.of("o", "t", "poll", one).list("user")).ok).toBe(true);
      expect(seen.tokens.slice(before)).toEqual(["B"]);
    });
  });
});
