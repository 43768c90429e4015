import { describe, expect, test } from "vitest";
import { createSandbox } from "../sandbox.ts";
import type { XeroApp } from "../tokens.ts";
import { connectScope, person, tokenCall } from "./signIn.ts";

const world = (app?: Partial<XeroApp>) => createSandbox({ seed: 3, firm: "empty", organisations: 3, ...(app ? { app } : {}) });
const extraApp = (clientId: string, other: Partial<XeroApp> = {}): XeroApp => ({
  clientId, clientSecret: "s", name: clientId, kind: "web", redirectUris: ["https://app.example/cb"], scopes: "granular", extraScopes: [], certified: false, ...other,
});

describe("consent", () => {
  test("login, one organisation, the scopes in words; the app gets code and state back", async () => {
    const sandbox = world();
    const { answer, pages } = await person(sandbox).authorize({ organisation: 1 });
    expect(pages.map((page) => page.querySelector("h1")?.textContent)).toEqual(["Log in", "Which organisation should Marginalia connect to?", "Marginalia would like to"]);
    expect(pages.every((page) => page.body.textContent?.includes("Stand-in, not Xero"))).toBe(true);
    expect([...pages[2]!.querySelectorAll("[data-scope]")].map((item) => item.getAttribute("data-scope"))).toEqual(connectScope.split(" "));
    expect(pages[2]!.body.textContent).toContain("View and change your invoices, bills, credit notes, quotes and items");
    expect(answer?.searchParams.get("state")).toBe("st/at e+1");
    expect(sandbox.connections.map((one) => one.tenantId)).toEqual([sandbox.organisations[1]?.tenantId]);
  });
  test("the login page has the demo user filled in", async () => {
    const sandbox = world();
    const { pages } = await person(sandbox).authorize();
    expect(pages[0]!.querySelector<HTMLInputElement>("#Username")?.value).toBe(sandbox.users[0]?.email);
  });
  test("a wrong password is told so and signs nobody in", async () => {
    const sandbox = world();
    const form = new URLSearchParams({ step: "login", Username: sandbox.users[0]!.email, Password: "guess", request: `client_id=${sandbox.apps[0]!.clientId}&redirect_uri=${encodeURIComponent(sandbox.apps[0]!.redirectUris[0]!)}&response_type=code&scope=openid` });
    const response = await person(sandbox).send("/identity/connect/authorize", form);
    expect(await response.text()).toContain("Your email or password is incorrect");
    expect(response.headers.getSetCookie()).toEqual([]);
  });
  test("declined: error=access_denied with the state, and nothing is connected", async () => {
    const sandbox = world();
    const { answer } = await person(sandbox).authorize({ decision: "deny" });
    expect(Object.fromEntries(answer!.searchParams)).toEqual({ error: "access_denied", state: "st/at e+1" });
    expect(sandbox.connections).toEqual([]);
  });
  test("one organisation a consent; asking again adds another under its own authEventId (§1.3)", async () => {
    const sandbox = world();
    const robin = person(sandbox);
    await robin.authorize({ organisation: 0 });
    await robin.authorize({ organisation: 1 });
    expect(sandbox.connections.map((one) => one.tenantId)).toEqual(sandbox.organisations.slice(0, 2).map((one) => one.tenantId));
    expect(new Set(sandbox.connections.map((one) => one.authEventId)).size).toBe(2);
  });
  test("a second user of an organisation re-uses its one connection (§1.2)", async () => {
    const sandbox = world();
    await person(sandbox, 0).authorize({ organisation: 0 });
    await person(sandbox, 1).authorize({ organisation: 0 });
    expect(sandbox.connections).toHaveLength(1);
    expect(sandbox.connections[0]?.userIds).toEqual(sandbox.users.map((user) => user.userId));
  });
  test("a sign-in alone picks no organisation and connects none", async () => {
    const sandbox = world();
    const { answer, pages } = await person(sandbox).authorize({ scope: "openid profile email" });
    expect(pages).toHaveLength(2);
    expect(answer?.searchParams.get("code")).toBeTruthy();
    expect(sandbox.connections).toEqual([]);
  });
  test("who is signed in already is not asked to log in again", async () => {
    const robin = person(world());
    await robin.authorize();
    expect((await robin.authorize()).pages.map((page) => page.title)).not.toContain("Log in | Stand-in, not Xero");
  });
  test("no page may be framed (§1.2)", async () => {
    const sandbox = world();
    const response = await person(sandbox).send(`/identity/connect/authorize?client_id=nobody`);
    expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });
});

