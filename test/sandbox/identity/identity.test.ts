import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { person, tokenCall, type SignInOptions } from "../login/signIn.ts";
import { createSandbox, type Sandbox } from "../sandbox.ts";
import type { XeroApp } from "../tokens.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const world = (app?: Partial<XeroApp>) => createSandbox({ seed: 5, firm: "empty", ...(app ? { app } : {}) });

async function codeOf(sandbox: Sandbox, options: SignInOptions = {}): Promise<Record<string, string>> {
  const { answer } = await person(sandbox).authorize(options);
  return { grant_type: "authorization_code", code: answer!.searchParams.get("code")!, redirect_uri: sandbox.apps[0]!.redirectUris[0]!, ...(options.verifier === undefined ? {} : { code_verifier: options.verifier }) };
}
const signedIn = async (sandbox: Sandbox, options: SignInOptions = {}) => (await tokenCall(sandbox, await codeOf(sandbox, options))).body;
const refresh = (sandbox: Sandbox, token: string | undefined) => tokenCall(sandbox, { grant_type: "refresh_token", refresh_token: token ?? "" });
const connections = (sandbox: Sandbox, token: string | undefined) => sandbox.fetch(new Request("https://api.xero.com/connections", { headers: { authorization: `Bearer ${token}`, accept: "application/json" } }));
const invalidGrant = { status: 400, body: { error: "invalid_grant" } };

describe("tokens", () => {
  test("the access token is a JWT that the published keys verify, with the claims that clients read (§1.1)", async () => {
    const sandbox = world();
    const set = await signedIn(sandbox);
    const keys = (await (await sandbox.fetch(new Request("https://identity.xero.com/.well-known/openid-configuration/jwks"))).json()) as Parameters<typeof createLocalJWKSet>[0];
    const { payload, protectedHeader } = await jwtVerify(set["access_token"]!, createLocalJWKSet(keys), { issuer: "https://identity.xero.com", currentDate: new Date(sandbox.clock.now()) });
    expect(protectedHeader.alg).toBe("RS256");
    expect(payload).toMatchObject({ xero_userid: sandbox.users[0]?.userId, authentication_event_id: sandbox.connections[0]?.authEventId, client_id: sandbox.apps[0]?.clientId });
    expect(payload["scope"]).toContain("accounting.invoices");
    expect([set["token_type"], Number(set["expires_in"])]).toEqual(["Bearer", 1800]);
  });
  test("the API believes it, and shows the connection that the consent made", async () => {
    const sandbox = world();
    const set = await signedIn(sandbox);
    expect(await (await connections(sandbox, set["access_token"])).json()).toMatchObject([{ tenantId: sandbox.organisations[0]?.tenantId, authEventId: decodeJwt(set["access_token"]!)["authentication_event_id"] }]);
  });
  test("the id_token carries nonce, user, name and e-mail, and lives five minutes (§1.2)", async () => {
    const sandbox = world();
    const claims = decodeJwt((await signedIn(sandbox))["id_token"]!);
    expect(claims).toMatchObject({ nonce: "n-1", aud: sandbox.apps[0]?.clientId, email: "robin.hale@marlowfinch.example", name: "Robin Hale", xero_userid: sandbox.users[0]?.userId });
    expect(claims.exp! - claims.iat!).toBe(300);
  });
  test("without profile and email it says nothing of either; without openid there is none", async () => {
    const sandbox = world();
    expect(Object.keys(decodeJwt((await signedIn(sandbox, { scope: "openid accounting.contacts" }))["id_token"]!))).not.toContain("email");
    expect(await signedIn(sandbox, { scope: "accounting.contacts" })).not.toHaveProperty("id_token");
  });
  test("there is a refresh token only with offline_access (§1.2)", async () => {
    expect(await signedIn(world(), { scope: "openid accounting.contacts" })).not.toHaveProperty("refresh_token");
  });
  test("an access token works for 30 minutes (§1.2)", async () => {
    const sandbox = world();
    const set = await signedIn(sandbox);
    sandbox.clock.advance(30 * minuteMs - 1);
    expect((await connections(sandbox, set["access_token"])).status).toBe(200);
    sandbox.clock.advance(1);
    expect((await connections(sandbox, set["access_token"])).status).toBe(401);
  });
  test("a token that only looks like one is refused", async () => {
    const sandbox = world();
    const set = await signedIn(sandbox);
    expect((await connections(sandbox, `${set["access_token"]}x`)).status).toBe(401);
  });
  test("a world that was saved and loaded still knows its codes, keys and tokens", async () => {
    const sandbox = world();
    const form = await codeOf(sandbox);
    const other = createSandbox({ seed: 5, state: sandbox.save() });
    expect((await tokenCall(other, form)).status).toBe(200);
  });
});

