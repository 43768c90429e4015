import { describe, expect, test } from "vitest";
import { asClient, type Body, type Client } from "../asClient.ts";
import { createSandbox, type Sandbox } from "../sandbox.ts";

interface Stage {
  sandbox: Sandbox;
  client: Client;
  contactId: string;
}

async function stage(options: Partial<Parameters<typeof createSandbox>[0]> = {}): Promise<Stage> {
  const sandbox = createSandbox({ seed: 1, firm: "empty", ...options });
  const client = asClient(sandbox);
  const made = await client.put("/Contacts", { Contacts: [{ Name: "Kookaburra Coffee Roasters" }] });
  return { sandbox, client, contactId: made.json()["Contacts"][0].ContactID };
}

const line = { Description: "Design", Quantity: 2, UnitAmount: 100, AccountCode: "200" };
const billLine = { Description: "Print", Quantity: 1, UnitAmount: 100, AccountCode: "320" };

async function create({ client, contactId }: Stage, more: Body = {}): Promise<Body> {
  const type = more["Type"] ?? "ACCREC";
  const answer = await client.put("/Invoices", { Type: type, Contact: { ContactID: contactId }, DueDate: "2026-12-20", LineItems: [type === "ACCREC" ? line : billLine], ...more });
  expect(answer.status).toBe(200);
  return answer.json()["Invoices"][0];
}

const change = async ({ client }: Stage, id: string, changes: Body) => client.post(`/Invoices/${id}`, changes);
const errorsOf = (answer: { json: () => Body }) => answer.json()["Elements"][0].ValidationErrors.map((error: Body) => error["Message"]) as string[];
const pay = async ({ client }: Stage, id: string, amount: number) => (await client.put("/Payments", { Invoice: { InvoiceID: id }, Account: { Code: "090" }, Amount: amount, Date: "2026-11-23" })).json()["Payments"][0];

describe("status transitions go one way (facts §5.3)", () => {
  const table: [from: string, to: string, isAllowed: boolean][] = [
    ["DRAFT", "SUBMITTED", true], ["DRAFT", "AUTHORISED", true], ["DRAFT", "DELETED", true], ["DRAFT", "VOIDED", false], ["DRAFT", "PAID", false],
    ["SUBMITTED", "DRAFT", true], ["SUBMITTED", "AUTHORISED", true], ["SUBMITTED", "DELETED", true], ["SUBMITTED", "VOIDED", false],
    ["AUTHORISED", "DRAFT", false], ["AUTHORISED", "SUBMITTED", false], ["AUTHORISED", "DELETED", false], ["AUTHORISED", "VOIDED", true], ["AUTHORISED", "PAID", false],
  ];
  test.each(table)("%s to %s: %s", async (from, to, isAllowed) => {
    const here = await stage();
    const invoice = await create(here, { Status: from });
    const answer = await change(here, invoice["InvoiceID"], { Status: to });
    expect(answer.status).toBe(isAllowed ? 200 : 400);
    if (isAllowed) expect(answer.json()["Invoices"][0].Status).toBe(to);
    else expect(errorsOf(answer)).toEqual(["Invoice not of valid status for modification"]);
  });

  test.each(["VOIDED", "DELETED"])("%s is the end", async (end) => {
    const here = await stage();
    const invoice = await create(here, { Status: end === "VOIDED" ? "AUTHORISED" : "DRAFT" });
    await change(here, invoice["InvoiceID"], { Status: end });
    for (const changes of [{ Status: "DRAFT" }, { Status: "AUTHORISED" }, { Reference: "again" }]) {
      expect((await change(here, invoice["InvoiceID"], changes)).status).toBe(400);
    }
  });

  test.each(["VOIDED", "DELETED", "PAID"])("nothing is created as %s", async (status) => {
    const here = await stage();
    const answer = await here.client.put("/Invoices", { Type: "ACCREC", Status: status, Contact: { ContactID: here.contactId }, LineItems: [line], DueDate: "2026-12-20" });
    expect(answer.status).toBe(400);
  });
});

