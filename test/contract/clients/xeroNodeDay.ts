import assert from "node:assert/strict";
import { XeroClient } from "xero-node";
import type { Day } from "./day.ts";
import { contactsAndItems, invoicesAndBills, papers, projectsAndTime, quotesAndBank } from "./dayOfDocuments.ts";
import { allocations, batches, paymentsInAndOut, refusals } from "./dayOfMoney.ts";

/**
 * A program of its own: xero-node's XeroClient, its code unchanged, through a day that begins with signing in. What the client reads
 * is asserted here; what became of it in the books is the caller's to look up. Prints the ids of what it made as one line of JSON.
 */
const [localUrl = "", clientId = "", clientSecret = "", redirectUri = ""] = process.argv.slice(2);
const scopes = "openid profile email offline_access accounting.invoices accounting.payments accounting.contacts accounting.settings accounting.banktransactions accounting.attachments projects";

// The stand-in's clock runs ahead of the machine's by a second for each call; an id_token from then is still to be believed.
const client = new XeroClient({ clientId, clientSecret, redirectUris: [redirectUri], scopes: scopes.split(" "), state: "a day's state", clockTolerance: 7_200 });

async function control(path: string, body: unknown): Promise<Record<string, never>> {
  const response = await fetch(`${localUrl}/__control/${path}`, { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${text}`);
  return JSON.parse(text) as Record<string, never>;
}

/** The person at the browser: signs in, picks the organisation, agrees. Resolves to the address that the app is sent. */
async function consent(address: string): Promise<string> {
  const url = new URL(address);
  assert.equal(url.host, "login.xero.com");
  const [user] = (await (await fetch(`${localUrl}/__control/users`)).json()) as { email: string; password: string }[];
  const [organisation] = (await (await fetch(`${localUrl}/__control/organisations`)).json()) as { tenantId: string }[];
  const submit = (fields: Record<string, string>, cookie = "") =>
    fetch(`${localUrl}${url.pathname}`, { method: "POST", redirect: "manual", headers: { cookie }, body: new URLSearchParams({ request: url.search.slice(1), ...fields }) });
  const login = await submit({ step: "login", Username: user!.email, Password: user!.password });
  const agreed = await submit({ step: "consent", decision: "allow", tenantId: organisation!.tenantId }, login.headers.get("set-cookie")?.split(";")[0]);
  return agreed.headers.get("location") ?? assert.fail(await agreed.text());
}

const callback = await consent(await client.buildConsentUrl());
const tokens = await client.apiCallback(callback);
assert.equal(tokens.claims()["email"], "robin.hale@marlowfinch.example");
await assert.rejects(client.apiCallback(callback), /invalid_grant/, "a code works once (facts §1.2)");

const tenants = (await client.updateTenants(true)) as { id: string; tenantId: string; orgData: { shortCode: string } }[];
assert.equal(tenants.length, 1);
const { tenantId, id: connectionId, orgData } = tenants[0]!;
assert.match(orgData.shortCode, /^!/);

const day: Day = { client, tenantId, act: (action, what) => control("bookkeeper", { action, tenantId, ...what }), made: {} };
for (const step of [contactsAndItems, invoicesAndBills, paymentsInAndOut, quotesAndBank, allocations, batches, papers, projectsAndTime, refusals]) await step(day);

const before = client.readTokenSet().refresh_token;
await client.refreshToken();
assert.notEqual(client.readTokenSet().refresh_token, before);
await client.accountingApi.getOrganisations(tenantId);
// The answer of a refresh may have been lost: within half an hour the old token still works; later it is refused (facts §1.2).
await client.refreshWithRefreshToken(clientId, clientSecret, before!);
await control("clock/advance", { ms: 31 * 60_000 });
await assert.rejects(client.refreshWithRefreshToken(clientId, clientSecret, before!), (error: { response?: { data?: { error?: string } } }) => error.response?.data?.error === "invalid_grant");
await assert.rejects(client.accountingApi.getOrganisations(tenantId), (error: unknown) => JSON.parse(String(error)).response.statusCode === 401);
await client.refreshToken();
await client.disconnect(connectionId);
assert.deepEqual(await client.updateTenants(false), []);
await client.revokeToken();

process.stdout.write(`${JSON.stringify(day.made)}\n`);
