import { describe, expect, test } from "vitest";
import { asClient, type Body } from "../asClient.ts";
import { createSandbox } from "../sandbox.ts";

const agency = createSandbox({ seed: 11 });
const books = agency.organisations[0]?.books;
if (!books) throw new Error("no books");
const client = asClient(agency);

async function get(path: string, headers?: Record<string, string>) {
  agency.clock.advance(1_500);
  return client.get(path, headers);
}
const invoices = async (query: string, headers?: Record<string, string>) => (await get(`/Invoices?${query}`, headers)).json() as Body;
const where = (clause: string) => `where=${encodeURIComponent(clause)}`;

describe("where (facts §2.3)", () => {
  const all = [...books.invoices.values()];
  const some = all.find((one) => one.type === "ACCREC");
  const table: [clause: string, fits: (one: (typeof all)[number]) => boolean][] = [
    ['Type=="ACCREC"', (one) => one.type === "ACCREC"],
    ['Type=="ACCPAY" AND Status=="PAID"', (one) => one.type === "ACCPAY" && one.status === "PAID"],
    ['Status=="DRAFT" OR Status=="SUBMITTED"', (one) => one.status === "DRAFT" || one.status === "SUBMITTED"],
    ['(Status=="DRAFT"||Status=="SUBMITTED")&&Type=="ACCREC"', (one) => (one.status === "DRAFT" || one.status === "SUBMITTED") && one.type === "ACCREC"],
    ['Status!="PAID"', (one) => one.status !== "PAID"],
    ["Date>=DateTime(2026,06,01) AND Date<DateTime(2026,07,01)", (one) => one.date.startsWith("2026-06")],
    [`InvoiceNumber=="${some?.number}"`, (one) => one.number === some?.number],
    [`Contact.ContactID==Guid("${some?.contactId}")`, (one) => one.contactId === some?.contactId],
    ['Contact.Name.Contains("coffee")', (one) => books.contacts.get(one.contactId)?.name.toLowerCase().includes("coffee") ?? false],
    ['Reference!=null AND Reference.StartsWith("Magpie")', (one) => one.reference.startsWith("Magpie")],
    ["Total>=10000", (one) => one.totalMinor >= 1_000_000],
  ];
  test.each(table)("%s", async (clause, fits) => {
    const found = (await invoices(`page=1&pageSize=1000&${where(clause)}`))["Invoices"].map((one: Body) => one["InvoiceID"]);
    expect(new Set(found)).toEqual(new Set(all.filter(fits).map((one) => one.id)));
    expect(found.length).toBeGreaterThan(0);
  });

  test.each(['Foo=="x"', 'Status=="PAID', "Status==PAID", 'Type=="A" XOR Type=="B"', 'Date>="2026-01-01"', 'Status>"PAID"', "LineItems.Any()", 'Type=="ACCREC"; drop', 'Status.Contains("P")', "Date>=DateTime(2026)"])("refuses %s as Xero does", async (clause) => {
    const answer = await get(`/Invoices?page=1&${where(clause)}`);
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ ErrorNumber: 16, Type: "QueryParseException" });
  });

  test("a string method on null is refused or finds nothing, by the switch", async () => {
    const clause = where('ContactNumber.Contains("x")');
    expect((await get(`/Contacts?page=1&${clause}`)).status).toBe(400);
    agency.assume({ whereOnNull: "no match" });
    expect((await get(`/Contacts?page=1&${clause}`)).json()["Contacts"]).toEqual([]);
    agency.assume({ whereOnNull: "refused" });
  });

  test.each([["insensitive", 1], ["sensitive", 0]] as const)("names compare %s to case", async (choice, count) => {
    agency.assume({ nameFilterCase: choice });
    expect((await get(`/Contacts?page=1&${where('Name=="MAGPIE LEGAL"')}`)).json()["Contacts"]).toHaveLength(count);
    agency.assume({ nameFilterCase: "insensitive" });
  });
});

