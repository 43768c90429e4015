import { describe, expect, test } from "vitest";
import { asClient, type Client } from "./asClient.ts";
import type { Assumptions } from "./assumptions.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

const line = { Description: "x", Quantity: 1, UnitAmount: 100, AccountCode: "200" };

type Scene = (sandbox: Sandbox, client: Client) => Promise<unknown>;

async function approved(client: Client, Type = "ACCREC") {
  const account = Type === "ACCREC" ? "200" : "400";
  return (await client.put("/Invoices", { Type, Status: "AUTHORISED", DueDate: "2026-12-01", Contact: { Name: "A" }, LineItems: [{ ...line, AccountCode: account }] })).json()["Invoices"][0];
}

/** Switches whose two sides are told apart here; the others are in the tests of the rule that they belong to. */
const table: [name: keyof Assumptions, scene: Scene, expected: Record<string, unknown>][] = [
  ["appMinuteSpelling", async (sandbox, client) => {
    sandbox.faults.arm({ kind: "rate-limited-app", times: 1 });
    return (await client.get("/Currencies")).headers.get("x-rate-limit-problem");
  }, { appminute: "appminute", "app-minute": "app-minute" }],
  ["rateLimitBody", async (sandbox, client) => {
    sandbox.faults.arm({ kind: "rate-limited-minute", times: 1 });
    return (await client.get("/Currencies")).text;
  }, { empty: "", text: "Rate limit exceeded" }],
  ["projectsBudget", async (_, client) => {
    await client.get("/Currencies");
    return (await client.get("/projects.xro/2.0/Projects")).headers.get("x-minlimit-remaining");
  }, { shared: "58", separate: "59" }],
  ["highVolumeThreshold", async (sandbox, client) => {
    await client.put("/Contacts", { Name: "A" });
    const { books } = sandbox.organisations[0] ?? {};
    const [contact] = [...(books?.contacts.values() ?? [])];
    if (books && contact) for (let count = 0; count < 100_001; count += 1) books.contacts.set(String(count), contact);
    const statuses = [];
    for (const clause of ['Name=="A"', 'FirstName=="A"']) statuses.push((await client.get(`/Contacts?page=1&where=${encodeURIComponent(clause)}`)).status);
    return statuses;
  }, { 100000: [200, 400], 500000: [200, 200] }],
  ["paymentDeleteWebhook", async (sandbox, client) => {
    const invoice = await approved(client);
    const { payment } = sandbox.bookkeeper.payInvoice({ tenantId: client.tenantId, invoiceId: invoice.InvoiceID });
    await sandbox.webhooks.subscribe({ url: "https://example.com/", key: "k" });
    sandbox.bookkeeper.deletePayment({ tenantId: client.tenantId, paymentId: payment.id });
    return sandbox.world.state.webhook.events.some((event) => event.eventCategory === "PAYMENT");
  }, { yes: true, no: false }],
  ["ownWritesEcho", async (sandbox, client) => {
    await sandbox.webhooks.subscribe({ url: "https://example.com/", key: "k" });
    await client.put("/Contacts", { Name: "A" });
    return sandbox.world.state.webhook.events.length;
  }, { yes: 1, no: 0 }],
  ["webhookSuccess", async (sandbox, client) => {
    await sandbox.webhooks.subscribe({ url: "https://example.com/", key: "k" });
    await client.put("/Contacts", { Name: "A" });
    sandbox.clock.advance(2_000);
    await sandbox.webhooks.pump();
    return sandbox.world.state.webhook.retries.length;
  }, { "any 2xx": 0, "200 only": 1 }],
  ["attachmentLimitMb", async (_, client) => {
    const invoice = await approved(client);
    return (await client.send("PUT", `/Invoices/${invoice.InvoiceID}/Attachments/a.bin`, "x".repeat(12_000_000), { "content-type": "application/octet-stream" })).status;
  }, { 10: 400, 25: 200 }],
  ["postLimitMb", async (_, client) => (await client.put("/Contacts", { Name: "A", Ignored: "x".repeat(4_000_000) })).status, { 10: 200, 3.5: 413 }],
  ["partPaidDueDateBumps", async (sandbox, client) => {
    const bill = await approved(client, "ACCPAY");
    sandbox.bookkeeper.payInvoice({ tenantId: client.tenantId, invoiceId: bill.InvoiceID, amountMinor: 100 });
    const stamp = async () => (await client.get(`/Invoices/${bill.InvoiceID}`)).json()["Invoices"][0].UpdatedDateUTC as string;
    const before = await stamp();
    sandbox.clock.advance(5_000);
    await client.post(`/Invoices/${bill.InvoiceID}`, { DueDate: "2027-01-01" });
    return (await stamp()) !== before;
  }, { yes: true, no: false }],
  ["quoteFlipsOnInvoice", async (_, client) => {
    const quote = (await client.put("/Quotes", { Status: "SENT", Contact: { Name: "A" }, Date: "2026-11-20", LineItems: [line] })).json()["Quotes"][0];
    await client.put("/Invoices", { Type: "ACCREC", Reference: quote.QuoteNumber, Contact: { ContactID: quote.Contact.ContactID }, LineItems: [line] });
    return (await client.get(`/Quotes/${quote.QuoteID}`)).json()["Quotes"][0].Status;
  }, { no: "SENT", yes: "INVOICED" }],
  ["echoedReadOnly", async (_, client) => (await client.put("/Invoices", { Type: "ACCREC", Contact: { Name: "A" }, LineItems: [line], AmountDue: 110 })).status, { ignored: 200, refused: 400 }],
  ["unknownTaxAmount", async (_, client) => (await client.put("/Invoices", { Type: "ACCREC", Contact: { Name: "A" }, LineItems: [{ ...line, TaxAmount: 3 }] })).status, { refused: 400, accepted: 200 }],
];

describe.each(table)("%s", (name, scene, expected) => {
  test.each(Object.entries(expected))("%s", async (choice, outcome) => {
    const sandbox = createSandbox({ seed: 1, firm: "empty", assumptions: { [name]: choice }, webhook: { url: "https://example.com/", key: "k", deliver: async () => new Response(null, { status: 202 }) } });
    sandbox.webhooks.unsubscribe();
    expect(await scene(sandbox, asClient(sandbox))).toEqual(outcome);
  });
});
