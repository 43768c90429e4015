import { describe, expect, test } from "vitest";
import { asClient, type Body } from "../asClient.ts";
import { createSandbox } from "../sandbox.ts";

const stage = (options: Partial<Parameters<typeof createSandbox>[0]> = {}) => {
  const sandbox = createSandbox({ seed: 1, firm: "empty", ...options });
  return { sandbox, client: asClient(sandbox) };
};
const line = { Description: "x", Quantity: 1, UnitAmount: 100, AccountCode: "200" };

describe("quotes (facts §5.4, §11.3)", () => {
  const quote = { Contact: { Name: "A" }, Date: "2026-11-20", LineAmountTypes: "EXCLUSIVE", LineItems: [line] };
  test("an update must name contact and date again; LineAmountTypes are in capitals", async () => {
    const { client } = stage();
    const made = (await client.put("/Quotes", quote)).json()["Quotes"][0];
    expect(made).toMatchObject({ Status: "DRAFT", LineAmountTypes: "EXCLUSIVE", Total: 110 });
    expect((await client.post(`/Quotes/${made.QuoteID}`, { Status: "SENT" })).status).toBe(400);
    expect((await client.post(`/Quotes/${made.QuoteID}`, { Status: "SENT", Contact: { ContactID: made.Contact.ContactID }, Date: "2026-11-20" })).json()["Quotes"][0].Status).toBe("SENT");
    expect((await client.put("/Quotes", { ...quote, LineAmountTypes: "Exclusive" })).json()["ErrorNumber"]).toBe(14);
  });
  test.each([["DRAFT", "ACCEPTED", 400], ["DRAFT", "INVOICED", 400], ["SENT", "ACCEPTED", 200], ["SENT", "DECLINED", 200]])("%s to %s: %i", async (from, to, status) => {
    const { client } = stage();
    const made = (await client.put("/Quotes", { ...quote, Status: from })).json()["Quotes"][0];
    expect((await client.post(`/Quotes/${made.QuoteID}`, { Status: to, Contact: { ContactID: made.Contact.ContactID }, Date: "2026-11-20" })).status).toBe(status);
  });
  test("lists are pages of 100 without a pagination object, and know no where (facts §11.4)", async () => {
    const { client } = stage();
    await client.put("/Quotes", { Quotes: Array.from({ length: 101 }, () => quote) });
    const first = (await client.get("/Quotes?where=Nonsense")).json();
    expect([first["Quotes"].length, first["pagination"]]).toEqual([100, undefined]);
    expect((await client.get("/Quotes?page=2")).json()["Quotes"]).toHaveLength(1);
  });
});

describe("bank transactions (facts §5.6)", () => {
  test("prices include tax unless said; deleting takes an unused prepayment with it; transfers cannot be made", async () => {
    const { client } = stage();
    const write = (Type: string) => client.put("/BankTransactions", { Type, Contact: { Name: "A" }, BankAccount: { Code: "090" }, LineItems: [{ ...line, UnitAmount: 110 }] });
    expect((await write("RECEIVE")).json()["BankTransactions"][0]).toMatchObject({ LineAmountTypes: "Inclusive", SubTotal: 100, TotalTax: 10, Total: 110 });
    expect((await write("RECEIVE-TRANSFER")).status).toBe(400);
    const prepaid = (await write("RECEIVE-PREPAYMENT")).json()["BankTransactions"][0];
    expect((await client.post(`/BankTransactions/${prepaid.BankTransactionID}`, { Status: "DELETED" })).status).toBe(200);
    expect((await client.get(`/Prepayments/${prepaid.PrepaymentID}`)).json()["Prepayments"][0].Status).toBe("VOIDED");
  });
  test("only a bank account holds them", async () => {
    expect((await stage().client.put("/BankTransactions", { Type: "SPEND", Contact: { Name: "A" }, BankAccount: { Code: "200" }, LineItems: [line] })).status).toBe(400);
  });
});