describe("the code", () => {
  test("lives five minutes (§1.2)", async () => {
    const sandbox = world();
    const form = await codeOf(sandbox);
    sandbox.clock.advance(5 * minuteMs + 1);
    expect(await tokenCall(sandbox, form)).toEqual(invalidGrant);
  });
  test.for([["redirect_uri", "http://localhost:8787/other"], ["code", "guess"]] as const)("with another %s it is worth nothing", async ([field, value]) => {
    const sandbox = world();
    expect(await tokenCall(sandbox, { ...(await codeOf(sandbox)), [field]: value })).toEqual(invalidGrant);
  });
  test("of another client is worth nothing", async () => {
    const sandbox = world();
    const form = await codeOf(sandbox);
    const other: XeroApp = { ...sandbox.apps[0]!, clientId: "other" };
    sandbox.world.state.apps.push(other);
    expect(await tokenCall(sandbox, form, { app: other })).toEqual(invalidGrant);
  });
  const verifier = "a".repeat(42) + "Z";
  test.for([[verifier, 200], ["b".repeat(43), 400], ["short", 400], ["", 400]] as const)("with PKCE, verifier %s answers %i (RFC 7636 §4.6)", async ([sent, status]) => {
    const sandbox = world({ kind: "pkce" });
    const form: Record<string, string> = { ...(await codeOf(sandbox, { verifier })), code_verifier: sent, client_id: sandbox.apps[0]!.clientId };
    if (sent === "") delete form["code_verifier"];
    expect((await tokenCall(sandbox, form, { auth: "none" })).status).toBe(status);
  });
  test("a web app may use PKCE besides its secret, and is then held to it", async () => {
    const sandbox = world();
    expect((await tokenCall(sandbox, await codeOf(sandbox, { verifier }))).status).toBe(200);
    const { code_verifier: _, ...without } = await codeOf(sandbox, { verifier });
    expect(await tokenCall(sandbox, without as Record<string, string>)).toEqual(invalidGrant);
  });
});

describe("the refresh token", () => {
  test("rotates on every use; the old one may be retried for 30 minutes (§1.2)", async () => {
    const sandbox = world();
    const first = (await signedIn(sandbox))["refresh_token"];
    const second = await refresh(sandbox, first);
    expect(second.status).toBe(200);
    expect(second.body["refresh_token"]).not.toBe(first);
    sandbox.clock.advance(30 * minuteMs);
    expect((await refresh(sandbox, first)).status).toBe(200);
    sandbox.clock.advance(1);
    expect(await refresh(sandbox, first)).toEqual(invalidGrant);
    expect((await refresh(sandbox, second.body["refresh_token"])).status).toBe(200);
  });
  test("retrying does not prolong the 30 minutes", async () => {
    const sandbox = world();
    const first = (await signedIn(sandbox))["refresh_token"];
    await refresh(sandbox, first);
    sandbox.clock.advance(20 * minuteMs);
    await refresh(sandbox, first);
    sandbox.clock.advance(20 * minuteMs);
    expect(await refresh(sandbox, first)).toEqual(invalidGrant);
  });
  test("unused for 60 days it is gone; each use buys 60 more (§1.2)", async () => {
    const sandbox = world();
    let token = (await signedIn(sandbox))["refresh_token"];
    for (let round = 0; round < 3; round += 1) {
      sandbox.clock.advance(59 * dayMs);
      token = (await refresh(sandbox, token)).body["refresh_token"];
    }
    sandbox.clock.advance(60 * dayMs);
    expect(await refresh(sandbox, token)).toEqual(invalidGrant);
  });
  test("of a user who was removed from the organisation still refreshes; the API then refuses (§1.2)", async () => {
    const sandbox = world();
    const set = await signedIn(sandbox);
    const { tenantId } = sandbox.organisations[0]!;
    sandbox.bookkeeper.setRole({ tenantId, userId: sandbox.users[0]!.userId, role: "REMOVED" });
    const renewed = await refresh(sandbox, set["refresh_token"]);
    expect(renewed.status).toBe(200);
    const answer = await sandbox.fetch(new Request("https://api.xero.com/api.xro/2.0/Organisation", { headers: { authorization: `Bearer ${renewed.body["access_token"]}`, "xero-tenant-id": tenantId, accept: "application/json" } }));
    expect(answer.status).toBeGreaterThanOrEqual(401);
  });
});

