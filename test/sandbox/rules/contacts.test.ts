import { describe, expect, test } from "vitest";
import { asClient, type Body } from "../asClient.ts";
import { BookkeeperRefused } from "../bookkeeper/actions.ts";
import { createSandbox } from "../sandbox.ts";

const stage = (options: Partial<Parameters<typeof createSandbox>[0]> = {}) => {
  const sandbox = createSandbox({ seed: 1, firm: "empty", ...options });
  return { sandbox, client: asClient(sandbox) };
};
const errorsOf = (answer: { json: () => Body }) => answer.json()["Elements"][0].ValidationErrors.map((error: Body) => error["Message"]) as string[];
const draft = (Contact: Body) => ({ Type: "ACCREC", Contact, LineItems: [{ Description: "x", UnitAmount: 1, AccountCode: "200" }] });

describe("names and numbers (facts §5.2)", () => {
  test("a name is unique among active contacts, without regard to case and spaces", async () => {
    const { client } = stage();
    await client.put("/Contacts", { Name: "Redgum Brewing" });
    expect(errorsOf(await client.put("/Contacts", { Name: "  REDGUM   brewing " }))[0]).toMatch(/already assigned to another contact/);
  });
  test("the switch allows two of one name", async () => {
    const { client } = stage({ assumptions: { duplicateContactName: "allowed" } });
    const one = (await client.put("/Contacts", { Name: "Redgum", ContactNumber: "1" })).json()["Contacts"][0];
    const other = (await client.put("/Contacts", { Name: "Redgum", ContactNumber: "2" })).json()["Contacts"][0];
    expect(other.ContactID).not.toBe(one.ContactID);
  });
  test("a contact number is unique over all contacts; POST matches by id, then number, then name", async () => {
    const { client } = stage();
    const [a, b] = (await client.put("/Contacts", { Contacts: [{ Name: "A", ContactNumber: "k" }, { Name: "B" }] })).json()["Contacts"];
    expect(errorsOf(await client.post(`/Contacts/${b.ContactID}`, { ContactNumber: "k" }))[0]).toMatch(/contact number/i);
    const byNumber = (await client.post("/Contacts", { ContactNumber: "k", Name: "A renamed" })).json()["Contacts"][0];
    expect(byNumber).toMatchObject({ ContactID: a.ContactID, Name: "A renamed" });
    const byName = (await client.post("/Contacts", { Name: "b", EmailAddress: "b@b.example" })).json()["Contacts"][0];
    expect(byName.ContactID).toBe(b.ContactID);
  });
  test.each([
    [{ Name: "x".repeat(256) }, /maximum length of 255/],
    [{ Name: "<b>" }, /not allowed/],
    [{ Name: "A", EmailAddress: "müller@x.example" }, /not a valid email address/],
    [{ Name: "A", ContactPersons: Array.from({ length: 6 }, () => ({ FirstName: "x" })) }, /maximum of 5/],
    [{}, /at least 1 of the following/],
  ])("%j is refused", async (contact, sentence) => {
    expect(errorsOf(await stage().client.put("/Contacts", contact)).join()).toMatch(sentence);
  });
});

describe("partial updates (facts §2.5)", () => {
  test("phones and addresses are replaced by type, persons as a whole, the rest stays", async () => {
    const { client } = stage();
    const made = (await client.put("/Contacts", { Name: "A", EmailAddress: "a@a.example", Phones: [{ PhoneType: "DEFAULT", PhoneNumber: "1" }, { PhoneType: "MOBILE", PhoneNumber: "2" }], ContactPersons: [{ FirstName: "P" }, { FirstName: "Q" }] })).json()["Contacts"][0];
    const after = (await client.post("/Contacts", { ContactID: made.ContactID, Phones: [{ PhoneType: "MOBILE", PhoneNumber: "3" }], ContactPersons: [{ FirstName: "R" }] })).json()["Contacts"][0];
    const numbers = Object.fromEntries(after.Phones.map((phone: Body) => [phone["PhoneType"], phone["PhoneNumber"]]));
    expect(numbers).toMatchObject({ DEFAULT: "1", MOBILE: "3" });
    expect(after.EmailAddress).toBe("a@a.example");
    expect(after.ContactPersons.map((person: Body) => person["FirstName"])).toEqual(["R"]);
  });
});

