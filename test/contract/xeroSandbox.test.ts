import { beforeAll, describe, expect, test } from "vitest";
import { realClock } from "../sandbox/clock.ts";
import { createSandbox, type Sandbox } from "../sandbox/sandbox.ts";
import { parseConfig } from "../../worker/config.ts";
import { deleteConnection, listConnections } from "../../worker/xero/connections.ts";
import { xeroIdentity } from "../../worker/xero/oauth.ts";
import { createXeroClient } from "../../worker/xero/xeroClient.ts";
import { XERO_KINDS, type XeroKind } from "../../worker/xero/xeroKinds.ts";

const HOST = "http://localhost:9";
const CALLBACK = "http://localhost:8787/auth/callback";

/** Our side of Xero against the stand-in: the two were written from the same facts by different hands. */
function world() {
  const sandbox = createSandbox({
    seed: 4,
    clock: realClock(),
    app: { clientId: "CLIENT-ID", clientSecret: "client-secret-1", redirectUris: [CALLBACK] },
  });
  const send = ((url: string, init?: RequestInit) => sandbox.fetch(new Request(url, init))) as typeof fetch;
  const config = parseConfig({
    XERO_API_URL: HOST, XERO_IDENTITY_URL: HOST, XERO_LOGIN_URL: HOST,
    XERO_CLIENT_ID: "CLIENT-ID", XERO_CLIENT_SECRET: "client-secret-1", XERO_WEBHOOK_KEY: "webhook-key",
    TOKEN_KEYS: `a:${btoa("k".repeat(32))}`, PUBLIC_URL: "http://localhost:8787",
    EXTENSION_IDS: "a".repeat(32), SETUP_TOKEN: "set-up-token-1234",
  });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  return { sandbox, send, config: config.config, identity: xeroIdentity({ config: config.config, fetch: send, now: Date.now }) };
}

/** A person who clicks through login, picker and consent. */
async function clickThrough(sandbox: Sandbox, url: string, decision = "allow"): Promise<URL> {
  const query = new URL(url).search.slice(1);
  const user = sandbox.users[0]!;
  const post = (fields: Record<string, string>, cookie = "") =>
    sandbox.fetch(
      new Request(`${HOST}/identity/connect/authorize`, {
        method: "POST",
        redirect: "manual",
        headers: { "Content-Type": "application/x-www-form-urlencoded", Cookie: cookie },
        body: new URLSearchParams({ request: query, ...fields }).toString(),
      }),
    );
  const login = await post({ step: "login", Username: user.email, Password: user.password });
  const cookie = (login.headers.get("Set-Cookie") ?? "").split(";")[0]!;
  const tenantId = sandbox.organisations[1]!.tenantId;
  const consent = await post({ step: "consent", decision, tenantId }, cookie);
  const location = consent.headers.get("Location");
  if (location === null) throw new Error(await consent.text());
  return new URL(location);
}

describe("sign-in and connect", () => {
  test("sign-in tells who it is and yields nothing to keep", async () => {
    const { sandbox, identity } = world();
    const { url, flow } = await identity.start("sign-in");
    const result = await identity.finish(await clickThrough(sandbox, url), flow);
    const user = sandbox.users[0]!;
    expect(result).toMatchObject({ ok: true, consent: { email: user.email, name: "Robin Hale", tokens: null } });
    expect(sandbox.connections).toEqual([]);
  });

  test("connect names the one organisation that was picked, refreshes with rotation, disconnects", async () => {
    const { sandbox, identity, send } = world();
    const { url, flow } = await identity.start("connect");
    const result = await identity.finish(await clickThrough(sandbox, url), flow);
    if (!result.ok || result.consent.tokens === null) throw new Error(JSON.stringify(result));
    const options = { fetch: send, apiUrl: HOST, accessToken: result.consent.tokens.accessToken };
    const listed = await listConnections(options, result.consent.authEventId);
    expect(listed).toMatchObject({ ok: true, value: [{ tenantId: sandbox.organisations[1]!.tenantId, tenantType: "ORGANISATION" }] });

    const refreshed = await identity.refresh(result.consent.tokens.refreshToken);
    if (!refreshed.ok) throw new Error(refreshed.kind);
    expect(refreshed.tokens.refreshToken).not.toBe(result.consent.tokens.refreshToken);
    expect(await identity.refresh("never-issued")).toEqual({ ok: false, kind: "refused" });

    const fresh = { ...options, accessToken: refreshed.tokens.accessToken };
    const id = listed.ok ? listed.value[0]!.id : "";
    expect(await deleteConnection(fresh, id)).toBeNull();
    expect(await deleteConnection(fresh, id)).toBeNull();
    expect(sandbox.connections).toEqual([]);
    expect(await identity.revoke(refreshed.tokens.refreshToken)).toBe(true);
    expect(await identity.refresh(refreshed.tokens.refreshToken)).toEqual({ ok: false, kind: "refused" });
  });

  test("a declined consent, a foreign state and another person's nonce are told apart from success", async () => {
    const { sandbox, identity } = world();
    const first = await identity.start("connect");
    expect(await identity.finish(await clickThrough(sandbox, first.url, "deny"), first.flow)).toEqual({ ok: false, reason: "declined" });
    const second = await identity.start("connect");
    const callback = await clickThrough(sandbox, second.url);
    expect(await identity.finish(callback, { ...second.flow, nonce: "another" })).toEqual({ ok: false, reason: "invalid" });
    expect(await identity.finish(callback, first.flow)).toMatchObject({ ok: false });
  });

  test("an identity server that does not answer loses nothing: the refresh is lost, not refused", async () => {
    const { config } = world();
    const dead = xeroIdentity({ config, fetch: (() => Promise.reject(new TypeError("cut"))) as unknown as typeof fetch, now: Date.now });
    expect(await dead.refresh("r")).toEqual({ ok: false, kind: "lost" });
    const html = xeroIdentity({ config, fetch: async () => new Response("<html>", { status: 502 }), now: Date.now });
    expect(await html.refresh("r")).toEqual({ ok: false, kind: "lost" });
  });
});