describe("linked transactions (facts §5.9)", () => {
  test("hang on a bill's line by its id", async () => {
    const { client } = stage();
    const bill = (await client.put("/Invoices", { Type: "ACCPAY", Status: "AUTHORISED", DueDate: "2026-12-01", Contact: { Name: "S" }, LineItems: [{ ...line, AccountCode: "400" }] })).json()["Invoices"][0];
    const linked = { SourceTransactionID: bill.InvoiceID, SourceLineItemID: bill.LineItems[0].LineItemID };
    expect((await client.put("/LinkedTransactions", linked)).json()["LinkedTransactions"][0]).toMatchObject({ ...linked, Status: "APPROVED", SourceTransactionTypeCode: "ACCPAY" });
    expect((await client.put("/LinkedTransactions", { ...linked, SourceLineItemID: bill.InvoiceID })).status).toBe(400);
  });
});

describe("notes and files (facts §5.9)", () => {
  test("a note joins Xero's own history, up to 2,500 characters; whether it moves UpdatedDateUTC is a switch (facts §2.4)", async () => {
    const { client, sandbox } = stage();
    const invoice = (await client.put("/Invoices", { Type: "ACCREC", Contact: { Name: "A" }, LineItems: [line] })).json()["Invoices"][0];
    const path = `/Invoices/${invoice.InvoiceID}`;
    const stamp = async () => (await client.get(path)).json()["Invoices"][0].UpdatedDateUTC as string;
    sandbox.clock.advance(5_000);
    expect((await client.put(`${path}/History`, { HistoryRecords: [{ Details: "Checked" }] })).status).toBe(200);
    expect((await client.get(`${path}/History`)).json()["HistoryRecords"].map((record: Body) => record["Changes"])).toEqual(["Note", "Created"]);
    expect((await client.put(`${path}/History`, { HistoryRecords: [{ Details: "x".repeat(2_501) }] })).status).toBe(400);
    expect(await stamp()).toBe(invoice.UpdatedDateUTC);
    sandbox.assume({ historyBumpsUpdated: "yes" });
    await client.put(`${path}/History`, { HistoryRecords: [{ Details: "Again" }] });
    expect(await stamp()).not.toBe(invoice.UpdatedDateUTC);
  });
  test("a file of the same name is overwritten, ten fit, odd names do not", async () => {
    const { client } = stage();
    const invoice = (await client.put("/Invoices", { Type: "ACCREC", Contact: { Name: "A" }, LineItems: [line] })).json()["Invoices"][0];
    const attach = (name: string, content = "text") => client.send("PUT", `/Invoices/${invoice.InvoiceID}/Attachments/${encodeURIComponent(name)}`, content, { "content-type": "text/plain" });
    for (let file = 0; file < 10; file += 1) expect((await attach(`${file}.txt`)).status).toBe(200);
    expect((await attach("11.txt")).status).toBe(400);
    expect((await attach("3.txt", "newer")).status).toBe(200);
    expect((await client.get(`/Invoices/${invoice.InvoiceID}/Attachments/3.txt`)).text).toBe("newer");
    expect((await attach("a?b.txt")).status).toBe(400);
    expect((await client.get(`/Invoices/${invoice.InvoiceID}`)).json()["Invoices"][0].HasAttachments).toBe(true);
  });
});

