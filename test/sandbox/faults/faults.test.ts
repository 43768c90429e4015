import { describe, expect, test } from "vitest";
import { asClient, type Body, type Client } from "../asClient.ts";
import { ConnectionLost } from "../router.ts";
import { createSandbox, type Sandbox } from "../sandbox.ts";
import { signatureOf } from "../webhooks/outbox.ts";
import { faultKinds, type FaultKindName } from "./kinds.ts";

interface Stage {
  sandbox: Sandbox;
  client: Client;
  draft: Body;
  open: Body;
  bill: Body;
  deliveries: { body: Body; isGood: boolean }[];
  arm: (kind: FaultKindName, more?: Body) => void;
  pump: () => Promise<number>;
}

async function stage(): Promise<Stage> {
  const deliveries: Stage["deliveries"] = [];
  const sandbox = createSandbox({
    seed: 3, firm: "empty",
    webhook: { url: "https://example.com/", key: "k", deliver: async (request) => {
      const text = await request.text();
      const isGood = request.headers.get("x-xero-signature") === signatureOf("k", text);
      deliveries.push({ body: JSON.parse(text) as Body, isGood });
      return new Response(null, { status: isGood ? 200 : 401 });
    } },
  });
  const client = asClient(sandbox);
  const line = { Description: "x", Quantity: 1, UnitAmount: 100, AccountCode: "200" };
  const made = (await client.put("/Invoices", { Invoices: [
    { Type: "ACCREC", Contact: { Name: "Client" }, LineItems: [line] },
    { Type: "ACCREC", Status: "AUTHORISED", DueDate: "2026-12-01", Contact: { Name: "Client" }, LineItems: [line] },
    { Type: "ACCPAY", Status: "AUTHORISED", DueDate: "2026-12-01", Contact: { Name: "Supplier" }, LineItems: [{ ...line, AccountCode: "400" }] },
  ] })).json()["Invoices"];
  sandbox.log.clear();
  sandbox.clock.advance(2_000);
  await sandbox.webhooks.pump();
  deliveries.length = 0;
  return {
    sandbox, client, deliveries, draft: made[0], open: made[1], bill: made[2],
    arm: (kind, more = {}) => void sandbox.faults.arm({ kind, times: 1, ...more }),
    pump: () => (sandbox.clock.advance(2_000), sandbox.webhooks.pump()),
  };
}

const contact = { Name: "Written" };
const isWritten = ({ sandbox }: Stage) => [...(sandbox.organisations[0]?.books.contacts.values() ?? [])].some((one) => one.name === "Written");
const state = async ({ client }: Stage, invoice: Body) => (await client.get(`/Invoices/${invoice["InvoiceID"]}`)).json()["Invoices"][0] as Body;
const token = (here: Stage) => here.sandbox.world.state.tokens;