describe("the API", () => {
  const { sandbox, send } = world();
  const clientOf = (tenantId: string) => {
    const { accessToken } = sandbox.issueToken();
    return createXeroClient({
      fetch: send, apiUrl: HOST, tenantId, timeoutMs: 5_000,
      token: async () => ({ ok: true, accessToken }),
      permit: async () => ({ ok: true, id: "p" }),
      settle: async () => undefined,
    });
  };
  let client: ReturnType<typeof clientOf>;
  beforeAll(() => {
    client = clientOf(sandbox.organisations[0]!.tenantId);
  });

  test.each(Object.keys(XERO_KINDS) as XeroKind[])("%s can be listed", async (kind) => {
    const page = await client.list(kind);
    if (!page.ok) throw new Error(JSON.stringify(page.error));
    expect(page.remaining.day).toBeTypeOf("number");
    expect(page.bytes).toBeGreaterThan(0);
    if (page.value.elements.length > 0) expect(page.value.elements[0]).toHaveProperty(XERO_KINDS[kind].id);
  });

  test("a written contact and invoice come back with their ids; the same key again makes no second; a bad element harms no other", async () => {
    const contacts = await client.write(await client.prepare({ type: "contacts", elements: [{ Name: "Contract Test Pty", ContactNumber: "ours-1" }] }), "key-c");
    if (!contacts.ok) throw new Error(JSON.stringify(contacts.error));
    const ContactID = contacts.value[0]!.raw["ContactID"];
    const good = { Type: "ACCREC", Contact: { ContactID }, Status: "DRAFT", Url: "https://m.test/i/1", LineItems: [{ Description: "/Date(12) hello", Quantity: 1, UnitAmount: 10.1234 }] };
    const request = await client.prepare({ type: "invoices", elements: [good, { Type: "ACCREC", Status: "DRAFT" }] });
    const first = await client.write(request, "key-i");
    if (!first.ok) throw new Error(JSON.stringify(first.error));
    expect(first.value.map((each) => each.status)).toEqual(["ok", "error"]);
    expect(first.value[1]!.messages.length).toBeGreaterThan(0);
    expect(first.value[0]!.raw["LineItems"]).toMatchObject([{ Description: "/Date(12) hello", UnitAmount: 10.1234 }]);
    const again = await client.write(request, "key-i");
    expect(again.ok && again.value[0]!.raw["InvoiceID"]).toBe(first.value[0]!.raw["InvoiceID"]);
    const mine = await client.list("invoice", { createdByMyApp: true });
    expect(mine.ok && mine.value.elements.filter((element) => element["Url"] === good.Url).length).toBe(1);

    const InvoiceID = String(first.value[0]!.raw["InvoiceID"]);
    const note = await client.write(await client.prepare({ type: "note", on: "invoice", id: InvoiceID, text: "Seen by Marginalia" }), "key-n");
    expect(note.ok).toBe(true);
    const history = await client.history("invoice", InvoiceID);
    expect(history.ok && history.value.some((entry) => String(entry["Details"]).includes("Seen by Marginalia"))).toBe(true);
  });

  test("another organisation's tenant without a connection is Forbidden, not empty", async () => {
    const page = await clientOf("00000000-0000-4000-8000-000000000000").list("contact");
    expect(page.ok ? "ok" : page.error.kind).toMatch(/Forbidden|Unauthorised/);
  });
});