describe("a payment locks the document (facts §5.3, since 19 March 2026 less so for bills)", () => {
  const paidLock = "This document cannot be edited as it has a payment or credit note allocated to it.";

  test("a paid sales invoice takes no change by API", async () => {
    const here = await stage();
    const invoice = await create(here, { Status: "AUTHORISED" });
    await pay(here, invoice["InvoiceID"], 220);
    expect(errorsOf(await change(here, invoice["InvoiceID"], { Reference: "x" }))).toEqual([paidLock]);
  });

  test("unless the switch says that Xero lets it be retagged", async () => {
    const here = await stage({ assumptions: { paidSalesInvoice: "retaggable" } });
    const invoice = await create(here, { Status: "AUTHORISED" });
    await pay(here, invoice["InvoiceID"], 220);
    expect((await change(here, invoice["InvoiceID"], { Reference: "x" })).status).toBe(200);
  });

  test("a paid bill takes account, description, tracking, reference, due date", async () => {
    const here = await stage();
    const bill = await create(here, { Type: "ACCPAY", Status: "AUTHORISED", InvoiceNumber: "B1" });
    await pay(here, bill["InvoiceID"], 110);
    const lineId = bill["LineItems"][0].LineItemID;
    const answer = await change(here, bill["InvoiceID"], { Reference: "P-12", DueDate: "2027-01-01", LineItems: [{ LineItemID: lineId, Description: "Print run", AccountCode: "461" }] });
    expect(answer.status).toBe(200);
    const after = answer.json()["Invoices"][0];
    expect(after).toMatchObject({ Status: "PAID", Reference: "P-12", Total: 110 });
    expect(after.LineItems[0]).toMatchObject({ LineItemID: lineId, AccountCode: "461", Description: "Print run", UnitAmount: 100 });
  });

  const moneyChanges: [string, (lineId: string) => Body][] = [
    ["quantity", (id) => ({ LineItems: [{ LineItemID: id, Quantity: 2 }] })],
    ["price", (id) => ({ LineItems: [{ LineItemID: id, UnitAmount: 99 }] })],
    ["tax type", (id) => ({ LineItems: [{ LineItemID: id, TaxType: "EXEMPTEXPENSES" }] })],
    ["a further line", (id) => ({ LineItems: [{ LineItemID: id }, billLine] })],
    ["the line recreated without its id", () => ({ LineItems: [billLine] })],
    ["date", () => ({ Date: "2026-11-01" })],
    ["line amount types", () => ({ LineAmountTypes: "Inclusive" })],
    ["voiding", () => ({ Status: "VOIDED" })],
  ];
  test.each(moneyChanges)("a part-paid bill refuses: %s", async (_, changes) => {
    const here = await stage();
    const bill = await create(here, { Type: "ACCPAY", Status: "AUTHORISED" });
    await pay(here, bill["InvoiceID"], 50);
    expect(errorsOf(await change(here, bill["InvoiceID"], changes(bill["LineItems"][0].LineItemID)))).toEqual([paidLock]);
  });

  test("DueDate of a part-paid document does not move UpdatedDateUTC (facts §2.4), a retag does", async () => {
    const here = await stage();
    const bill = await create(here, { Type: "ACCPAY", Status: "AUTHORISED" });
    await pay(here, bill["InvoiceID"], 50);
    const before = (await here.client.get(`/Invoices/${bill["InvoiceID"]}`)).json()["Invoices"][0].UpdatedDateUTC;
    here.sandbox.clock.advance(5_000);
    expect((await change(here, bill["InvoiceID"], { DueDate: "2027-02-02" })).json()["Invoices"][0].UpdatedDateUTC).toBe(before);
    expect((await change(here, bill["InvoiceID"], { Reference: "x" })).json()["Invoices"][0].UpdatedDateUTC).not.toBe(before);
  });
});