describe("revocation", () => {
  test("answers 200 with nothing, ends all tokens of the user and drops his connections (§1.1)", async () => {
    const sandbox = world();
    const set = await signedIn(sandbox);
    expect(await tokenCall(sandbox, { token: set["refresh_token"]! }, { path: "/connect/revocation" })).toEqual({ status: 200, body: {} });
    expect(await refresh(sandbox, set["refresh_token"])).toEqual(invalidGrant);
    expect((await connections(sandbox, set["access_token"])).status).toBe(401);
    expect(sandbox.connections).toEqual([]);
  });
  test("leaves what another user connected", async () => {
    const sandbox = world();
    const robin = await signedIn(sandbox);
    const sasha = await signedIn(sandbox, { user: 1 });
    await tokenCall(sandbox, { token: robin["refresh_token"]! }, { path: "/connect/revocation" });
    expect(sandbox.connections.map((one) => one.userIds)).toEqual([[sandbox.users[1]?.userId]]);
    expect((await refresh(sandbox, sasha["refresh_token"])).status).toBe(200);
  });
  test("of an unknown token is no error (RFC 7009 §2.2)", async () => {
    expect((await tokenCall(world(), { token: "nothing" }, { path: "/connect/revocation" })).status).toBe(200);
  });
});

describe("who calls", () => {
  test.for(["basic", "body"] as const)("%s credentials are taken (§1.1)", async (auth) => {
    const sandbox = world();
    expect((await tokenCall(sandbox, await codeOf(sandbox), { auth })).status).toBe(200);
  });
  test("a wrong secret, and none at all, are invalid_client", async () => {
    const sandbox = world();
    const wrong = { ...sandbox.apps[0]!, clientSecret: "guess" };
    for (const answer of [await tokenCall(sandbox, await codeOf(sandbox), { app: wrong }), await tokenCall(sandbox, { ...(await codeOf(sandbox)), client_id: wrong.clientId }, { auth: "none" })]) {
      expect(answer).toEqual({ status: 400, body: { error: "invalid_client" } });
    }
  });
  test("an unknown grant type is named so", async () => {
    expect(await tokenCall(world(), { grant_type: "password" })).toEqual({ status: 400, body: { error: "unsupported_grant_type" } });
    expect(await tokenCall(world(), { grant_type: "constructor" })).toEqual({ status: 400, body: { error: "unsupported_grant_type" } });
  });
});

describe("client_credentials", () => {
  test("a custom connection acts for its one organisation, with the scopes it asked for", async () => {
    const sandbox = world({ kind: "custom" });
    const { body } = await tokenCall(sandbox, { grant_type: "client_credentials", scope: "accounting.contacts" });
    expect([body["scope"], "refresh_token" in body]).toEqual(["accounting.contacts", false]);
    const listed = (await (await connections(sandbox, body["access_token"])).json()) as { tenantId: string }[];
    expect(listed.map((one) => one.tenantId)).toEqual([sandbox.organisations[0]?.tenantId]);
  });
  test("a web app gets one to manage its connections, and for nothing else (§1.1)", async () => {
    const sandbox = world();
    expect((await tokenCall(sandbox, { grant_type: "client_credentials", scope: "app.connections" })).status).toBe(200);
    expect(await tokenCall(sandbox, { grant_type: "client_credentials", scope: "accounting.contacts" })).toEqual({ status: 400, body: { error: "unauthorized_client" } });
  });
  test("a scope that the app may not have is refused", async () => {
    expect(await tokenCall(world({ kind: "custom" }), { grant_type: "client_credentials", scope: "accounting.contacts accounting.transactions" })).toEqual({ status: 400, body: { error: "invalid_scope" } });
  });
});

test("discovery names the endpoints of the address it was asked at; Xero's own hosts are two (§1.1)", async () => {
  const sandbox = world();
  const at = async (origin: string) => (await (await sandbox.fetch(new Request(`${origin}/.well-known/openid-configuration`))).json()) as Record<string, string>;
  expect(await at("https://identity.xero.com")).toMatchObject({ issuer: "https://identity.xero.com", authorization_endpoint: "https://login.xero.com/identity/connect/authorize", token_endpoint: "https://identity.xero.com/connect/token" });
  expect(await at("http://localhost:4000")).toMatchObject({ issuer: "http://localhost:4000", authorization_endpoint: "http://localhost:4000/identity/connect/authorize" });
});
