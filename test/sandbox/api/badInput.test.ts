import { describe, expect, test } from "vitest";
import { asClient, type Client } from "../asClient.ts";
import { createSandbox, type Sandbox } from "../sandbox.ts";

const line = { Description: "x", Quantity: 1, UnitAmount: 10, AccountCode: "200" };
const unknown = "00000000-0000-4000-8000-000000000001";

/** An organisation with a contact, a draft and an approved invoice. */
function scene() {
  const sandbox = createSandbox({ seed: 2, organisations: 1, firm: "empty" });
  const client = asClient(sandbox);
  const { tenantId } = client;
  const contact = sandbox.bookkeeper.createContact({ tenantId, contact: { Name: "A" } });
  const paper = { Contact: { ContactID: contact.id }, DueDate: "2026-12-30", LineItems: [line] };
  const draft = sandbox.bookkeeper.createInvoice({ tenantId, invoice: paper });
  const approved = sandbox.bookkeeper.createInvoice({ tenantId, invoice: { ...paper, Status: "AUTHORISED" } });
  return { sandbox, client, draft, approved, invoice: { Type: "ACCREC", Contact: { ContactID: contact.id }, LineItems: [line] } };
}
type Scene = ReturnType<typeof scene>;

const books = ({ world }: Sandbox) => JSON.stringify(world.state.organisations, (_, value: unknown) => (value instanceof Map ? [...value] : value));
const put = (path: string, make: (given: Scene) => unknown, headers?: Record<string, string>) => ({ client, ...rest }: Scene) => client.put(path, make({ client, ...rest }), headers);
const withLine = (changes: object) => put("/Invoices", ({ invoice }) => ({ ...invoice, LineItems: [{ ...line, ...changes }] }));
const withField = (changes: object) => put("/Invoices", ({ invoice }) => ({ ...invoice, ...changes }));
const payment = (changes: object) => put("/Payments", ({ approved }) => ({ Invoice: { InvoiceID: approved.id }, Account: { Code: "090" }, Amount: 1, ...changes }));
const get = (query: string) => ({ client }: Scene) => client.get(`/Invoices?${query}`);
const where = (clause: string) => get(`where=${encodeURIComponent(clause)}`);

/** What is sent, the status it is answered with, and a part of what is said. */
type Row = [name: string, send: (given: Scene) => ReturnType<Client["get"]>, status: number, said: RegExp];

const unreadable: Row[] = [
  ["JSON that ends early", put("/Invoices", () => "{"), 400, /PostDataInvalidException/],
  ["no body", put("/Invoices", () => ""), 400, /A request body is required/],
  ["null", put("/Invoices", () => "null"), 400, /PostDataInvalidException/],
  ["a list of lists", put("/Invoices", ({ invoice }) => ({ Invoices: [[invoice]] })), 400, /PostDataInvalidException/],
  ["NaN", put("/Invoices", () => '{"Type":"ACCREC","LineItems":[{"Quantity":NaN}]}'), 400, /not valid JSON/],
  ["a number beyond all numbers", put("/Invoices", ({ invoice }) => JSON.stringify(invoice).replace('"Quantity":1', '"Quantity":1e400')), 400, /Could not convert/],
  ["XML", put("/Invoices", () => "<Invoice/>", { "content-type": "text/xml" }), 415, /Unsupported Media Type/],
  ["JSON that says it is a form", put("/Invoices", ({ invoice }) => invoice, { "content-type": "application/x-www-form-urlencoded" }), 415, /Unsupported Media Type/],
  ["words where a number belongs", withLine({ UnitAmount: "ten" }), 400, /Could not convert string to decimal: ten/],
  ["true where a number belongs", withLine({ Quantity: true }), 400, /Could not convert string to decimal/],
  ["a GUID that is none", withField({ Contact: { ContactID: "abc" } }), 400, /System\.Guid/],
  ["the 30th of February", withField({ Date: "2026-02-30" }), 400, /not a valid AllXsd value/],
  ["a day in another country's order", withField({ Date: "30/01/2026" }), 400, /not a valid AllXsd value/],
  ["a number for a day", withField({ Date: 20_260_101 }), 400, /not a valid AllXsd value/],
  ["a type that is none", withField({ Type: "SALE" }), 400, /PostDataInvalidException/],
  ["a status that is none", withField({ Status: "APPROVED" }), 400, /PostDataInvalidException/],
  ["NO_TAX for NoTax", withField({ LineAmountTypes: "NO_TAX" }), 400, /"ErrorNumber":14/],
  ["text for a contact", withField({ Contact: "A" }), 400, /PostDataInvalidException/],
  ["one line without its list", withField({ LineItems: line }), 400, /a list is expected/],
];