describe("lines are a replacing set (facts §5.3)", () => {
  test("a line with its id is kept, one without is new, one left out is gone; no LineItems leaves them alone", async () => {
    const here = await stage();
    const invoice = await create(here, { LineItems: [line, { ...line, Description: "Second" }] });
    const [first] = invoice["LineItems"];
    const after = (await change(here, invoice["InvoiceID"], { LineItems: [{ LineItemID: first.LineItemID, Quantity: 3 }, { ...line, Description: "New" }] })).json()["Invoices"][0];
    expect(after.LineItems.map((one: Body) => one["Description"])).toEqual(["Design", "New"]);
    expect(after.LineItems[0]).toMatchObject({ LineItemID: first.LineItemID, Quantity: 3, UnitAmount: 100, AccountCode: "200" });
    expect(invoice["LineItems"].map((one: Body) => one["LineItemID"])).not.toContain(after.LineItems[1].LineItemID);
    const untouched = (await change(here, invoice["InvoiceID"], { Reference: "only this" })).json()["Invoices"][0];
    expect(untouched.LineItems).toEqual(after.LineItems);
  });
});

describe("numbers (facts §5.3)", () => {
  test("sales numbers are unique, and given where left out", async () => {
    const here = await stage();
    const first = await create(here, { InvoiceNumber: "A-1" });
    const again = await here.client.put("/Invoices", { Type: "ACCREC", InvoiceNumber: "A-1", Contact: { ContactID: here.contactId }, LineItems: [line] });
    expect(errorsOf(again)).toEqual(["Invoice # must be unique."]);
    expect((await create(here))["InvoiceNumber"]).toMatch(/^INV-\d+$/);
    const upserted = await here.client.post("/Invoices", { Type: "ACCREC", InvoiceNumber: "A-1", Reference: "matched by number" });
    expect(upserted.json()["Invoices"][0].InvoiceID).toBe(first["InvoiceID"]);
  });

  test("bills may share one", async () => {
    const here = await stage();
    const one = await create(here, { Type: "ACCPAY", InvoiceNumber: "7" });
    const other = await create(here, { Type: "ACCPAY", InvoiceNumber: "7" });
    expect(other["InvoiceID"]).not.toBe(one["InvoiceID"]);
  });
});

describe("lock dates, by the organisation's own calendar (facts §5.8)", () => {
  test("on and before the year-end lock nothing is approved, edited or voided; drafts are free", async () => {
    const here = await stage();
    const old = await create(here, { Status: "AUTHORISED", Date: "2026-06-30" });
    here.sandbox.bookkeeper.setLockDates({ tenantId: here.client.tenantId, endOfYearLockDate: "2026-06-30" });
    const sentence = "The document date cannot be before the end of year lock date, currently set at 30 June 2026";
    const approved = await here.client.put("/Invoices", { Type: "ACCREC", Status: "AUTHORISED", Date: "2026-06-30", DueDate: "2026-07-30", Contact: { ContactID: here.contactId }, LineItems: [line] });
    expect(errorsOf(approved)).toEqual([sentence]);
    expect(errorsOf(await change(here, old["InvoiceID"], { LineItems: [line] }))).toEqual([sentence]);
    expect(errorsOf(await change(here, old["InvoiceID"], { Status: "VOIDED" }))).toEqual([sentence]);
    expect((await create(here, { Status: "DRAFT", Date: "2026-06-30" }))["Status"]).toBe("DRAFT");
    expect((await create(here, { Status: "AUTHORISED", Date: "2026-07-01" }))["Status"]).toBe("AUTHORISED");
  });

  test.each([["yes", 200], ["no", 400]] as const)("an adviser writes before the period lock: %s", async (choice, status) => {
    const here = await stage({ assumptions: { adviserWritesLockedPeriod: choice } });
    here.sandbox.bookkeeper.setLockDates({ tenantId: here.client.tenantId, periodLockDate: "2026-10-31" });
    const answer = await here.client.put("/Invoices", { Type: "ACCREC", Status: "AUTHORISED", Date: "2026-10-31", DueDate: "2026-12-01", Contact: { ContactID: here.contactId }, LineItems: [line] });
    expect(answer.status).toBe(status);
  });

  test("a standard user never does", async () => {
    const here = await stage();
    const client = asClient(here.sandbox, { userId: here.sandbox.users[1]?.userId ?? "" });
    here.sandbox.bookkeeper.setLockDates({ tenantId: client.tenantId, periodLockDate: "2026-10-31" });
    expect((await client.put("/Invoices", { Type: "ACCREC", Status: "AUTHORISED", Date: "2026-10-31", DueDate: "2026-12-01", Contact: { ContactID: here.contactId }, LineItems: [line] })).status).toBe(400);
  });

  test("a document without a date is of today in Sydney, not in Greenwich (facts §5.1)", async () => {
    const here = await stage();
    // 22 November, 22:00 UTC is 09:00 on the 23rd in Sydney.
    expect((await create(here))["DateString"]).toBe("2026-11-23T00:00:00");
  });
});