describe("pages (facts §2.3)", () => {
  test("page and pageSize with a pagination object; 100 unless told, 1,000 at most", async () => {
    const total = books.invoices.size;
    const first = await invoices("page=1");
    expect(first["Invoices"]).toHaveLength(100);
    expect(first["pagination"]).toEqual({ page: 1, pageSize: 100, pageCount: Math.ceil(total / 100), itemCount: total });
    expect((await invoices("page=1&pageSize=1000"))["Invoices"]).toHaveLength(total);
    for (const bad of ["page=0", "page=x", "pageSize=1001", "pageSize=0"]) expect((await get(`/Invoices?${bad}`)).status).toBe(400);
  });
  test("pages ordered by UpdatedDateUTC cover every record once", async () => {
    const seen: string[] = [];
    for (let page = 1; ; page += 1) {
      const found = (await invoices(`page=${page}&pageSize=150&order=UpdatedDateUTC`))["Invoices"];
      if (found.length === 0) break;
      seen.push(...found.map((one: Body) => one["InvoiceID"]));
    }
    expect(new Set(seen).size).toBe(books.invoices.size);
    const stamps = seen.map((id) => books.invoices.get(id)?.updatedAtMs ?? 0);
    expect(stamps).toEqual([...stamps].sort((one, other) => one - other));
  });
  test("not paged: thin, without lines; summaryOnly: without lines and payments", async () => {
    expect((await invoices(""))["Invoices"][0].LineItems).toEqual([]);
    expect((await invoices("page=1"))["Invoices"][0].LineItems.length).toBeGreaterThan(0);
    const [summary] = (await invoices("summaryOnly=true"))["Invoices"];
    expect(summary).not.toHaveProperty("LineItems");
    expect(summary).not.toHaveProperty("Payments");
  });
  test("users and currencies take where and order, and refuse what they do not know", async () => {
    const listed = async (path: string, name: string, field: string) => ((await get(path)).json()[name] as Body[]).map((one) => one[field] as string);
    expect(await listed(`/Users?${where('OrganisationRole=="STANDARD"')}`, "Users", "FirstName")).toEqual(["Sasha"]);
    expect(await listed("/Users?order=FirstName%20DESC", "Users", "FirstName")).toEqual(["Sasha", "Robin"]);
    expect(await listed(`/Currencies?${where('Code=="USD"')}`, "Currencies", "Code")).toEqual(["USD"]);
    expect((await get(`/Users?${where('Colour=="red"')}`)).status).toBe(400);
  });
  test.each(["CreditNotes", "BankTransactions", "Prepayments", "Overpayments"])("%s without pages are thin as well", async (name) => {
    const lines = async (query: string) => ((await get(`/${name}${query}`)).json()[name] as Body[]).flatMap((one) => (one["LineItems"] ?? []) as Body[]).length;
    expect(await lines("")).toBe(0);
    expect(await lines("?page=1")).toBeGreaterThan(0);
  });
  test("contacts without pages leave out persons, payment terms and whom they were merged into", async () => {
    const wire = async (query: string) => Object.keys((await get(`/Contacts${query}`)).json()["Contacts"][0] as Body);
    const [thin, full] = [await wire(""), await wire("?page=1")];
    expect(full).toEqual(expect.arrayContaining(thin));
    expect(full.length).toBeGreaterThan(thin.length);
  });
  test("IDs, InvoiceNumbers, ContactIDs, Statuses", async () => {
    const [one, two] = [...books.invoices.values()].filter((invoice) => invoice.type === "ACCREC");
    expect((await invoices(`page=1&IDs=${one?.id},${two?.id}`))["Invoices"]).toHaveLength(2);
    expect((await invoices(`page=1&InvoiceNumbers=${one?.number}`))["Invoices"][0].InvoiceID).toBe(one?.id);
    expect((await invoices(`page=1&pageSize=1000&ContactIDs=${one?.contactId}`))["Invoices"].every((found: Body) => found["Contact"].ContactID === one?.contactId)).toBe(true);
    expect((await invoices("page=1&Statuses=DRAFT,VOIDED"))["Invoices"].every((found: Body) => ["DRAFT", "VOIDED"].includes(found["Status"]))).toBe(true);
  });
});

describe("createdByMyApp (facts §2.3)", () => {
  test("finds what this app made, nothing else", async () => {
    const made = (await client.put("/Invoices", { Type: "ACCREC", Contact: { Name: "Magpie Legal" }, LineItems: [{ Description: "x", UnitAmount: 1, AccountCode: "200" }] })).json()["Invoices"][0];
    expect((await invoices("page=1&createdByMyApp=true"))["Invoices"].map((one: Body) => one["InvoiceID"])).toEqual([made.InvoiceID]);
  });
});

describe("If-Modified-Since (facts §2.4)", () => {
  const since = (ms: number) => ({ "if-modified-since": new Date(ms).toISOString().slice(0, 19) });
  test.each([["inclusive", 1], ["exclusive", 0]] as const)("at its own second: %s", async (choice, count) => {
    const sandbox = createSandbox({ seed: 1, firm: "empty", assumptions: { modifiedSince: choice } });
    const here = asClient(sandbox);
    sandbox.clock.advance(600);
    await here.put("/Contacts", { Name: "A" });
    const now = Math.floor(sandbox.clock.now() / 1000) * 1000;
    expect((await here.get("/Contacts?page=1", since(now))).json()["Contacts"]).toHaveLength(count);
    expect((await here.get("/Contacts?page=1", since(now - 1000))).json()["Contacts"]).toHaveLength(1);
    expect((await here.get("/Contacts?page=1", since(now + 1000))).json()["Contacts"]).toHaveLength(0);
  });
  test("milliseconds are accepted or make the header void, nothing new is 200 or 304, by the switches", async () => {
    const future = { "if-modified-since": "2030-01-01T00:00:00.500Z" };
    const sandbox = createSandbox({ seed: 1, firm: "empty" });
    const here = asClient(sandbox);
    await here.put("/Contacts", { Name: "A" });
    expect((await here.get("/Contacts?page=1", future)).json()["Contacts"]).toHaveLength(0);
    sandbox.assume({ modifiedSinceMilliseconds: "ignored" });
    expect((await here.get("/Contacts?page=1", future)).json()["Contacts"]).toHaveLength(1);
    sandbox.assume({ modifiedSinceMilliseconds: "accepted", modifiedSinceNothing: "304" });
    expect((await here.get("/Contacts?page=1", future)).status).toBe(304);
  });
});