const againstRules: Row[] = [
  ["the prototype instead of a type", put("/Invoices", ({ invoice }) => JSON.stringify(invoice).replace('"Type"', '"__proto__"')), 400, /Invoice type must be specified/],
  ["no contact of ours", withField({ Contact: { ContactID: unknown } }), 400, /contact could not be found/],
  ["less than nothing of something", withLine({ Quantity: -1 }), 400, /The quantity value -1 is invalid/],
  ["a negative total", withLine({ UnitAmount: -5 }), 400, /greater than or equal to zero/],
  ["ten billion and more", withLine({ UnitAmount: 1e12 }), 400, /9,999,999,999\.99/],
  ["a description too long", withLine({ Description: "x".repeat(4_001) }), 400, /maximum length of 4000/],
  ["a tax rate that is none", withLine({ TaxType: "GST" }), 400, /TaxType code 'GST'/],
  ["an account that is none", withLine({ AccountCode: "99999" }), 400, /Account code '99999' is not a valid code/],
  ["a currency that is not in use", withField({ CurrencyCode: "JPY" }), 400, /not subscribed to currency JPY/],
  ["a currency by the name of a property", withField({ CurrencyCode: "constructor" }), 400, /not subscribed to currency/],
  ["a rate of nothing", withField({ CurrencyCode: "USD", CurrencyRate: 0 }), 400, /greater than zero/],
  ["a script for a link", withField({ Url: "javascript:alert(1)" }), 400, /absolute url/],
  ["tracking that is not there", withLine({ Tracking: [{ Name: "a", Option: "b" }] }), 400, /tracking category 'a' is not valid/],
  ["made as PAID", withField({ Status: "PAID" }), 400, /not of valid status/],
  ["a payment of nothing", payment({ Amount: 0 }), 400, /greater than zero/],
  ["a payment of less than nothing", payment({ Amount: -1 }), 400, /greater than zero/],
  ["a payment of more than is due", payment({ Amount: 11.01 }), 400, /exceeds the amount outstanding/],
  ["a payment on two documents", payment({ CreditNote: { CreditNoteID: unknown } }), 400, /Only one of/],
  ["a payment on a draft", put("/Payments", ({ draft }) => ({ Invoice: { InvoiceID: draft.id }, Account: { Code: "090" }, Amount: 1 })), 400, /Authorised documents/],
  ["a contact of spaces", put("/Contacts", () => ({ Name: "   " })), 400, /at least 1 of the following/],
  ["a body over the limit", put("/Contacts", () => ({ Name: "B", Ignored: "é".repeat(5_100_000) })), 413, /Too Large/],
  ["five thousand elements, each with a fault", put("/Invoices", ({ invoice }) => ({ Invoices: Array.from({ length: 5_000 }, () => ({ ...invoice, Status: "PAID" })) })), 400, /ValidationException/],
  ["a key too long", put("/Contacts", () => ({ Name: "B" }), { "idempotency-key": "k".repeat(129) }), 400, /128 characters/],
  ["a method that the address does not know", ({ client, draft }) => client.send("DELETE", `/Invoices/${draft.id}`), 405, /^$/],
  ["an address that leads out", ({ client }) => client.get("/Invoices/..%2f..%2fsecrets"), 404, /cannot be found/],
  ["an address that cannot be decoded", ({ client }) => client.get("/Invoices/%E0%A4%A"), 404, /cannot be found/],
];

const queries: Row[] = [
  ["a field that is none", where('Colour=="red"'), 400, /QueryParseException/],
  ["a property of every object", where('constructor=="x"'), 400, /QueryParseException/],
  ["an order by a property of every object", get("order=constructor"), 400, /QueryParseException/],
  ["brackets without end", where("(".repeat(5_000)), 400, /nested too deeply/],
  ["a day that is none", where("Date>=DateTime(2026,13,45)"), 400, /un-representable DateTime/],
  ["page nought", get("page=0"), 400, /must be a whole number from 1/],
  ["a page too large", get("page=1&pageSize=1001"), 400, /between 1 and 1000/],
];

describe.each([["what cannot be read (facts §5.12)", unreadable], ["what breaks a rule (facts §5.2, §5.3, §5.5)", againstRules], ["queries (facts §2.3)", queries]] as const)("%s", (_, rows) => {
  test.each(rows)("%s is refused, and nothing at all is changed", async (__, send, status, said) => {
    const given = scene();
    const before = books(given.sandbox);
    const answer = await send(given);
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(said)]);
    expect(books(given.sandbox)).toBe(before);
    expect(given.sandbox.log.changes({ by: "app" })).toEqual([]);
  });
});

test("a line with an id of no line of this document is a new line, and gets an id of its own (facts §5.3)", async () => {
  const { client, draft } = scene();
  const saved = (await client.post(`/Invoices/${draft.id}`, { LineItems: [{ ...line, LineItemID: unknown }] })).json()["Invoices"][0];
  expect(saved.LineItems).toHaveLength(1);
  expect([unknown, draft.lines[0]!.lineItemId]).not.toContain(saved.LineItems[0].LineItemID);
});

test("a refused invoice gives its number back", async () => {
  const { client, invoice } = scene();
  await client.put("/Invoices", { ...invoice, LineItems: [{ ...line, AccountCode: "nope" }] });
  expect((await client.put("/Invoices", invoice)).json()["Invoices"][0].InvoiceNumber).toBe("INV-0003");
});