describe("approval needs (facts §5.3, §2.2)", () => {
  test("a due date, lines and an account on each", async () => {
    const here = await stage();
    const { contactId, client } = here;
    const without = async (more: Body) => errorsOf(await client.put("/Invoices", { Type: "ACCREC", Status: "AUTHORISED", Contact: { ContactID: contactId }, DueDate: "2026-12-01", LineItems: [line], ...more }));
    expect(await without({ DueDate: null })).toEqual(["Invoice must have a Due Date."]);
    expect(await without({ LineItems: [] })).toEqual(["One or more line items must be specified"]);
    expect(await without({ LineItems: [{ Description: "x", UnitAmount: 5 }] })).toContain("Account must be valid.");
  });

  test("room in the plan: 20 sales invoices and 5 bills a month on Ignite", async () => {
    const here = await stage({ limits: { tier: "core" } });
    const [organisation] = here.sandbox.organisations;
    if (organisation) organisation.books.organisation.class = "IGNITE";
    for (let bill = 0; bill < 5; bill += 1) await create(here, { Type: "ACCPAY", Status: "AUTHORISED" });
    const sixth = await here.client.put("/Invoices", { Type: "ACCPAY", Status: "AUTHORISED", Contact: { ContactID: here.contactId }, DueDate: "2026-12-01", LineItems: [billLine] });
    expect(errorsOf(sixth)).toEqual(["You have reached the limit of invoices you can approve"]);
    const actions = (await here.client.get("/Organisation/Actions")).json()["Actions"] as Body[];
    expect(actions.find((action) => action["Name"] === "CreateApprovedBill")?.["Status"]).toBe("NOT-ALLOWED");
    expect(actions.find((action) => action["Name"] === "CreateApprovedInvoice")?.["Status"]).toBe("ALLOWED");
  });
});

describe("fields (facts §5.3)", () => {
  test.each(["not a link", "/relative", "https://go.xero.com/x", "https://myxerothing.example/1"])("Url %s is refused", async (Url) => {
    const here = await stage();
    expect((await here.client.put("/Invoices", { Type: "ACCREC", Url, Contact: { ContactID: here.contactId }, LineItems: [line] })).status).toBe(400);
  });

  test("SentToContact only once approved; a foreign currency only when subscribed", async () => {
    const here = await stage();
    const { client, contactId } = here;
    expect((await client.put("/Invoices", { Type: "ACCREC", SentToContact: true, Contact: { ContactID: contactId }, LineItems: [line] })).status).toBe(400);
    expect(errorsOf(await client.put("/Invoices", { Type: "ACCREC", CurrencyCode: "JPY", Contact: { ContactID: contactId }, LineItems: [line] }))).toEqual(["Organisation is not subscribed to currency JPY"]);
    expect((await create(here, { CurrencyCode: "USD", LineItems: [{ ...line, TaxType: "EXEMPTEXPORT" }] }))["CurrencyRate"]).toBe(0.6523);
  });

  test("e-mailing marks an approved sales invoice as sent, paid or not; a draft cannot be sent", async () => {
    const here = await stage();
    const sent = async (id: string) => [(await here.client.post(`/Invoices/${id}/Email`, {})).status, (await here.client.get(`/Invoices/${id}`)).json()["Invoices"][0].SentToContact];
    const invoice = await create(here, { Status: "AUTHORISED" });
    await pay(here, invoice["InvoiceID"], 20);
    expect(await sent(invoice["InvoiceID"])).toEqual([204, true]);
    expect(await sent((await create(here))["InvoiceID"])).toEqual([404, false]);
  });
});
