import { describe, expect, test } from "vitest";
import { asClient, type Body } from "../asClient.ts";
import { createSandbox } from "../sandbox.ts";
import { signatureOf } from "./outbox.ts";

const key = "webhook key";

function stage(answer: (body: Body, request: Request) => Response | Promise<Response> = () => new Response(null, { status: 200 }), options: Partial<Parameters<typeof createSandbox>[0]> = {}) {
  const received: Body[] = [];
  const sandbox = createSandbox({
    seed: 5, firm: "empty",
    webhook: {
      url: "https://example.com/hook", key,
      deliver: async (request) => {
        const text = await request.text();
        if (request.headers.get("x-xero-signature") !== signatureOf(key, text)) return new Response(null, { status: 401 });
        const body = JSON.parse(text) as Body;
        received.push(body);
        return answer(body, request);
      },
    },
    ...options,
  });
  const client = asClient(sandbox);
  const pump = async (ms = 2_000) => {
    sandbox.clock.advance(ms);
    return sandbox.webhooks.pump();
  };
  const events = () => received.flatMap((body) => body["events"] as Body[]);
  return { sandbox, client, received, pump, events };
}

const invoice = (Name: string) => ({ Type: "ACCREC", Status: "AUTHORISED", DueDate: "2026-12-01", Contact: { Name }, LineItems: [{ Description: "x", UnitAmount: 100, AccountCode: "200" }] });

describe("what is sent (facts §4.1, §4.2)", () => {
  test("own writes echo; the envelope names sequences and entropy; eventDateUtc has no Z", async () => {
    const { client, pump, received, events } = stage();
    const made = (await client.put("/Invoices", invoice("A"))).json()["Invoices"][0];
    expect(await pump()).toBe(1);
    expect(received[0]).toMatchObject({ firstEventSequence: 1, lastEventSequence: 2, entropy: expect.any(String) });
    expect(events().find((event) => event["eventCategory"] === "INVOICE")).toEqual({
      resourceUrl: `https://api.xero.com/api.xro/2.0/Invoices/${made.InvoiceID}`, resourceId: made.InvoiceID, tenantId: client.tenantId, tenantType: "ORGANISATION",
      eventCategory: "INVOICE", eventType: "CREATE", eventDateUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/),
    });
  });
  test.each([
    [{}, ["PAYMENT CREATE", "INVOICE UPDATE"]],
    [{ paymentWebhook: "no" } as const, ["INVOICE UPDATE"]],
    [{ paymentEchoesInvoice: "no" } as const, ["PAYMENT CREATE"]],
  ])("a person's payment under %j: %j (facts §4.4)", async (assumptions, expected) => {
    const { client, sandbox, pump, events, received } = stage(undefined, { assumptions });
    const made = (await client.put("/Invoices", invoice("A"))).json()["Invoices"][0];
    await pump();
    received.length = 0;
    sandbox.bookkeeper.payInvoice({ tenantId: client.tenantId, invoiceId: made.InvoiceID });
    await pump();
    expect(new Set(events().map((event) => `${event["eventCategory"]} ${event["eventType"]}`))).toEqual(new Set(expected));
  });
  test("what a category adds: nothing for invoices, type and status for credits, the time as well for payments (facts §4.1)", async () => {
    const { client, sandbox, pump, events } = stage();
    const made = (await client.put("/Invoices", invoice("A"))).json()["Invoices"][0];
    const { tenantId } = client;
    sandbox.bookkeeper.createCreditNote({ tenantId, creditNote: { ...invoice("A"), Type: "ACCRECCREDIT" } });
    sandbox.bookkeeper.payInvoice({ tenantId, invoiceId: made.InvoiceID, amountMinor: 12_000 });
    await pump();
    const dataOf = (category: string) => events().find((event) => event["eventCategory"] === category)?.["data"];
    expect(dataOf("INVOICE")).toBeUndefined();
    expect(dataOf("CREDITNOTE")).toEqual({ Type: "ACCRECCREDIT", Status: "AUTHORISED" });
    expect(dataOf("OVERPAYMENT")).toEqual({ Type: "RECEIVE-OVERPAYMENT", Status: "AUTHORISED", UpdatedDateUTCString: expect.any(String) });
    expect(dataOf("PAYMENT")).toEqual({ Status: "AUTHORISED", UpdatedDateUTCString: expect.any(String) });
  });
  test("one delivery mixes organisations; an organisation not connected sends nothing", async () => {
    const { sandbox, client, pump, received, events } = stage();
    const other = asClient(sandbox, { index: 1 });
    await client.put("/Contacts", { Name: "A" });
    await other.put("/Contacts", { Name: "B" });
    expect(await pump()).toBe(1);
    expect(new Set(events().map((event) => event["tenantId"])).size).toBe(2);
    received.length = 0;
    sandbox.world.state.connections = [];
    sandbox.bookkeeper.createContact({ tenantId: client.tenantId, contact: { Name: "C" } });
    expect(await pump()).toBe(0);
  });
  test("refused writes send nothing", async () => {
    const { client, pump } = stage();
    await client.put("/Contacts", { Name: "<bad>" });
    expect(await pump()).toBe(0);
  });
});

