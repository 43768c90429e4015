import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseConfig } from "../../worker/config.ts";
import { type Env, openPlatform } from "../../worker/platform.ts";
import { organisation, organisationUser } from "../../worker/store/schema/organisations.ts";
import type { TokenSet } from "../../worker/store/credentials.ts";
import { promise } from "../promise.ts";
import { hands } from "./entry.ts";
import { tables } from "./tables.ts";

const MINUTE_MS = 60_000;
const bindings = env as unknown as Env;
const parsed = parseConfig({
  XERO_API_URL: "https://xero.test", XERO_IDENTITY_URL: "https://xero.test", XERO_LOGIN_URL: "https://xero.test",
  XERO_CLIENT_ID: "CLIENT", XERO_CLIENT_SECRET: "client-secret", XERO_WEBHOOK_KEY: "webhook-key", TOKEN_KEYS: `k:${btoa(String.fromCharCode(...new Uint8Array(32).fill(5)))}`,
  PUBLIC_URL: "https://m.test", EXTENSION_IDS: "a".repeat(32), SETUP_TOKEN: "set-up-token-1234",
});
if (!parsed.ok) throw new Error("the settings of the test are wrong");
/** A fresh one for each invocation, as in production. */
const platform = () => openPlatform(bindings, parsed.config);

/** Xero as far as tokens go: which tokens it takes, for which organisations, and what it was asked with. */
const xero = { asked: [] as string[], refuses: (_token: string, _tenant: string): number => 200 };
const refreshed: string[] = [];

const tokens = (name: string, expiresInMs: number): TokenSet => ({ accessToken: `${name}-access`, refreshToken: `${name}-refresh`, accessExpiresAt: Date.now() + expiresInMs, scopes: "s" });
const signIn = (user: string, expiresInMs = 30 * MINUTE_MS) => platform().credentials.put({ xeroUserId: user, name: user, email: null }, tokens(user, expiresInMs), Date.now());

/** Organisations by id, each with the users who serve it, the first one first. */
async function connect(served: Record<string, readonly string[]>): Promise<void> {
  const { db } = platform();
  for (const [id, users] of Object.entries(served)) {
    await db.insert(organisation).values({ id, xeroTenantId: `tenant-${id}`, name: id, state: "connected", rules: {}, createdAt: 1 });
    for (const [index, xeroUserId] of users.entries()) await db.insert(organisationUser).values({ organisationId: id, xeroUserId, connectionId: `c-${id}-${xeroUserId}`, state: "live", addedAt: index });
  }
}

const read = async (id: string): Promise<string> => {
  const page = await platform().ports.xero.of(id, `tenant-${id}`, "person").list("organisation");
  return page.ok ? "read" : page.error.kind;
};
const usersOf = async (state: "live" | "lost") => (await platform().db.select().from(organisationUser)).filter((row) => row.state === state).map((row) => `${row.organisationId} ${row.xeroUserId}`).toSorted();

beforeEach(async () => {
  await tables.fresh();
  xero.asked = [];
  xero.refuses = () => 200;
  refreshed.length = 0;
  hands.refresh = async (token) => {
    refreshed.push(token);
    const name = token.replace("-refresh", "+");
    return { ok: true, tokens: tokens(name, 30 * MINUTE_MS) };
  };
  vi.spyOn(globalThis, "fetch").mockImplementation(async (_, init) => {
    const headers = new Headers(init?.headers);
    const token = headers.get("authorization")!.slice("Bearer ".length);
    const tenant = headers.get("xero-tenant-id")!;
    xero.asked.push(`${tenant} ${token}`);
    return new Response(JSON.stringify({ Organisations: [{ Name: tenant }] }), { status: xero.refuses(token, tenant) });
  });
});
afterEach(() => vi.restoreAllMocks());

describe("tokens, per Xero user", () => {
  promise(["D13"], "requests to Xero and D1, in workerd", "one user with three organisations: twelve calls at once with an expired token make one refresh, and each speaks for its own organisation", async () => {
    await signIn("ana", -MINUTE_MS);
    await connect({ one: ["ana"], two: ["ana"], three: ["ana"] });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => read(["one", "two", "three"][n % 3]!)));
    expect(new Set(answers)).toEqual(new Set(["read"]));
    expect(refreshed).toEqual(["ana-refresh"]);
    expect(new Set(xero.asked)).toEqual(new Set(["tenant-one ana+-access", "tenant-two ana+-access", "tenant-three ana+-access"]));
  });

  promise(["D13"], "requests to Xero and D1, in workerd", "two users for one organisation: when one loses access the other takes over within the same call, and the first still serves his other organisation", async () => {
    await signIn("ana");
    await signIn("ben");
    await connect({ shared: ["ana", "ben"], own: ["ana"] });
    xero.refuses = (token, tenant) => (token === "ana-access" && tenant === "tenant-shared" ? 403 : 200);
    expect(await read("shared")).toBe("read");
    expect(xero.asked).toEqual(["tenant-shared ana-access", "tenant-shared ben-access"]);
    expect(await usersOf("lost")).toEqual(["shared ana"]);
    expect(await read("own")).toBe("read");
    expect(await read("shared")).toBe("read");
    expect(xero.asked.slice(2)).toEqual(["tenant-own ana-access", "tenant-shared ben-access"]);
  });

  test("a sign-in that Xero revoked is passed over; when nobody is left an admin is asked, and nothing is sent", async () => {
    await signIn("ana", -MINUTE_MS);
    await signIn("ben", -MINUTE_MS);
    await connect({ shared: ["ana", "ben"] });
    hands.refresh = async (token) => (token === "ana-refresh" ? { ok: false, kind: "refused" } : { ok: true, tokens: tokens("ben2", MINUTE_MS * 30) });
    expect(await read("shared")).toBe("read");
    expect(xero.asked).toEqual(["tenant-shared ben2-access"]);
    hands.refresh = async () => ({ ok: false, kind: "refused" });
    await signIn("ben", -MINUTE_MS);
    expect(await read("shared")).toBe("Unauthorised");
    expect(xero.asked.length).toBe(1);
    const [row] = await platform().db.select().from(organisation);
    expect(row!.state).toBe("needs_sign_in");
    expect(await usersOf("live")).toEqual([]);
  });

  test("a refresh whose answer is lost loses nobody: the old refresh token is sent again within Xero's half hour", async () => {
    await signIn("ana", -MINUTE_MS);
    await connect({ one: ["ana"] });
    const sent: string[] = [];
    hands.refresh = async (token) => (sent.push(token), sent.length === 1 ? { ok: false, kind: "lost" } : { ok: true, tokens: tokens("late", 30 * MINUTE_MS) });
    expect(await read("one")).toBe("Unavailable");
    expect(await usersOf("live")).toEqual(["one ana"]);
    expect(await read("one")).toBe("read");
    expect(sent).toEqual(["ana-refresh", "ana-refresh"]);
    expect(xero.asked).toEqual(["tenant-one late-access"]);
  });
});