describe("what the picker offers", () => {
  const picker = async (sandbox: ReturnType<typeof world>, app?: XeroApp) => (await person(sandbox).authorize({ decision: "deny", ...(app ? { app } : {}) })).pages[1]!;
  test("an organisation that the user was removed from is not there; one where his role is too low cannot be chosen", async () => {
    const sandbox = world();
    const [first, second] = sandbox.organisations;
    sandbox.bookkeeper.setRole({ tenantId: first!.tenantId, userId: sandbox.users[0]!.userId, role: "REMOVED" });
    sandbox.bookkeeper.setRole({ tenantId: second!.tenantId, userId: sandbox.users[0]!.userId, role: "READONLY" });
    const page = await picker(sandbox);
    const inputs = [...page.querySelectorAll<HTMLInputElement>("input[name=tenantId]")];
    expect(inputs.map((input) => [input.value, input.disabled])).toEqual([[second!.tenantId, true], [sandbox.organisations[2]!.tenantId, false]]);
  });
  test("choosing what cannot be chosen is refused all the same", async () => {
    const sandbox = world();
    sandbox.bookkeeper.setRole({ tenantId: sandbox.organisations[0]!.tenantId, userId: sandbox.users[0]!.userId, role: "READONLY" });
    const { refusal } = await person(sandbox).authorize({ organisation: 0 });
    expect(refusal?.body.textContent).toContain("role");
    expect(sandbox.connections).toEqual([]);
  });
  test("two uncertified apps fill an organisation; a certified one still fits (§1.3)", async () => {
    const sandbox = world();
    const uncertified = [extraApp("one"), extraApp("two")];
    const third = extraApp("three");
    sandbox.world.state.apps.push(...uncertified, third);
    for (const app of uncertified) await person(sandbox).authorize({ app, organisation: 0 });
    expect((await person(sandbox).authorize({ app: third, organisation: 0 })).refusal?.body.textContent).toContain("two uncertified apps");
    third.certified = true;
    expect((await person(sandbox).authorize({ app: third, organisation: 0 })).answer).toBeDefined();
  });
  test("the starter tier holds five organisations; one that is connected may be renewed (§1.3)", async () => {
    const sandbox = createSandbox({ seed: 3, firm: "empty", organisations: 6 });
    const robin = person(sandbox);
    for (let index = 0; index < 5; index += 1) await robin.authorize({ organisation: index });
    expect((await robin.authorize({ organisation: 5 })).refusal?.body.textContent).toContain("limit of connected organisations");
    expect((await robin.authorize({ organisation: 0 })).answer).toBeDefined();
    expect(sandbox.connections).toHaveLength(5);
  });
});

describe("an authorize call that Xero refuses with a page of its own", () => {
  const broad = "openid accounting.transactions";
  test.for<[string, Record<string, string>, string]>([
    ["one unknown scope among good ones (§1.4)", { scope: `${connectScope} accounting.everything` }, "invalid_scope"],
    ["a broad scope, for an app made since March 2026 (§1.4)", { scope: broad }, "invalid_scope"],
    ["the plural that is a known typo (§1.4)", { scope: "openid accounting.reports.balancesheets.read" }, "invalid_scope"],
    ["a scope that needs Xero's leave (§1.4)", { scope: "openid accounting.journals.read" }, "invalid_scope"],
    ["no scope", { scope: "" }, "invalid_scope"],
    ["an unknown client", { client_id: "nobody" }, "unauthorized_client"],
    ["an address that differs by a slash: the match is exact (§1.2)", { redirect_uri: "http://localhost:8787/oauth/callback/" }, "invalid_request"],
    ["another response type", { response_type: "token" }, "unsupported_response_type"],
    ["PKCE with the plain method (§1.2)", { code_challenge: "x".repeat(43), code_challenge_method: "plain" }, "invalid_request"],
  ])("%s", async ([, parameters, error]) => {
    const sandbox = world();
    const { answer, refusal } = await person(sandbox).authorize({ parameters });
    expect(answer).toBeUndefined();
    expect(refusal?.querySelector("code")?.textContent).toBe(error);
  });
  test.for(["http://127.0.0.1:8787/cb", "myapp://callback", "http://intranet/cb"])("%s as redirect address, though registered (§1.2)", async (address) => {
    const { refusal } = await person(world({ redirectUris: [address] })).authorize();
    expect(refusal?.querySelector("code")?.textContent).toBe("invalid_request");
  });
  test("a PKCE app without a challenge (§1.2)", async () => {
    const { refusal } = await person(world({ kind: "pkce" })).authorize();
    expect(refusal?.body.textContent).toContain("Code challenge required");
  });
  test("an older app may still name broad scopes, and one with leave the gated ones", async () => {
    expect((await person(world({ scopes: "broad" })).authorize({ scope: broad })).answer).toBeDefined();
    expect((await person(world({ extraScopes: ["accounting.journals.read"] })).authorize({ scope: "openid accounting.journals.read" })).answer).toBeDefined();
  });
  test("a form that was tampered with is checked anew", async () => {
    const sandbox = world();
    const robin = person(sandbox);
    await robin.authorize();
    const request = new URLSearchParams({ client_id: sandbox.apps[0]!.clientId, response_type: "code", scope: connectScope, redirect_uri: "https://evil.test/" });
    const response = await robin.send("/identity/connect/authorize", new URLSearchParams({ request: request.toString(), step: "consent", decision: "allow", tenantId: sandbox.organisations[0]!.tenantId }));
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
  });
});

test("the code that consent gives can be exchanged once", async () => {
  const sandbox = world();
  const { answer } = await person(sandbox).authorize();
  const form = { grant_type: "authorization_code", code: answer!.searchParams.get("code")!, redirect_uri: sandbox.apps[0]!.redirectUris[0]! };
  expect((await tokenCall(sandbox, form)).status).toBe(200);
  expect(await tokenCall(sandbox, form)).toEqual({ status: 400, body: { error: "invalid_grant" } });
});