describe("retries (facts §4.3)", () => {
  test("at once, then every 15 minutes; later events overtake", async () => {
    let isDown = true;
    const { client, sandbox, pump, events } = stage(() => new Response(null, { status: isDown ? 500 : 200 }));
    await client.put("/Contacts", { Name: "First" });
    await pump();
    await pump(1);
    await pump(1);
    expect(sandbox.webhooks.deliveries.map((delivery) => delivery.attempt)).toEqual([1, 2]);
    isDown = false;
    await client.put("/Contacts", { Name: "Second" });
    await pump();
    await pump(15 * 60_000);
    const sequences = events().length;
    expect(sequences).toBe(4);
    expect(sandbox.webhooks.deliveries.at(-1)).toMatchObject({ attempt: 3, status: 200 });
  });
  test.each([
    ["a cookie", () => new Response(null, { status: 200, headers: { "set-cookie": "a=b" } })],
    ["a redirect", () => new Response(null, { status: 302 })],
  ])("%s counts as failure", async (_, answer) => {
    const { client, sandbox, pump } = stage(answer);
    await client.put("/Contacts", { Name: "A" });
    await pump();
    expect(sandbox.world.state.webhook.retries).toHaveLength(1);
  });
  test("an answer after five seconds is none", async () => {
    const { client, sandbox, pump } = stage();
    sandbox.world.state.webhook.key = key;
    const slow = stage((): Response => (slow.sandbox.clock.advance(5_001), new Response(null, { status: 200 })));
    await slow.client.put("/Contacts", { Name: "A" });
    await slow.pump();
    expect(slow.sandbox.webhooks.deliveries[0]?.status).toBe("no answer");
    await client.put("/Contacts", { Name: "A" });
    await pump();
    expect(sandbox.webhooks.deliveries[0]?.status).toBe(200);
  });
  test("after a day it is disabled; what was missed is replayed once the intent to receive is answered rightly", async () => {
    let isDown = true;
    const { client, sandbox, pump, events, received } = stage(() => new Response(null, { status: isDown ? 503 : 200 }));
    await client.put("/Contacts", { Name: "Missed" });
    for (let quarter = 0; quarter <= 97; quarter += 1) await pump(15 * 60_000);
    expect(sandbox.webhooks.status).toBe("disabled");
    sandbox.bookkeeper.createContact({ tenantId: client.tenantId, contact: { Name: "Later" } });
    isDown = false;
    received.length = 0;
    expect(await sandbox.webhooks.validate()).toBe(true);
    await pump();
    expect(events()).toHaveLength(2);
  });
  test("the intent to receive: four empty deliveries, two signed wrong; 200 to those fails it", async () => {
    const honest = stage();
    expect(await honest.sandbox.webhooks.validate()).toBe(true);
    expect(honest.sandbox.webhooks.deliveries.map((delivery) => delivery.status)).toEqual([200, 401, 200, 401]);
    const trusting = createSandbox({ seed: 1, firm: "empty", webhook: { url: "https://example.com/hook", key, deliver: async () => new Response(null, { status: 200 }) } });
    expect(await trusting.webhooks.validate()).toBe(false);
    expect(trusting.webhooks.status).toBe("pending");
  });
});
