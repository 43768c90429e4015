import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../../sandbox/sandbox.ts";
import { hasDescriptions } from "../openapi/description.ts";
import { KNOWN_DIFFERENCES } from "../openapi/knownDifferences.ts";
import { judgeDay } from "./judgeDay.ts";
import { forForeignClients, type ForeignClient } from "./foreignClient.ts";

/**
 * Xero's own MCP server, its code unchanged, as a program of its own: it signs in with client_credentials as a custom connection, by
 * way of xero-node 13 and axios, at login, identity and api.xero.com over TLS. A day's work through its tools, looked up in the books.
 */
describe("Xero's MCP server against the stand-in", () => {
  let sandbox: Sandbox;
  let surroundings: ForeignClient;
  const client = new Client({ name: "a day's work", version: "1.0.0" });

  beforeAll(async () => {
    sandbox = createSandbox({ seed: 3, organisations: 1, firm: "agency", app: { kind: "custom" } });
    surroundings = await forForeignClients(sandbox);
    const [app] = sandbox.apps;
    const server = fileURLToPath(import.meta.resolve("@xeroapi/xero-mcp-server"));
    const env = { ...surroundings.env, XERO_CLIENT_ID: app!.clientId, XERO_CLIENT_SECRET: app!.clientSecret };
    await client.connect(new StdioClientTransport({ command: surroundings.node, args: [...surroundings.preload, server], env }));
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await surroundings.close();
  });

  const organisation = () => sandbox.organisations[0]!;
  const books = () => organisation().books;
  /** What the tool says, all its paragraphs; it reports failures in words as well. */
  async function tool(name: string, input: Record<string, unknown> = {}): Promise<string> {
    const answer = await client.callTool({ name, arguments: input });
    const text = (answer.content as { text: string }[]).map((part) => part.text).join("\n");
    if (/^Error /m.test(text)) throw new Error(`${name}: ${text}`);
    return text;
  }
  const newest = <T>(records: Map<string, T>): T => [...records.values()].at(-1)!;
  const account = (code: string) => [...books().accounts.values()].find((each) => each.code === code)!;
  const sale = (description: string, unitAmount: number) => ({ description, quantity: 2, unitAmount, accountCode: "200", taxType: "OUTPUT" });
  const cost = (description: string, unitAmount: number) => ({ description, quantity: 1, unitAmount, accountCode: "400", taxType: "INPUT" });
  const contactId = () => [...books().contacts.values()].find((each) => each.name.startsWith("Bowerbird"))!.id;

  test("it tries the broad scopes, is refused as an app made since March 2026, and is granted the granular ones (facts §1.4)", async () => {
    expect(await tool("list-organisation-details")).toContain(`Short Code: ${organisation().shortCode}`);
    const grants = sandbox.log.entries.filter((entry) => entry.path === "/connect/token").map((entry) => entry.status);
    expect(grants.slice(0, 2)).toEqual([400, 200]);
  });

  test.each<[name: string, input: Record<string, unknown>, said: (text: string) => boolean]>([
    ["list-accounts", {}, (text) => text.includes(`Found ${books().accounts.size} accounts`) && text.includes("Business Cheque Account")],
    ["list-contacts", { page: 1 }, (text) => text.includes(newest(books().contacts).name)],
    ["list-contact-groups", {}, (text) => text.includes("Retainer clients")],
    ["list-credit-notes", { page: 1 }, (text) => text.includes("Credit Note Number: CN-0001")],
    ["list-invoices", { page: 1 }, (text) => text.includes("Found 10 invoices")],
    ["list-invoices", { page: 1, invoiceNumbers: ["INV-0195"] }, (text) => text.includes("Found 1 invoices") && text.includes("INV-0195")],
    ["list-items", { page: 1 }, (text) => text.includes("Code: DESIGN")],
    ["list-quotes", { page: 1, quoteNumber: "QU-0001" }, (text) => text.includes("Found 1 quotes") && text.includes("QU-0001")],
    ["list-tax-rates", {}, (text) => text.includes(`Found ${books().taxRates.size} tax rates`)],
    ["list-payments", { page: 1 }, (text) => text.includes("Found 10 payments")],
    ["list-payments", { page: 1, invoiceNumber: "INV-0195" }, (text) => text.includes("INV-0195")],
    ["list-bank-transactions", { page: 1 }, (text) => text.includes("Found 10 bank transactions")],
    ["list-tracking-categories", {}, (text) => text.includes("Name: Project") && text.includes("Found 12 tracking options")],
  ])("%s %j reads the agency's books", async (name, input, said) => {
    const text = await tool(name, input);
    expect({ text, said: said(text) }).toMatchObject({ said: true });
  });

  test("a contact is made and changed, each field where it belongs", async () => {
    expect(await tool("create-contact", { name: "Bowerbird Events", email: "hello@bowerbird.example", phone: "0400 000 000" })).toContain("Bowerbird Events");
    await tool("update-contact", { contactId: contactId(), name: "Bowerbird Events Pty Ltd", firstName: "Noa", address: { addressLine1: "1 Quay St", city: "Sydney", postalCode: "2000" } });
    const made = books().contacts.get(contactId())!;
    expect(made).toMatchObject({ name: "Bowerbird Events Pty Ltd", firstName: "Noa", emailAddress: "hello@bowerbird.example" });
    expect(JSON.stringify(made)).toContain("0400 000 000");
    expect(JSON.stringify(made)).toContain("1 Quay St");
  });

  test("an item is made and changed", async () => {
    await tool("create-item", { code: "EVENT", name: "Event day", salesDetails: { unitPrice: 900, accountCode: "200", taxType: "OUTPUT" } });
    const { id } = newest(books().items);
    await tool("update-item", { itemId: id, code: "EVENT", name: "Event day, crewed", salesDetails: { unitPrice: 950, accountCode: "200" } });
    expect(books().items.get(id)).toMatchObject({ code: "EVENT", name: "Event day, crewed", sales: { unitPriceScaled: 9_500_000 } });
  });

  test("an option joins a tracking category and is renamed; a third active category is refused (facts §5.7)", async () => {
    const category = [...books().trackingCategories.values()][0]!;
    await tool("create-tracking-options", { trackingCategoryId: category.id, optionNames: ["Bowerbird: gala"] });
    const option = () => books().trackingCategories.get(category.id)!.options.find((each) => each.name.startsWith("Bowerbird"))!;
    await tool("update-tracking-options", { trackingCategoryId: category.id, options: [{ trackingOptionId: option().id, name: "Bowerbird: winter gala" }] });
    expect(option().name).toBe("Bowerbird: winter gala");
    await expect(tool("create-tracking-category", { name: "Season" })).rejects.toThrow("Error while creating tracking category");
    expect(books().trackingCategories.size).toBe(2);
  });

  test("a category that is archived makes room for another", async () => {
    const [, region] = [...books().trackingCategories.values()];
    await tool("update-tracking-category", { trackingCategoryId: region!.id, status: "ARCHIVED" });
    await tool("create-tracking-category", { name: "Season" });
    expect([...books().trackingCategories.values()].map((each) => [each.name, each.status])).toContainEqual(["Season", "ACTIVE"]);
  });

  test("an invoice is drafted, changed, approved by the bookkeeper and paid in part", async () => {
    const tracking = [{ name: "Project", option: "Bowerbird: winter gala", trackingCategoryID: [...books().trackingCategories.keys()][0]! }];
    await tool("create-invoice", { contactId: contactId(), type: "ACCREC", reference: "Gala", lineItems: [{ ...sale("Gala, first half", 100), tracking }] });
    const { id } = newest(books().invoices);
    expect(books().invoices.get(id)).toMatchObject({ type: "ACCREC", status: "DRAFT", reference: "Gala", totalMinor: 22_000 });
    expect(books().invoices.get(id)!.lines[0]!.tracking).toHaveLength(1);
    await tool("update-invoice", { invoiceId: id, reference: "Gala 2026", lineItems: [sale("Gala, first half", 150)] });
    expect(books().invoices.get(id)).toMatchObject({ reference: "Gala 2026", totalMinor: 33_000 });
    await expect(tool("create-payment", { invoiceId: id, accountId: account("090").id, amount: 30 })).rejects.toThrow("Error creating payment");
    sandbox.bookkeeper.approve({ tenantId: organisation().tenantId, invoiceId: id });
    const said = await tool("create-payment", { invoiceId: id, accountId: account("090").id, amount: 30, reference: "first" });
    expect(said).toContain(`shortcode=${organisation().shortCode}`);
    expect(newest(books().payments)).toMatchObject({ targetId: id, amountMinor: 3_000, reference: "first", status: "AUTHORISED" });
    await expect(tool("create-payment", { invoiceId: id, accountId: account("090").id, amount: 301 })).rejects.toThrow("Error creating payment");
    await expect(tool("update-invoice", { invoiceId: id, reference: "late" })).rejects.toThrow("not a draft");
  });

  test("a bill keeps the supplier's number in InvoiceNumber (facts §5.3)", async () => {
    await tool("create-invoice", { contactId: contactId(), type: "ACCPAY", reference: "BB-77", lineItems: [cost("Marquee", 480)] });
    expect(newest(books().invoices)).toMatchObject({ type: "ACCPAY", number: "BB-77", totalMinor: 52_800 });
  });

  test("a credit note, a quote and money spent are made and changed", async () => {
    await tool("create-credit-note", { contactId: contactId(), reference: "Rain", lineItems: [sale("Rain", 10)] });
    const note = newest(books().creditNotes);
    await tool("update-credit-note", { creditNoteId: note.id, lineItems: [sale("Rain, again", 15)] });
    expect(books().creditNotes.get(note.id)).toMatchObject({ status: "DRAFT", reference: "Rain", totalMinor: 3_300 });

    await tool("create-quote", { contactId: contactId(), title: "Gala", quoteNumber: "QU-9001", lineItems: [sale("Gala", 500)] });
    const quote = newest(books().quotes);
    await tool("update-quote", { quoteId: quote.id, summary: "All of it", lineItems: [sale("Gala", 600)] });
    expect(books().quotes.get(quote.id)).toMatchObject({ number: "QU-9001", title: "Gala", summary: "All of it", totalMinor: 132_000 });

    await tool("create-bank-transaction", { type: "SPEND", bankAccountId: account("090").id, contactId: contactId(), reference: "Ice", lineItems: [cost("Ice", 22)] });
    const spent = newest(books().bankTransactions);
    expect(spent).toMatchObject({ type: "SPEND", reference: "Ice", lineAmountTypes: "Inclusive", totalMinor: 2_200 });
    await tool("update-bank-transaction", { bankTransactionId: spent.id, reference: "Ice and salt" });
    expect(books().bankTransactions.get(spent.id)).toMatchObject({ reference: "Ice and salt", totalMinor: 2_200, lines: spent.lines });
  });

  test("what the stand-in does not hold is not found, and says nothing false", async () => {
    const absent: [string, Record<string, unknown>][] = [["list-trial-balance", {}], ["list-profit-and-loss", {}], ["list-report-balance-sheet", {}], ["list-manual-journals", {}], ["list-payroll-employees", {}], ["list-aged-receivables-by-contact", { contactId: contactId() }]];
    for (const [name, input] of absent) await expect(tool(name, input)).rejects.toThrow("Error listing");
  });

  test.runIf(hasDescriptions())(hasDescriptions() ? "each answer of the day is as Xero's description has it, but for the known differences" : "skipped: Xero's OpenAPI descriptions are not beside the checkout", () => {
    const { operations, differences } = judgeDay(surroundings.exchanges);
    expect(operations.size).toBeGreaterThan(25);
    expect(differences.filter((each) => !KNOWN_DIFFERENCES.some(({ pattern }) => pattern.test(each)))).toEqual([]);
  }, 60_000);

  test("each accepted write was logged once, and all of them by this app", () => {
    const created = (entity: string) => sandbox.log.changes({ entity, action: "create", by: "app" }).length;
    expect(["Contact", "Invoice", "CreditNote", "Quote", "BankTransaction", "Payment", "Item"].map((entity) => [entity, created(entity)])).toEqual([
      ["Contact", 1], ["Invoice", 2], ["CreditNote", 1], ["Quote", 1], ["BankTransaction", 1], ["Payment", 1], ["Item", 1],
    ]);
    expect(new Set(sandbox.log.changes({ by: "app" }).map((change) => change.by))).toEqual(new Set([sandbox.apps[0]!.clientId]));
  });
});