describe("the contact of a document (facts §5.2)", () => {
  test("a bare name matches or silently creates", async () => {
    const { client, sandbox } = stage();
    const one = (await client.put("/Invoices", draft({ Name: "New Client" }))).json()["Invoices"][0];
    const two = (await client.put("/Invoices", draft({ Name: "new client" }))).json()["Invoices"][0];
    expect(two.Contact.ContactID).toBe(one.Contact.ContactID);
    expect(sandbox.log.changes({ entity: "Contact", action: "create" })).toHaveLength(1);
  });
  test("an id with a further field renames the contact and drops its persons", async () => {
    const { client } = stage();
    const { ContactID } = (await client.put("/Contacts", { Name: "Right name", ContactPersons: [{ FirstName: "P" }] })).json()["Contacts"][0];
    await client.put("/Invoices", draft({ ContactID }));
    expect((await client.get(`/Contacts/${ContactID}`)).json()["Contacts"][0].ContactPersons).toHaveLength(1);
    await client.put("/Invoices", draft({ ContactID, Name: "Stale name" }));
    expect((await client.get(`/Contacts/${ContactID}`)).json()["Contacts"][0]).toMatchObject({ Name: "Stale name", ContactPersons: [] });
  });
  test("an archived or unknown one is refused", async () => {
    const { client, sandbox } = stage();
    const { ContactID } = (await client.put("/Contacts", { Name: "Gone" })).json()["Contacts"][0];
    sandbox.bookkeeper.archive({ tenantId: client.tenantId, contactId: ContactID });
    expect(errorsOf(await client.put("/Invoices", draft({ ContactID })))[0]).toMatch(/has been archived/);
    expect((await client.put("/Invoices", draft({ ContactID: "11111111-1111-4111-8111-111111111111" }))).status).toBe(400);
    expect((await client.put("/Invoices", draft({}))).status).toBe(400);
  });
  test("becoming a customer does not move UpdatedDateUTC (facts §2.4)", async () => {
    const { client, sandbox } = stage();
    const made = (await client.put("/Contacts", { Name: "Fresh" })).json()["Contacts"][0];
    sandbox.clock.advance(10_000);
    await client.put("/Invoices", draft({ ContactID: made.ContactID }));
    expect((await client.get(`/Contacts/${made.ContactID}`)).json()["Contacts"][0]).toMatchObject({ IsCustomer: true, UpdatedDateUTC: made.UpdatedDateUTC });
  });
});

describe("archive and merge (facts §5.2)", () => {
  test("archived contacts are left out unless asked for; no delete exists", async () => {
    const { client } = stage();
    const { ContactID } = (await client.put("/Contacts", { Name: "Old" })).json()["Contacts"][0];
    await client.post("/Contacts", { ContactID, ContactStatus: "ARCHIVED" });
    expect((await client.get("/Contacts?page=1")).json()["Contacts"]).toEqual([]);
    expect((await client.get("/Contacts?page=1&includeArchived=true")).json()["Contacts"]).toHaveLength(1);
    expect((await client.send("DELETE", `/Contacts/${ContactID}`)).status).toBe(405);
    expect((await client.post("/Contacts", { ContactID, ContactStatus: "ACTIVE" })).json()["Contacts"][0].ContactStatus).toBe("ACTIVE");
  });
  test("the loser points to the winner when paged or fetched by id, and its documents moved", async () => {
    const { client, sandbox } = stage();
    const [winner, loser] = (await client.put("/Contacts", { Contacts: [{ Name: "Winner" }, { Name: "Loser" }] })).json()["Contacts"];
    const invoice = (await client.put("/Invoices", draft({ ContactID: loser.ContactID }))).json()["Invoices"][0];
    sandbox.bookkeeper.mergeContacts({ tenantId: client.tenantId, contactId: loser.ContactID, intoContactId: winner.ContactID });
    expect((await client.get(`/Contacts/${loser.ContactID}`)).json()["Contacts"][0]).toMatchObject({ ContactStatus: "ARCHIVED", MergedToContactID: winner.ContactID });
    const thin = (await client.get("/Contacts?includeArchived=true")).json()["Contacts"].find((one: Body) => one["ContactID"] === loser.ContactID);
    expect(thin.MergedToContactID).toBeUndefined();
    expect((await client.get(`/Invoices/${invoice.InvoiceID}`)).json()["Invoices"][0].Contact.ContactID).toBe(winner.ContactID);
    expect(() => sandbox.bookkeeper.unarchive({ tenantId: client.tenantId, contactId: loser.ContactID })).toThrow(BookkeeperRefused);
  });
});