/** What each kind does to a write (or a read), told by what a client could see. */
const scenes: Record<FaultKindName, (here: Stage) => Promise<void>> = {
  "connection-refused": cut(false),
  "timeout-before-commit": cut(false),
  "answer-lost-after-commit": cut(true),
  "rate-limited-minute": answers(429, "minute", "30"),
  "rate-limited-day": answers(429, "day", "20000"),
  "rate-limited-app": answers(429, "appminute", "12"),
  "rate-limited-concurrent": answers(429, "concurrent", null),
  "rate-limited-bare": answers(429, null, null),
  "server-error-500": answers(500, null, null),
  "bad-gateway-502": answers(502, null, null),
  "unavailable-503": answers(503, null, null),
  async "html-body"(here) {
    const answer = await here.client.put("/Contacts", contact);
    expect([answer.status, answer.headers.get("content-type"), isWritten(here)]).toEqual([200, "text/html", false]);
  },
  async "idempotency-store-down"(here) {
    expect((await here.client.put("/Contacts", contact)).status).toBe(200);
    expect((await here.client.put("/Contacts", { Name: "Other" }, { "idempotency-key": "a" })).status).toBe(500);
  },
  async "slow-answer"(here) {
    let isDone = false;
    const pending = here.client.put("/Contacts", contact).then(() => (isDone = true));
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(isDone).toBe(false);
    here.sandbox.clock.advance(4_000);
    await pending;
    expect(isWritten(here)).toBe(true);
  },
  async unauthorised(here) {
    expect((await here.client.get("/Contacts")).status).toBe(401);
    expect((await here.client.get("/Contacts")).status).toBe(401);
    expect((await asClient(here.sandbox).get("/Contacts")).status).toBe(200);
  },
  async "consent-revoked"(here) {
    expect((await here.client.get("/Contacts")).status).toBe(401);
    expect([...token(here).refresh.values()].every((one) => one.revoked)).toBe(true);
    expect(here.sandbox.connections).toEqual([]);
  },
  async "tenant-disconnected"(here) {
    expect((await here.client.get("/Contacts")).status).toBe(403);
    expect(here.sandbox.connections).toHaveLength(1);
  },
  async "tenant-swapped"(here) {
    const [, other] = here.sandbox.organisations;
    here.sandbox.world.state.connections = here.sandbox.connections.filter((connection) => connection.tenantId !== other?.tenantId);
    expect((await here.client.get("/Contacts")).status).toBe(403);
    expect(here.sandbox.connections.map((connection) => connection.tenantId)).toEqual([other?.tenantId]);
    expect((await here.client.get("/Contacts", { "xero-tenant-id": other?.tenantId ?? "" })).status).toBe(200);
  },
  async "user-removed"(here) {
    expect((await here.client.get("/Contacts")).status).toBe(403);
    expect((await asClient(here.sandbox, { userId: here.sandbox.users[1]!.userId }).get("/Contacts")).status).toBe(200);
  },
  async "role-lowered"(here) {
    expect((await here.client.put("/Contacts", contact)).status).toBe(403);
    expect((await here.client.get("/Contacts")).status).toBe(200);
    expect(isWritten(here)).toBe(false);
  },
  async "payment-deleted"(here) {
    here.sandbox.bookkeeper.payInvoice({ tenantId: here.client.tenantId, invoiceId: here.open["InvoiceID"] as string });
    expect(await state(here, here.open)).toMatchObject({ Status: "AUTHORISED", AmountPaid: 0 });
  },
  async "invoice-number-taken"(here) {
    const answer = await here.client.put("/Invoices", { Type: "ACCREC", InvoiceNumber: "X-1", Contact: { Name: "Client" }, LineItems: [{ Description: "x", UnitAmount: 1, AccountCode: "200" }] });
    expect([answer.status, (await state(here, here.draft))["InvoiceNumber"]]).toEqual([400, "X-1"]);
  },
  async "contact-name-taken"(here) {
    expect((await here.client.put("/Contacts", contact)).text).toContain("already assigned to another contact");
  },
  async "tracking-category-archived"(here) {
    await here.client.get("/Currencies");
    expect((await here.client.get("/TrackingCategories")).json()["TrackingCategories"]).toHaveLength(1);
  },
  async "item-vanished"(here) {
    here.sandbox.faults.disarm();
    await here.client.put("/Items", { Code: "A", Name: "A" });
    here.arm("item-vanished");
    expect((await here.client.get("/Items")).json()["Items"]).toEqual([]);
  },
  async "gateway-timeout-after-commit"(here) {
    expect((await here.client.put("/Contacts", contact)).status).toBe(504);
    expect(isWritten(here)).toBe(true);
  },
  async "error-after-commit"(here) {
    expect((await here.client.put("/Contacts", contact)).status).toBe(500);
    expect(isWritten(here)).toBe(true);
  },
  async "truncated-json"(here) {
    const answer = await here.client.put("/Contacts", contact);
    expect(answer.status).toBe(200);
    expect(() => answer.json()).toThrow();
    expect(isWritten(here)).toBe(true);
  },
  async "refresh-answer-lost"(here) {
    const { refreshToken } = here.sandbox.issueToken();
    expect((await here.client.get("/Contacts")).status).toBe(200);
    await expect(refresh(here, refreshToken)).rejects.toThrow(ConnectionLost);
    expect(token(here).refresh.get(refreshToken ?? "")?.rotatedAtMs).toBeDefined();
  },
  async "refresh-unavailable"(here) {
    const { refreshToken } = here.sandbox.issueToken();
    expect((await refresh(here, refreshToken)).status).toBe(503);
    expect(token(here).refresh.get(refreshToken ?? "")?.rotatedAtMs).toBeUndefined();
  },
  async "batch-element-invalid"(here) {
    const elements = (await here.client.put("/Contacts?summarizeErrors=false", { Contacts: [{ Name: "A" }, { Name: "B" }, { Name: "C" }] })).json()["Contacts"];
    expect(elements.filter((one: Body) => one["StatusAttributeString"] === "ERROR")).toHaveLength(1);
  },
  async "unknown-field"(here) {
    expect((await here.client.get("/Contacts")).json()["Contacts"][0]).toHaveProperty("BrandNewField");
  },
  async "tax-adjusted"(here) {
    const made = (await here.client.put("/Invoices", { Type: "ACCREC", Contact: { Name: "Client" }, LineItems: [{ Description: "x", UnitAmount: 50, AccountCode: "200" }] })).json()["Invoices"][0];
    expect(made).toMatchObject({ TotalTax: 5.01, Total: 55.01 });
    expect(await state(here, made)).toMatchObject({ Total: 55.01 });
  },
  "invoice-voided": underneath("open", "Status", "VOIDED"),
  "invoice-deleted": underneath("draft", "Status", "DELETED"),
  "invoice-paid": underneath("open", "Status", "PAID"),
  async "invoice-credited"(here) {
    expect(await state(here, here.open)).toMatchObject({ AmountCredited: 10 });
  },
  async "line-retagged"(here) {
    expect((await state(here, here.bill))["UpdatedDateUTC"]).not.toBe(here.bill["UpdatedDateUTC"]);
  },
  async "draft-edited"(here) {
    expect((await state(here, here.draft))["LineItems"][0].Quantity).toBe(2);
  },
  async "reference-edited"(here) {
    expect((await state(here, here.draft))["Reference"]).toMatch(/^Changed in Xero/);
  },
  async "contact-edited"(here) {
    expect(phones(await one(here))).toMatch(/^55/);
  },
  async "contact-renamed"(here) {
    expect((await one(here))["Name"]).toMatch(/\(renamed\)$/);
  },
  async "contact-archived"(here) {
    expect((await one(here))["ContactStatus"]).toBe("ARCHIVED");
  },
  async "contact-unarchived"(here) {
    const id = here.open["Contact"].ContactID as string;
    here.sandbox.bookkeeper.archive({ tenantId: here.client.tenantId, contactId: id });
    expect((await one(here))["ContactStatus"]).toBe("ACTIVE");
  },
  async "contacts-merged"(here) {
    expect((await one(here))["MergedToContactID"]).toBeDefined();
  },
  async "period-locked"(here) {
    expect((await here.client.post(`/Invoices/${here.open["InvoiceID"]}`, { Date: "2026-11-01" })).text).toContain("lock date");
  },
  async "account-archived"(here) {
    await here.client.get("/Currencies");
    expect((await here.client.get("/Accounts")).text).toContain('"ARCHIVED"');
  },
  async "account-renamed"(here) {
    const before = [...(here.sandbox.organisations[0]?.books.accounts.values() ?? [])].map((account) => account.code);
    await here.client.get("/Currencies");
    expect([...(here.sandbox.organisations[0]?.books.accounts.values() ?? [])].map((account) => account.code)).not.toEqual(before);
  },
  async "tracking-archived"(here) {
    await here.client.get("/Currencies");
    const options = [...(here.sandbox.organisations[0]?.books.trackingCategories.values() ?? [])].flatMap((category) => category.options);
    expect(options.filter((option) => option.status === "ARCHIVED")).toHaveLength(1);
  },
  async "page-shift"(here) {
    const stamps = () => [...(here.sandbox.organisations[0]?.books.invoices.values() ?? [])].map((invoice) => invoice.updatedAtMs);
    const before = stamps();
    await here.client.get("/Invoices?page=1");
    expect(stamps()).not.toEqual(before);
  },
  async "webhook-missed"(here) {
    await here.client.put("/Contacts", contact);
    expect(await here.pump()).toBe(0);
  },
  async "webhook-duplicated"(here) {
    await here.client.put("/Contacts", contact);
    expect(await here.pump()).toBe(2);
    expect(here.deliveries[0]?.body).toEqual(here.deliveries[1]?.body);
  },
  async "webhook-delayed"(here) {
    await here.client.put("/Contacts", contact);
    expect(await here.pump()).toBe(0);
    here.sandbox.clock.advance(3 * 3_600_000);
    expect(await here.pump()).toBe(1);
  },
  async "webhook-reordered"(here) {
    await here.client.put("/Contacts", { Contacts: Array.from({ length: 20 }, (_, index) => ({ Name: `C${index}` })) });
    await here.pump();
    const names = firstEvents(here).map((event) => here.sandbox.organisations[0]?.books.contacts.get(event["resourceId"] as string)?.name);
    expect(names).not.toEqual([...names].sort((a, b) => Number(a?.slice(1)) - Number(b?.slice(1))));
    expect(names).toHaveLength(20);
  },
  async "webhook-sequence-gap"(here) {
    await here.client.put("/Contacts", contact);
    await here.pump();
    await here.client.put("/Contacts", { Name: "Next" });
    await here.pump();
    const [first, second] = here.deliveries;
    expect(second?.body["firstEventSequence"]).toBeGreaterThan((first?.body["lastEventSequence"] as number) + 1);
  },
  async "webhook-bad-signature"(here) {
    await here.client.put("/Contacts", contact);
    await here.pump();
    expect(here.deliveries.map((delivery) => delivery.isGood)).toEqual([false, true]);
  },
  async "webhook-unknown-tenant"(here) {
    await here.client.put("/Contacts", contact);
    await here.pump();
    expect(firstEvents(here)[0]?.["tenantId"]).not.toBe(here.client.tenantId);
  },
  async "webhook-unknown-category"(here) {
    await here.client.put("/Contacts", contact);
    await here.pump();
    expect(firstEvents(here)[0]?.["eventCategory"]).toBe("TREASURECHEST");
  },
  async "clock-skew"(here) {
    here.sandbox.faults.disarm();
    here.sandbox.faults.arm({ kind: "clock-skew", with: { ms: -600_000 } });
    const made = (await here.client.put("/Contacts", contact)).json()["Contacts"][0];
    expect(made.UpdatedDateUTC).toBe(`/Date(${here.sandbox.clock.now() - 600_000}+0000)/`);
  },
  async "same-second"(here) {
    here.sandbox.clock.advance(137);
    const made = (await here.client.put("/Contacts", contact)).json()["Contacts"][0];
    expect(made.UpdatedDateUTC).toMatch(/000\+0000\)\/$/);
    here.sandbox.world.state.faults.firings.set("same-second", 1);
  },
};

