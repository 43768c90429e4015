import { beforeAll, describe, expect, test } from "vitest";
import { describedApi, type Exchange, type Judged } from "./openapi/describedApi.ts";
import { hasDescriptions, readDescription } from "./openapi/description.ts";
import { everyCall } from "./openapi/everyCall.ts";
import { KNOWN_DIFFERENCES, NEWER_CATEGORIES } from "./openapi/knownDifferences.ts";
import { OPERATIONS } from "./openapi/operations.ts";
import { recordedXero } from "./openapi/recordedXero.ts";
import { engineWorld } from "../sim/engineWorld.ts";

const ABSENT = "skipped: Xero's OpenAPI descriptions are not in ../shared/xero-openapi, beside the checkout";
const present = hasDescriptions();

interface Delivery {
  events: { eventCategory: string; data?: unknown }[];
}

describe.runIf(present)(present ? "what crosses the wire, by Xero's own OpenAPI description" : ABSENT, () => {
  const judged: (Judged & { exchange: Exchange })[] = [];
  const deliveries: Delivery[] = [];
  let accounting: ReturnType<typeof describedApi>;

  beforeAll(async () => {
    const xero = recordedXero();
    await everyCall(xero);
    accounting = describedApi(readDescription("xero_accounting"), "/api.xro/2.0");
    const identity = describedApi(readDescription("xero-identity"), "");
    for (const exchange of xero.exchanges)
      judged.push({ exchange, ...(exchange.url.includes("/api.xro/2.0/") ? accounting : identity).judge(exchange) });
    deliveries.push(...xero.webhookBodies.map((body) => JSON.parse(body) as Delivery));
  }, 60_000);

  const differences = () => [...new Set(judged.flatMap((each) => each.differences))];
  const aboutAnswers = () => differences().filter((each) => /^\w+ \d{3} /.test(each));

  test("the product calls these operations and no others, and each of them is answered", () => {
    const answered = judged.filter(({ exchange }) => exchange.status < 300).map((each) => each.operation);
    expect(new Set(answered)).toEqual(new Set(OPERATIONS));
  });

  test("every request of the product is as described: path, query, headers, body, and no field that Xero alone sets", () => {
    expect(differences().filter((each) => !aboutAnswers().includes(each))).toEqual([]);
    expect(judged.filter(({ exchange }) => exchange.requestBody !== "").length).toBeGreaterThan(20);
  });

  test("what the engine asks of Xero while it imports an agency's books and follows a payment is as described", async () => {
    const asked: Exchange[] = [];
    const world = await engineWorld({
      firm: "agency",
      wire: async (request, pass) => {
        const requestBody = await request.clone().text();
        const response = await pass(request);
        asked.push({ method: request.method, url: request.url, headers: request.headers, requestBody, status: response.status, responseBody: await response.clone().text() });
        return response;
      },
    });
    await world.settle();
    const before = asked.length;
    const owed = [...world.sandbox.organisations[0]!.books.invoices.values()].find((each) => each.type === "ACCREC" && each.status === "AUTHORISED")!;
    world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: owed.id });
    world.clock.advance(5 * 60_000);
    await world.settle();
    const found = asked.flatMap((each) => accounting.judge(each).differences).filter((each) => !/^\w+ \d{3} /.test(each));
    expect([before > 10, asked.length > before, asked.some(({ headers }) => headers.has("If-Modified-Since"))]).toEqual([true, true, true]);
    expect(found).toEqual([]);
  }, 60_000);

  test("every answer of the stand-in is as described, but for the known differences", () => {
    expect(aboutAnswers().filter((each) => !KNOWN_DIFFERENCES.some(({ pattern }) => pattern.test(each)))).toEqual([]);
  });

  test.each(KNOWN_DIFFERENCES)("known difference: $reason", ({ pattern }) => {
    expect(aboutAnswers().filter((each) => pattern.test(each))).not.toEqual([]);
  });

  test("a refusal of a whole request is judged too", () => {
    expect(judged.filter(({ exchange }) => exchange.status === 400).map((each) => each.operation)).toContain("deletePayment");
  });

  test("webhooks are as described", () => {
    const { differencesOf, described } = webhooks();
    const known = deliveries.map((delivery) => ({ ...delivery, events: delivery.events.filter(described) }));
    expect(known.flatMap((each) => differencesOf("WebhookEvent", each))).toEqual([]);
    const notes = known.map((each) => ({ ...each, events: each.events.filter((event) => event.eventCategory === "CREDITNOTE") }));
    expect(notes.flatMap((each) => differencesOf("CreditNoteWebhookEvent", each))).toEqual([]);
    expect(new Set(known.flatMap((each) => each.events.map((event) => event.eventCategory)))).toEqual(new Set(["CONTACT", "INVOICE", "CREDITNOTE"]));
  });

  test.each(NEWER_CATEGORIES)("webhooks of %s are newer than the description; the stand-in guesses that they look like the others", (category) => {
    const { differencesOf } = webhooks();
    const own = deliveries.map((each) => ({ ...each, events: each.events.filter((event) => event.eventCategory === category) })).filter((each) => each.events.length > 0);
    expect(new Set(own.flatMap((each) => differencesOf("WebhookEvent", each)))).toEqual(new Set([`events[].eventCategory: "${category}" is not among the words`]));
  });

  function webhooks() {
    const description = readDescription("xero-webhooks");
    const api = describedApi(description, "", false);
    return {
      differencesOf: (schema: string, value: unknown) => api.differencesOf({ $ref: `#/components/schemas/${schema}` }, "response", value),
      described: (event: { eventCategory: string }) => !NEWER_CATEGORIES.some((category) => category === event.eventCategory),
    };
  }

  test.each([
    ["a misspelt field", { Invoices: [{ Referense: "x" }] }, "updateOrCreateInvoices request Invoices[].Referense: not described"],
    ["an unknown word", { Invoices: [{ Status: "APPROVED" }] }, 'updateOrCreateInvoices request Invoices[].Status: "APPROVED" is not among the words'],
    ["text where a number belongs", { Invoices: [{ LineItems: [{ UnitAmount: "ten" }] }] }, "updateOrCreateInvoices request Invoices[].LineItems[].UnitAmount: string must be number"],
    ["a field that Xero alone sets", { Invoices: [{ AmountDue: 1 }] }, "updateOrCreateInvoices request Invoices[].AmountDue: Xero alone sets it"],
    ["an id that is none", { Invoices: [{ InvoiceID: "7" }] }, 'updateOrCreateInvoices request Invoices[].InvoiceID: string must match format "uuid"'],
  ])("%s would be seen", (_, body, difference) => {
    const exchange = { method: "POST", url: "https://api.xero.com/api.xro/2.0/Invoices", headers: new Headers(), requestBody: JSON.stringify(body), status: 200, responseBody: '{"Invoices":[]}' };
    expect(accounting.judge(exchange).differences).toEqual([difference]);
  });

  test("an unknown query, header or path would be seen", () => {
    const get = (path: string) => accounting.judge({ method: "GET", url: `https://api.xero.com/api.xro/2.0/${path}`, headers: new Headers({ "Idempotency-Key": "k" }), requestBody: "", status: 200, responseBody: "{}" }).differences;
    expect(get("Users?pages=1")).toEqual(["getUsers query pages: not described", "getUsers header Idempotency-Key: not described"]);
    expect(get("Invoices?page=one")).toContain("getInvoices query page: number must be integer");
    expect(get("Invoice")).toEqual(["GET /api.xro/2.0/Invoice: no such operation"]);
  });
});
