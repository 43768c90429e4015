import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import worker from "../../worker/index.ts";
import type { Env } from "../../worker/platform.ts";
import { openStore } from "../../worker/store/open.ts";
import { organisationDeletion } from "../../worker/store/schema/deletions.ts";
import { snapshot } from "../../worker/store/schema/links.ts";
import { organisation } from "../../worker/store/schema/organisations.ts";
import { inbox } from "../../worker/store/schema/reads.ts";
import { hands } from "./entry.ts";
import { tables } from "./tables.ts";

const WEBHOOK_KEY = "webhook-key";
const settings = {
  XERO_API_URL: "https://xero.test", XERO_IDENTITY_URL: "https://xero.test", XERO_LOGIN_URL: "https://xero.test",
  XERO_CLIENT_ID: "CLIENT", XERO_CLIENT_SECRET: "client-secret", XERO_WEBHOOK_KEY: WEBHOOK_KEY,
  TOKEN_KEYS: `k:${btoa("k".repeat(32))}`, PUBLIC_URL: "https://m.test", EXTENSION_IDS: "a".repeat(32), SETUP_TOKEN: "set-up-token-1234",
};
const bindings = env as unknown as Env;

async function ask(request: Request, changed: Record<string, unknown> = {}): Promise<Response> {
  const context = createExecutionContext();
  const answer = await worker.fetch(request as never, { ...bindings, ...settings, ...changed } as Env, context);
  await waitOnExecutionContext(context);
  return answer;
}

async function delivery(events: readonly object[], number: number): Promise<Request> {
  const body = JSON.stringify({ events, firstEventSequence: number, lastEventSequence: number + events.length, entropy: `E${number}` });
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(WEBHOOK_KEY), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(body));
  return new Request("https://m.test/webhooks/xero", {
    method: "POST",
    body,
    headers: { "x-xero-signature": btoa(String.fromCharCode(...new Uint8Array(mac))) },
  });
}

beforeEach(async () => {
  await tables.fresh();
  hands.round = async () => ({ nextDueAt: Date.now() + 3_600_000 });
});

describe("a Worker with wrong settings", () => {
  test("answers nothing but which they are, all at once, and repeats no value", async () => {
    const answer = await ask(new Request("https://m.test/health"), { TOKEN_KEYS: "secret-nonsense", PUBLIC_URL: undefined });
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ code: "not_configured" });
    for (const name of ["TOKEN_KEYS", "PUBLIC_URL"]) expect(text).toContain(name);
    expect(text).not.toContain("secret-nonsense");
  });
});

describe("webhooks in workerd", () => {
  test("deliveries of 1,000 events are answered with an empty 200 each and kept as one row each", async () => {
    const db = openStore(bindings.DB);
    await db.insert(organisation).values({ id: "org", xeroTenantId: "t-1", name: "Firm", state: "connected", rules: {}, createdAt: 1 });
    const events = Array.from({ length: 1_000 }, (_, index) => ({ tenantId: "t-1", resourceId: `i-${index}`, eventCategory: "INVOICE", eventType: "UPDATE" }));
    const requests = await Promise.all(Array.from({ length: 50 }, (_, index) => delivery(events, index)));
    for (const request of requests) {
      const context = createExecutionContext();
      const answer = await worker.fetch(request as never, { ...bindings, ...settings } as Env, context);
      await waitOnExecutionContext(context);
      expect([answer.status, await answer.text(), answer.headers.get("set-cookie")]).toEqual([200, "", null]);
    }
    expect((await db.select({ id: inbox.id }).from(inbox)).length).toBe(50);
  });

  test("a delivery with a wrong signature is 401, and nothing is kept", async () => {
    const request = await delivery([{ tenantId: "t-1" }], 1);
    expect((await ask(request, { XERO_WEBHOOK_KEY: "another-key" })).status).toBe(401);
    expect(await openStore(bindings.DB).select().from(inbox)).toEqual([]);
  });
});

test("the cron wakes what is due, twice if it comes twice, and nothing that is disconnected", async () => {
  const woken: string[] = [];
  hands.round = async ({ organisationId }) => {
    woken.push(organisationId);
    return { nextDueAt: Date.now() + 3_600_000 };
  };
  const row = { name: "Firm", rules: {}, createdAt: 1, nextDueAt: 5 } as const;
  await openStore(bindings.DB).insert(organisation).values([
    { ...row, id: "due", xeroTenantId: "t-1", state: "connected" },
    { ...row, id: "later", xeroTenantId: "t-2", state: "connected", nextDueAt: Date.now() + 3_600_000 },
    { ...row, id: "gone", xeroTenantId: "t-3", state: "disconnected" },
  ]);
  const event = { scheduledTime: Date.UTC(2026, 10, 23, 9, 0), cron: "* * * * *", noRetry: () => undefined, type: "scheduled" };
  for (let turn = 0; turn < 2; turn += 1)
    await worker.scheduled(event as never, { ...bindings, ...settings } as Env);
  for (let turn = 0; turn < 100 && woken.length === 0; turn += 1) await scheduler.wait(20);
  expect(new Set(woken)).toEqual(new Set(["due"]));
});

test("the cron goes on with the deletion of an organisation where nobody asks for the next step", async () => {
  const db = openStore(bindings.DB);
  await db.insert(organisationDeletion).values({ organisationId: "gone", name: "Firm", xeroTenantId: "t-9", by: { type: "member", id: "m1", name: "Pat" }, askedAt: 1, rows: 1, endedAt: null });
  await db.insert(snapshot).values(["gone", "stays"].map((organisationId) => ({ organisationId, hash: "h", body: "{}", storedAt: 1 })));
  await db.insert(inbox).values({ id: "d1", body: '{"events":[{"tenantId":"t-9"}]}', receivedAt: 1, handledAt: 2 });
  const event = { scheduledTime: Date.UTC(2026, 10, 23, 9, 0), cron: "* * * * *", noRetry: () => undefined, type: "scheduled" };
  await worker.scheduled(event as never, { ...bindings, ...settings } as Env);
  expect((await db.select().from(snapshot)).map(({ organisationId }) => organisationId)).toEqual(["stays"]);
  expect((await db.select().from(inbox)).map(({ body }) => body)).toEqual(['{"events":[]}']);
  expect(await db.select().from(organisationDeletion)).toMatchObject([{ organisationId: "gone", rows: 2, endedAt: event.scheduledTime }]);
});