describe("accounts, rates, items, groups (facts §2.2, §5.7)", () => {
  test("accounts come one to a request, with a code of their own", async () => {
    const { client } = stage();
    const account = (Code: string, Name: string) => ({ Code, Name, Type: "EXPENSE" });
    expect((await client.put("/Accounts", { Accounts: [account("701", "A"), account("702", "B")] })).status).toBe(400);
    expect((await client.put("/Accounts", account("200", "C"))).text).toContain("Please enter a unique Code.");
    expect((await client.put("/Accounts", account("701", "A"))).status).toBe(200);
    const debtors = (await client.get(`/Accounts?where=${encodeURIComponent('SystemAccount=="DEBTORS"')}`)).json()["Accounts"][0];
    expect((await client.post(`/Accounts/${debtors.AccountID}`, { Status: "ARCHIVED" })).status).toBe(400);
  });
  test("a made rate is TAX001; its components add up", async () => {
    const rate = (await stage().client.put("/TaxRates", { Name: "Two parts", TaxComponents: [{ Name: "State", Rate: 5 }, { Name: "City", Rate: 2, IsCompound: true }] })).json()["TaxRates"][0];
    expect(rate).toMatchObject({ TaxType: "TAX001", EffectiveRate: 7.1 });
  });
  test("an item fills the line that names it; deleted, it is simply gone (facts §2.4)", async () => {
    const { client } = stage();
    const item = (await client.put("/Items", { Code: "DES", Name: "Design", Description: "Design hour", SalesDetails: { UnitPrice: 165.5, AccountCode: "200" } })).json()["Items"][0];
    const invoice = (await client.put("/Invoices", { Type: "ACCREC", Contact: { Name: "A" }, LineItems: [{ ItemCode: "DES", Quantity: 2 }] })).json()["Invoices"][0];
    expect(invoice).toMatchObject({ SubTotal: 331, LineItems: [{ Description: "Design hour", AccountCode: "200", ItemCode: "DES" }] });
    expect((await client.send("DELETE", `/Items/${item.ItemID}`)).status).toBe(204);
    expect((await client.get("/Items")).json()["Items"]).toEqual([]);
  });
  test("groups hold contacts", async () => {
    const { client } = stage();
    const { ContactID } = (await client.put("/Contacts", { Name: "A" })).json()["Contacts"][0];
    const { ContactGroupID } = (await client.put("/ContactGroups", { Name: "VIP" })).json()["ContactGroups"][0];
    await client.put(`/ContactGroups/${ContactGroupID}/Contacts`, { Contacts: [{ ContactID }] });
    expect((await client.get(`/Contacts/${ContactID}`)).json()["Contacts"][0].ContactGroups[0].Name).toBe("VIP");
    await client.send("DELETE", `/ContactGroups/${ContactGroupID}/Contacts/${ContactID}`);
    expect((await client.get(`/ContactGroups/${ContactGroupID}`)).json()["ContactGroups"][0].Contacts).toEqual([]);
  });
});

describe("projects (facts §5.10)", () => {
  const at = "/projects.xro/2.0/Projects";
  test("a name is enough; tasks and time add up; no delete; closed is closed", async () => {
    const { client, sandbox } = stage();
    const project = (await client.post(at, { name: "Launch" })).json();
    const task = (await client.post(`${at}/${project["projectId"]}/Tasks`, { name: "Design", rate: { currency: "AUD", value: 120 }, chargeType: "TIME" })).json();
    const entry = { userId: sandbox.users[0]?.userId, taskId: task["taskId"], dateUtc: "2026-11-20T00:00:00Z" };
    const time = (duration: number) => client.post(`${at}/${project["projectId"]}/Time`, { ...entry, duration });
    expect([(await time(0)).status, (await time(59_941)).status, (await time(1.5)).status, (await time(90)).status]).toEqual([400, 400, 400, 200]);
    expect((await client.get(`${at}/${project["projectId"]}`)).json()).toMatchObject({ minutesLogged: 90, totalTaskAmount: { currency: "AUD", value: 180 } });
    expect((await client.send("DELETE", `${at}/${project["projectId"]}/Tasks/${task["taskId"]}`)).status).toBe(400);
    expect((await client.send("DELETE", `${at}/${project["projectId"]}`)).status).toBe(405);
    expect((await client.send("PATCH", `${at}/${project["projectId"]}`, { status: "CLOSED" })).status).toBe(204);
    expect((await time(10)).status).toBe(400);
    expect((await client.post(at, {})).status).toBe(400);
  });
  test.each([["refused", 400], ["allowed", 204]] as const)("another contact is %s", async (choice, status) => {
    const { client } = stage({ assumptions: { projectContactChange: choice } });
    const [a, b] = (await client.put("/Contacts", { Contacts: [{ Name: "A" }, { Name: "B" }] })).json()["Contacts"];
    const project = (await client.post(at, { name: "P", contactId: a.ContactID })).json();
    expect((await client.send("PUT", `${at}/${project["projectId"]}`, { name: "P", contactId: b.ContactID })).status).toBe(status);
  });
});
