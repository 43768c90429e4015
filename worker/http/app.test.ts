import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import { d1OnNode, migrate } from "../../test/sim/d1OnNode.ts";
import { credentialStore } from "../store/credentials.ts";
import { openStore } from "../store/open.ts";
import { credential, member, secret } from "../store/schema/access.ts";
import { organisation, organisationUser } from "../store/schema/organisations.ts";
import { beginDeletion } from "../store/reads/deletions.ts";
import { forgetConnection } from "../store/reads/disconnect.ts";
import { findOrganisation } from "../store/reads/organisations.ts";
import { cursor, inbox } from "../store/schema/reads.ts";
import type { Connection } from "../xero/connections.ts";
import type { Flow, Purpose } from "../xero/oauth.ts";
import { createApp } from "./app.ts";
import type { RoleCap } from "./xeroRole.ts";

const EXTENSION = "abcdefghijklmnopabcdefghijklmnop";
const REDIRECT = `https://${EXTENSION}.chromiumapp.org/`;
const WEBHOOK_KEY = "webhook-key";
const verifier = "v".repeat(43);
const codeChallenge = Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))).toString("base64url");
const ana = { xeroUserId: "xu-ana", email: "ana@firm.test", name: "Ana", authEventId: "event-1" };
const demo: Connection = { id: "c-1", tenantId: "t-1", tenantType: "ORGANISATION", tenantName: "Demo Pty", authEventId: "event-1" };

async function world() {
  const d1 = d1OnNode();
  await migrate(d1);
  const db = openStore(d1);
  const credentials = credentialStore(db, [{ id: "k", bytes: new Uint8Array(32) }]);
  let count = 0;
  const hands = {
    now: 1_000_000,
    visitor: ana as Omit<typeof ana, "xeroUserId"> & { xeroUserId: string },
    finish: "ok" as "ok" | "declined" | "invalid" | "unavailable",
    picked: [demo] as Connection[],
    cap: null as RoleCap | null,
    woken: [] as string[],
    removed: [] as string[],
    later: [] as Promise<unknown>[],
  };
  const unused = new Proxy({}, { get: () => () => Promise.reject(new Error("not part of this test")) });
  const app = createApp({
    config: { publicUrl: "https://m.test", extensionIds: [EXTENSION], setupToken: "the-setup-token-once", xeroWebhookKey: WEBHOOK_KEY },
    db,
    credentials,
    clock: { now: () => hands.now },
    ids: { uuid: () => `id-${(count += 1)}` },
    randomToken: () => `token-${(count += 1)}`.padEnd(43, "x"),
    version: "1",
    identity: {
      start: async (purpose: Purpose) => {
        const flow: Flow = { purpose, state: `state-${(count += 1)}`, nonce: "n", verifier: "pv" };
        return { url: `https://login.test/?state=${flow.state}&purpose=${purpose}`, flow };
      },
      finish: async (_: URL, flow: Flow) =>
        hands.finish !== "ok"
          ? { ok: false as const, reason: hands.finish }
          : {
              ok: true as const,
              consent: {
                ...hands.visitor,
                tokens: flow.purpose === "connect" ? { accessToken: "XERO-ACCESS", refreshToken: "XERO-REFRESH", accessExpiresAt: 9e12, scopes: "s" } : null,
              },
            },
    },
    consented: {
      list: async () => ({ ok: true as const, value: hands.picked }),
      remove: async (_: string, id: string) => (hands.removed.push(id), null),
    },
    roleCap: async () => hands.cap,
    wake: async (id: string) => void hands.woken.push(id),
    later: (work: Promise<unknown>) => void hands.later.push(work),
    engine: unused, gate: unused, xero: unused, connections: unused, suggest: unused,
  } as never);
  const ask = (path: string, init: RequestInit & { json?: unknown } = {}) =>
    app.request(`https://m.test${path}`, {
      ...init,
      ...(init.json === undefined ? {} : { method: "POST", body: JSON.stringify(init.json), headers: { "Content-Type": "application/json", ...init.headers } }),
    });
  const back = async (loginUrl: string) => {
    const state = new URL(loginUrl).searchParams.get("state")!;
    const answer = await ask(`/auth/callback?code=c&state=${state}`);
    return { answer, query: new URL(answer.headers.get("Location") ?? "https://none.test").searchParams, state };
  };
  const session = async (setUp: boolean): Promise<string> => {
    const start = { redirect: REDIRECT, codeChallenge, state: "client-state" };
    const url = setUp
      ? ((await (await ask("/auth/setup", { json: { ...start, setupToken: "the-setup-token-once" } })).json()) as { url: string }).url
      : (await ask(`/auth/start?${new URLSearchParams(start)}`)).headers.get("Location")!;
    const { query } = await back(url);
    const answer = await ask("/auth/token", { json: { code: query.get("code"), codeVerifier: verifier } });
    return ((await answer.json()) as { token: string }).token;
  };
  const connect = async (token: string, more: object = {}) => {
    const answer = await ask("/auth/connect", { json: { redirect: REDIRECT, state: "client-state", ...more }, headers: { Authorization: `Bearer ${token}` } });
    return back(((await answer.json()) as { url: string }).url);
  };
  return { ask, back, session, connect, hands, db, credentials };
}