const firstEvents = (here: Stage) => (here.deliveries[0]?.body["events"] ?? []) as Body[];
const phones = (contactWire: Body) => (contactWire["Phones"] as Body[]).find((phone) => phone["PhoneType"] === "DEFAULT")?.["PhoneNumber"] as string;
const one = async (here: Stage) => (await here.client.get(`/Contacts/${here.open["Contact"].ContactID}`)).json()["Contacts"][0] as Body;

function refresh({ sandbox }: Stage, refreshToken: string | undefined): Promise<Response> {
  const [app] = sandbox.apps;
  return sandbox.fetch(new Request("https://identity.xero.com/connect/token", {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${app?.clientId}:${app?.clientSecret}`)}`, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken ?? "" }).toString(),
  }));
}

function cut(isCommitted: boolean) {
  return async (here: Stage) => {
    await expect(here.client.put("/Contacts", contact)).rejects.toThrow(ConnectionLost);
    expect(isWritten(here)).toBe(isCommitted);
    expect(here.sandbox.log.entries.at(-1)?.status).toBeUndefined();
    expect(here.sandbox.log.changes({ entity: "Contact", action: "create" })).toHaveLength(isCommitted ? 1 : 0);
  };
}

function answers(status: number, problem: string | null, retryAfter: string | null) {
  return async (here: Stage) => {
    const answer = await here.client.put("/Contacts", contact);
    expect([answer.status, answer.headers.get("x-rate-limit-problem"), answer.headers.get("retry-after")]).toEqual([status, problem, retryAfter]);
    expect(isWritten(here)).toBe(false);
  };
}

function underneath(which: "open" | "draft", field: string, value: string) {
  return async (here: Stage) => {
    expect((await state(here, here[which]))[field]).toBe(value);
  };
}

describe("every fault does what its name says, and is counted", () => {
  test.each(Object.keys(faultKinds) as FaultKindName[])("%s", async (kind) => {
    const here = await stage();
    here.arm(kind);
    await scenes[kind](here);
    expect(here.sandbox.faults.firings()[kind]).toBeGreaterThanOrEqual(1);
  });
});