describe("sign-in", () => {
  test("the set-up token makes the first admin, once", async () => {
    const { ask, session, db } = await world();
    const token = await session(true);
    expect(await db.select().from(member)).toMatchObject([{ email: ana.email, role: "admin", state: "active" }]);
    expect((await ask("/v1/me", { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
    const again = await ask("/auth/setup", { json: { redirect: REDIRECT, codeChallenge, state: "client-state", setupToken: "the-setup-token-once" } });
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, "not_possible_now"]);
  });

  test.each([
    ["a wrong set-up token", { setupToken: "wrong-token-of-length" }, 401],
    ["an address of no known extension", { redirect: "https://evil.test/" }, 403],
    ["an extension that is not listed", { redirect: `https://${"p".repeat(32)}.chromiumapp.org/` }, 403],
    ["an unknown field", { admin: true }, 422],
  ])("%s begins nothing", async (_, change, status) => {
    const { ask, db } = await world();
    const answer = await ask("/auth/setup", { json: { redirect: REDIRECT, codeChallenge, state: "client-state", setupToken: "the-setup-token-once", ...change } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect(await db.select().from(secret)).toEqual([]);
  });

  test("a stranger is sent back with a sentence and gets no code", async () => {
    const { ask, back, session, hands } = await world();
    await session(true);
    hands.visitor = { ...ana, xeroUserId: "xu-eve", email: "eve@other.test" };
    const start = await ask(`/auth/start?${new URLSearchParams({ redirect: REDIRECT, codeChallenge, state: "client-state" })}`);
    const { query } = await back(start.headers.get("Location")!);
    expect([query.get("error"), query.get("code"), query.get("state")]).toEqual(["not_invited", null, "client-state"]);
    expect(query.get("error_description")).toContain("eve@other.test");
  });

  test("someone invited by e-mail signs in; another Xero user with that e-mail does not take his place", async () => {
    const { ask, back, session, hands, db } = await world();
    await session(true);
    await db.insert(member).values({ id: "m2", email: "bob@firm.test", name: "", role: "bookkeeper", state: "invited", createdAt: 1 });
    hands.visitor = { ...ana, xeroUserId: "xu-bob", email: "bob@firm.test", name: "Bob" };
    expect(await session(false)).toBeTypeOf("string");
    hands.visitor = { ...hands.visitor, xeroUserId: "xu-other" };
    const start = await ask(`/auth/start?${new URLSearchParams({ redirect: REDIRECT, codeChallenge, state: "client-state" })}`);
    expect((await back(start.headers.get("Location")!)).query.get("error")).toBe("not_invited");
  });

  test("a code works once, with its own verifier, for two minutes", async () => {
    const { ask, back, session, hands } = await world();
    await session(true);
    const code = async () => {
      const start = await ask(`/auth/start?${new URLSearchParams({ redirect: REDIRECT, codeChallenge, state: "client-state" })}`);
      return (await back(start.headers.get("Location")!)).query.get("code");
    };
    const exchange = async (body: object) => (await ask("/auth/token", { json: body })).status;
    const first = await code();
    expect(await exchange({ code: first, codeVerifier: verifier })).toBe(200);
    expect(await exchange({ code: first, codeVerifier: verifier })).toBe(401);
    expect(await exchange({ code: await code(), codeVerifier: "w".repeat(43) })).toBe(401);
    const late = await code();
    hands.now += 121_000;
    expect(await exchange({ code: late, codeVerifier: verifier })).toBe(401);
  });

  test("Xero's redirect works once, and only with a state of ours", async () => {
    const { ask, session } = await world();
    await session(true);
    expect((await ask("/auth/callback?code=c&state=guessed")).status).toBe(409);
    expect((await ask("/auth/callback?code=c&state=state-1")).status).toBe(409);
  });

  test("signing out ends the session; so does a month", async () => {
    const { ask, session, hands } = await world();
    const headers = { Authorization: `Bearer ${await session(true)}` };
    expect((await ask("/auth/sign-out", { method: "POST", headers })).status).toBe(200);
    expect((await ask("/v1/me", { headers })).status).toBe(401);
    const second = { Authorization: `Bearer ${await session(false)}` };
    hands.now += 31 * 24 * 3_600_000;
    expect((await ask("/v1/me", { headers: second })).status).toBe(401);
  });

  test("nobody is more here than in Xero, and who was removed there stays outside", async () => {
    const { ask, back, session, hands } = await world();
    await session(true);
    hands.cap = "viewer";
    const headers = { Authorization: `Bearer ${await session(false)}` };
    expect(await (await ask("/v1/me", { headers })).json()).toMatchObject({ member: { role: "viewer" } });
    hands.cap = "nobody";
    const start = await ask(`/auth/start?${new URLSearchParams({ redirect: REDIRECT, codeChallenge, state: "client-state" })}`);
    expect((await back(start.headers.get("Location")!)).query.get("error")).toBe("not_in_xero");
  });

  test("no secret lies in the database as it is", async () => {
    const { session, connect, db } = await world();
    const token = await session(true);
    await connect(token);
    const kept = JSON.stringify([await db.select().from(secret), await db.select().from(credential)]);
    for (const text of [token, "XERO-ACCESS", "XERO-REFRESH", "the-setup-token-once"]) expect(kept).not.toContain(text);
  });
});

describe("connect", () => {
  test("the organisation that was picked is taken in, its tokens are kept, and its first round begins", async () => {
    const { session, connect, hands, db, credentials } = await world();
    const { query } = await connect(await session(true));
    await Promise.all(hands.later);
    const [row] = await db.select().from(organisation);
    expect(row).toMatchObject({ xeroTenantId: "t-1", connectionId: "c-1", name: "Demo Pty", state: "connecting" });
    expect([query.get("connected"), hands.woken]).toEqual([row!.id, [row!.id]]);
    expect(await db.select().from(organisationUser)).toMatchObject([{ organisationId: row!.id, xeroUserId: "xu-ana", state: "live" }]);
    expect((await credentials.load("xu-ana"))?.tokens.refreshToken).toBe("XERO-REFRESH");
  });

  test("the same organisation again keeps its id; a second one is added", async () => {
    const { session, connect, hands, db } = await world();
    const token = await session(true);
    const first = (await connect(token)).query.get("connected");
    await db.update(organisation).set({ state: "disconnected", disconnectedAt: 5 });
    expect((await connect(token, { organisationId: first })).query.get("connected")).toBe(first);
    hands.picked = [{ ...demo, id: "c-2", tenantId: "t-2", tenantName: "Second" }];
    expect((await connect(token)).query.get("connected")).not.toBe(first);
    expect((await db.select().from(organisation)).map((row) => row.state)).toEqual(["connecting", "connecting"]);
  });

  promise(["N19", "HP-18", "D13"], "stored rows and calls to Xero", "another organisation in the place of a known one is refused in words, and its new connection is ended", async () => {
    const { session, connect, hands, db } = await world();
    const token = await session(true);
    const first = (await connect(token)).query.get("connected");
    hands.picked = [{ ...demo, id: "c-9", tenantId: "t-9", tenantName: "Other Pty" }];
    const { query } = await connect(token, { organisationId: first });
    expect(query.get("error")).toBe("another_organisation");
    expect(query.get("error_description")).toBe('You picked "Other Pty", but "Demo Pty" is to be connected again.');
    expect(hands.removed).toEqual(["c-9"]);
    expect((await db.select().from(organisation)).length).toBe(1);
  });

  test("another user of the firm connects the same one: both serve it; two at the same moment are one organisation", async () => {
    const { session, connect, hands, db } = await world();
    const token = await session(true);
    const users = async () => (await db.select().from(organisationUser)).map(({ organisationId, xeroUserId, state }) => [organisationId, xeroUserId, state]);
    const asBo = () => (hands.visitor = { ...ana, xeroUserId: "xu-bo", email: "bo@firm.test", name: "Bo" });
    const first = connect(token);
    asBo();
    const ids = (await Promise.all([first, connect(token)])).map(({ query }) => query.get("connected"));
    expect([new Set(ids).size, (await db.select().from(organisation)).length]).toEqual([1, 1]);
    expect((await users()).every(([id, , state]) => id === ids[0] && state === "live")).toBe(true);
    hands.visitor = ana;
    await connect(token);
    asBo();
    await connect(token);
    expect((await users()).toSorted()).toEqual([[ids[0], "xu-ana", "live"], [ids[0], "xu-bo", "live"]]);
    expect((await db.select().from(organisation)).map(({ id }) => id)).toEqual([ids[0]]);
  });

  test("under another user after a disconnection: the same organisation, served by him alone, and every link to be proven", async () => {
    const { session, connect, hands, db } = await world();
    const token = await session(true);
    const id = (await connect(token)).query.get("connected");
    await forgetConnection(db, id!, hands.now);
    hands.visitor = { ...ana, xeroUserId: "xu-bo", email: "bo@firm.test", name: "Bo" };
    expect((await connect(token, { organisationId: id })).query.get("connected")).toBe(id);
    expect((await db.select().from(organisationUser)).map(({ xeroUserId, state }) => [xeroUserId, state])).toEqual([["xu-bo", "live"]]);
    expect((await db.select().from(credential)).map(({ xeroUserId }) => xeroUserId)).toEqual(["xu-bo"]);
    expect(await db.select().from(cursor)).toMatchObject([{ organisationId: id, kind: "reconnect", lane: "proof", dueAt: hands.now }]);
  });

  test("one that was deleted here meanwhile is not brought back under its old id: by name it is refused, as a new one it begins anew", async () => {
    const { session, connect, ask, hands, db } = await world();
    const token = await session(true);
    const id = (await connect(token)).query.get("connected");
    await forgetConnection(db, id!, hands.now);
    const asked = await ask("/auth/connect", { json: { redirect: REDIRECT, state: "client-state", organisationId: id }, headers: { Authorization: `Bearer ${token}` } });
    const { url } = (await asked.json()) as { url: string };
    expect(await beginDeletion(db, (await findOrganisation(db, { id: id! }))!, { type: "member", id: "m", name: "Ana" }, hands.now)).toBe(true);
    const answer = await ask(`/auth/callback?code=c&state=${new URL(url).searchParams.get("state")}`);
    expect(new URL(answer.headers.get("Location")!).searchParams.get("error")).toBe("organisation_deleted");
    expect([hands.removed, await db.select().from(organisation)]).toEqual([["c-1"], []]);
    const anew = (await connect(token)).query.get("connected");
    expect(anew).not.toBe(id);
    expect(await db.select().from(organisation)).toMatchObject([{ id: anew, state: "connecting", facts: null }]);
    expect([await db.select().from(cursor), (await db.select().from(organisationUser)).map(({ organisationId }) => organisationId)]).toEqual([[], [anew]]);
  });

  test.each(["declined", "invalid", "unavailable"] as const)("%s: nothing is kept, and the extension is told", async (reason) => {
    const { session, connect, hands, db } = await world();
    const token = await session(true);
    hands.finish = reason;
    const { query } = await connect(token);
    expect(query.get("error")).toBeTruthy();
    expect(query.get("remedy")).toBeTruthy();
    expect(await db.select().from(organisation)).toEqual([]);
  });

  test("only an admin connects", async () => {
    const { ask, session, hands } = await world();
    await session(true);
    hands.cap = "bookkeeper";
    const token = await session(false);
    const answer = await ask("/auth/connect", { json: { redirect: REDIRECT, state: "client-state" }, headers: { Authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(403);
  });
});

describe("webhooks", () => {
  const signed = (body: string, key = WEBHOOK_KEY) => ({ method: "POST", body, headers: { "x-xero-signature": createHmac("sha256", key).update(body).digest("base64") } });
  const delivery = JSON.stringify({ events: [{ tenantId: "t-1", resourceId: "i" }, { tenantId: "t-unknown" }], firstEventSequence: 1, lastEventSequence: 2, entropy: "E" });

  test("a signed delivery makes one row and wakes its organisations; the same again makes no other", async () => {
    const { ask, session, connect, hands, db } = await world();
    const id = (await connect(await session(true))).query.get("connected");
    hands.woken.length = 0;
    for (let turn = 0; turn < 2; turn += 1) {
      const answer = await ask("/webhooks/xero", signed(delivery));
      expect([answer.status, await answer.text(), answer.headers.get("Set-Cookie")]).toEqual([200, "", null]);
    }
    await Promise.all(hands.later);
    expect(await db.select().from(inbox)).toMatchObject([{ body: delivery, firstSequence: 1, lastSequence: 2, handledAt: null }]);
    expect(new Set(hands.woken)).toEqual(new Set([id]));
  });

  test.each([
    ["another key", signed(delivery, "other-key")],
    ["a changed body", { ...signed(delivery), body: `${delivery} ` }],
    ["no signature", { method: "POST", body: delivery }],
    ["a signature that is no base64", { method: "POST", body: delivery, headers: { "x-xero-signature": "nonsense" } }],
  ])("%s: 401, empty, nothing kept", async (_, init) => {
    const { ask, db } = await world();
    const answer = await ask("/webhooks/xero", init);
    expect([answer.status, await answer.text()]).toEqual([401, ""]);
    expect(await db.select().from(inbox)).toEqual([]);
  });

  test("the intent to receive is answered by its signature alone", async () => {
    const { ask, db } = await world();
    const body = JSON.stringify({ events: [], firstEventSequence: 0, lastEventSequence: 0, entropy: "S" });
    expect((await ask("/webhooks/xero", signed(body))).status).toBe(200);
    expect(await db.select().from(inbox)).toEqual([]);
  });

  test("categories that nobody knows yet are taken in", async () => {
    const { ask, db } = await world();
    expect((await ask("/webhooks/xero", signed(JSON.stringify({ events: [{ tenantId: "t", eventCategory: "BRAND_NEW", data: { deep: [] } }] })))).status).toBe(200);
    expect((await db.select().from(inbox)).length).toBe(1);
  });
});

describe("the surface", () => {
  test.each([["/v1/me"], ["/v1/invoices"], ["/v1/marks"]])("%s without a key is a problem document", async (path) => {
    const answer = await (await world()).ask(path);
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([401, "application/problem+json"]);
    expect(await answer.json()).toMatchObject({ code: "unauthorised", remedy: expect.any(String), detail: expect.any(String) });
  });

  test("only the known extension may read answers from a page", async () => {
    const { ask } = await world();
    const allowed = async (origin: string) =>
      (await ask("/v1/me", { method: "OPTIONS", headers: { Origin: origin, "Access-Control-Request-Method": "GET" } })).headers.get("Access-Control-Allow-Origin");
    expect(await allowed(`chrome-extension://${EXTENSION}`)).toBe(`chrome-extension://${EXTENSION}`);
    expect(await allowed("https://go.xero.com")).toBeNull();
    expect(await allowed(`chrome-extension://${"p".repeat(32)}`)).toBeNull();
  });

  test("health tells a watcher without a key what works, and names nobody", async () => {
    const { ask, session, connect } = await world();
    await connect(await session(true));
    const text = await (await ask("/health")).text();
    expect(JSON.parse(text)).toMatchObject({ ok: true, database: true });
    expect(text).not.toContain("Demo");
  });

  test("an unknown address is a problem document", async () => {
    expect((await (await world()).ask("/nothing")).status).toBe(404);
  });
});
