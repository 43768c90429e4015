import { describe, expect, test } from "vitest";
import { asClient } from "../asClient.ts";
import { createSandbox } from "../sandbox.ts";

const stage = (options: Partial<Parameters<typeof createSandbox>[0]> = {}) => {
  const sandbox = createSandbox({ seed: 1, firm: "empty", ...options });
  return { sandbox, client: asClient(sandbox) };
};
const contact = (Name: string) => ({ Contacts: [{ Name }] });

describe("errors in Xero's shapes (facts §5.12)", () => {
  test("validation: 400, number 10, the elements with their sentences; nothing of the batch is saved", async () => {
    const { client, sandbox } = stage();
    const answer = await client.put("/Contacts", { Contacts: [{ Name: "Good" }, { Name: "<bad>" }] });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ ErrorNumber: 10, Type: "ValidationException", Message: "A validation exception occurred", Elements: [{ Name: "<bad>", ValidationErrors: [{ Message: expect.any(String) }] }] });
    expect(sandbox.organisations[0]?.books.contacts.size).toBe(0);
    expect(sandbox.log.changes({ by: "app" })).toEqual([]);
  });
  test("or its good elements are saved, by the switch", async () => {
    const { client, sandbox } = stage({ assumptions: { wholeBatchRefusal: "valid saved" } });
    expect((await client.put("/Contacts", { Contacts: [{ Name: "Good" }, { Name: "<bad>" }] })).status).toBe(400);
    expect(sandbox.organisations[0]?.books.contacts.size).toBe(1);
  });
  test("summarizeErrors=false: 200, each element for itself (facts §2.5)", async () => {
    const { client } = stage();
    const elements = (await client.put("/Contacts?summarizeErrors=false", { Contacts: [{ Name: "Good" }, { Name: "<bad>" }] })).json()["Contacts"];
    expect(elements).toMatchObject([{ Name: "Good", StatusAttributeString: "OK" }, { StatusAttributeString: "ERROR", ValidationErrors: [{ Message: expect.any(String) }] }]);
  });
  test.each([["true", 400], ["false", 200]] as const)("without the parameter the default is %s (facts §11.1)", async (choice, status) => {
    expect((await stage({ assumptions: { summarizeErrorsDefault: choice } }).client.put("/Contacts", contact("<bad>"))).status).toBe(status);
  });
  test.each([["{", "not JSON"], ['{"Contacts": 5}', "a number"], ["", "nothing"], ['{"Contacts":[{"Name":"A","Phones":{}}]}', "an object for a list"], ['{"Contacts":[{"ContactID":"no guid"}]}', "a bad id"], ['{"Contacts":[{"Name":"A","ContactStatus":"ASLEEP"}]}', "a bad status"]])("unreadable body %s: number 14", async (body) => {
    const answer = await stage().client.put("/Contacts", body === "" ? " " : body);
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ ErrorNumber: 14, Type: "PostDataInvalidException" });
  });
  test.each(["2026-02-30", "23/11/2026", "soon"])("the date %s is no AllXsd value", async (Date) => {
    const answer = await stage().client.put("/Invoices", { Type: "ACCREC", Date, Contact: { Name: "A" }, LineItems: [] });
    expect(answer.json()["Message"]).toBe(`The string '${Date}' is not a valid AllXsd value.`);
  });
  test("NO_TAX is not NoTax (facts §5.3)", async () => {
    expect((await stage().client.put("/Invoices", { Type: "ACCREC", LineAmountTypes: "NO_TAX", Contact: { Name: "A" }, LineItems: [] })).json()["ErrorNumber"]).toBe(14);
  });
  test("404 is plain text, for unknown paths and other organisations' ids; or 500 by the switch (facts §5.1)", async () => {
    const { client, sandbox } = stage();
    const other = asClient(sandbox, { index: 1 });
    const { ContactID } = (await other.put("/Contacts", contact("Theirs"))).json()["Contacts"][0];
    for (const path of [`/Contacts/${ContactID}`, "/Nowhere", "/Invoices/11111111-1111-4111-8111-111111111111"]) {
      const answer = await client.get(path);
      expect(answer.status).toBe(404);
      expect(() => answer.json()).toThrow();
    }
    sandbox.assume({ foreignGuid: "500" });
    expect((await client.get(`/Contacts/${ContactID}`)).json()).toMatchObject({ Type: "UnknownErrorException" });
  });
  test("without Accept: application/json the answer is XML (facts §5.1)", async () => {
    const answer = await stage().client.get("/Organisation", { accept: "*/*" });
    expect(answer.headers.get("content-type")).toContain("xml");
    expect(answer.text).toMatch(/^<Response><Organisations><Organisation>/);
  });
});

describe("who may ask (facts §1.2, §5.12)", () => {
  test("no token, an unknown one, an expired one: 401 in its other shape", async () => {
    const { sandbox } = stage();
    expect((await asClient(sandbox, { token: "nonsense" }).get("/Organisation")).json()).toMatchObject({ Title: "Unauthorized", Status: 401, Detail: "AuthenticationUnsuccessful" });
    const client = asClient(sandbox);
    sandbox.clock.advance(30 * 60_000);
    expect((await client.get("/Organisation")).json()["Detail"]).toMatch(/^TokenExpired/);
  });
  test.each([["401"], ["403"]] as const)("a missing scope: %s", async (choice) => {
    const { sandbox } = stage({ assumptions: { missingScope: choice } });
    const reader = asClient(sandbox, { scopes: ["accounting.contacts.read"] });
    expect((await reader.get("/Contacts")).status).toBe(200);
    for (const refused of [await reader.put("/Contacts", contact("A")), await reader.get("/Invoices")]) {
      expect(refused.status).toBe(Number(choice));
      expect(refused.headers.get("www-authenticate")).toContain("insufficient_scope");
    }
  });
  test("an organisation not connected, a user removed, a role lowered: 403", async () => {
    const { sandbox, client } = stage();
    expect((await client.get("/Organisation", { "xero-tenant-id": "11111111-1111-4111-8111-111111111111" })).status).toBe(403);
    const userId = sandbox.users[0]?.userId ?? "";
    sandbox.bookkeeper.setRole({ tenantId: client.tenantId, userId, role: "READONLY" });
    expect([(await client.get("/Contacts")).status, (await client.put("/Contacts", contact("A"))).status]).toEqual([200, 403]);
    sandbox.bookkeeper.setRole({ tenantId: client.tenantId, userId, role: "REMOVED" });
    expect((await client.get("/Contacts")).status).toBe(403);
  });
  test("disconnecting takes the connection's id, not the organisation's (facts §1.1)", async () => {
    const { client } = stage();
    const [connection] = (await client.get("/connections")).json() as unknown as { id: string; tenantId: string }[];
    expect((await client.send("DELETE", `/connections/${connection?.tenantId}`)).status).toBe(404);
    expect((await client.send("DELETE", `/connections/${connection?.id}`)).status).toBe(204);
    expect((await client.get("/Organisation")).status).toBe(403);
  });
  test("Projects need the add-on (facts §5.10)", async () => {
    const { sandbox, client } = stage();
    expect((await client.get("/projects.xro/2.0/Projects")).status).toBe(200);
    const [organisation] = sandbox.organisations;
    if (organisation) organisation.books.organisation.hasProjects = false;
    expect((await client.get("/projects.xro/2.0/Projects")).status).toBe(403);
  });
});

describe("limits (facts §2.1)", () => {
  test("60 a minute for each organisation; the 61st is 429 with an empty body and seconds to wait", async () => {
    const { sandbox, client } = stage();
    for (let call = 0; call < 60; call += 1) expect((await client.get("/Currencies")).status).toBe(200);
    const refused = await client.get("/Currencies");
    expect([refused.status, refused.text, refused.headers.get("x-rate-limit-problem"), refused.headers.get("retry-after"), refused.headers.get("x-minlimit-remaining")]).toEqual([429, "", "minute", "60", "0"]);
    expect((await asClient(sandbox, { index: 1 }).get("/Currencies")).status).toBe(200);
    sandbox.clock.advance(60_000);
    expect((await client.get("/Currencies")).status).toBe(200);
  });
  test.each([["starter", 1_000], ["core", 5_000]] as const)("%s: %i a day", async (tier, allowed) => {
    const { sandbox, client } = stage({ limits: { tier } });
    const first = await client.get("/Currencies");
    expect(first.headers.get("x-daylimit-remaining")).toBe(String(allowed - 1));
    const key = [...sandbox.world.state.limits.windows.keys()].find((name) => name.startsWith("day:")) ?? "";
    const day = sandbox.world.state.limits.windows.get(key);
    if (day) day.used = allowed;
    const refused = await client.get("/Currencies");
    expect([refused.status, refused.headers.get("x-rate-limit-problem")]).toEqual([429, "day"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(60);
  });
  test("10,000 a minute over all organisations of the app, told apart from the organisation's own", async () => {
    const sandbox = createSandbox({ seed: 1, organisations: 2, firm: "empty" });
    const [one, other] = [asClient(sandbox), asClient(sandbox, { index: 1 })];
    expect((await one.get("/Currencies")).headers.get("x-appminlimit-remaining")).toBe("9999");
    for (const [key, window] of sandbox.world.state.limits.windows) if (key.startsWith("app:")) window.used = 10_000;
    const answer = await other.get("/Currencies");
    expect([answer.status, answer.headers.get("x-rate-limit-problem"), answer.headers.get("retry-after"), answer.headers.get("x-minlimit-remaining")]).toEqual([429, "appminute", "60", "60"]);
    sandbox.clock.advance(60_000);
    expect((await other.get("/Currencies")).status).toBe(200);
  });
  test("who sends seven at once without waiting has two refused, and nothing of them is done", async () => {
    const sandbox = createSandbox({ seed: 1, organisations: 1, firm: "empty" });
    const client = asClient(sandbox);
    const answers = await Promise.all(Array.from({ length: 7 }, (_, index) => client.put("/Contacts", { Name: `C${index}` })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(answers.filter((answer) => answer.headers.get("x-rate-limit-problem") === "concurrent")).toHaveLength(2);
    expect(sandbox.organisations[0]!.books.contacts.size).toBe(5);
    expect((await client.get("/Contacts")).status).toBe(200);
  });
  test("five at once; a sixth has no Retry-After", async () => {
    const { sandbox, client } = stage();
    sandbox.faults.arm({ kind: "slow-answer", times: 5, with: { ms: 2_000 } });
    const waiting = Array.from({ length: 5 }, () => client.get("/Currencies"));
    await Promise.resolve();
    const sixth = await client.get("/Currencies");
    expect([sixth.status, sixth.headers.get("x-rate-limit-problem"), sixth.headers.get("retry-after")]).toEqual([429, "concurrent", null]);
    sandbox.clock.advance(2_000);
    expect((await Promise.all(waiting)).map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    expect((await client.get("/Currencies")).status).toBe(200);
  });
});

describe("Idempotency-Key (facts §2.5)", () => {
  const keyed = { "idempotency-key": "k-1" };
  test("the same request is answered again for six minutes and done once; later it is done anew", async () => {
    const { sandbox, client } = stage();
    const invoice = { Type: "ACCREC", Contact: { Name: "A" }, LineItems: [{ Description: "x", UnitAmount: 1, AccountCode: "200" }] };
    const first = await client.put("/Invoices", invoice, keyed);
    sandbox.clock.advance(5 * 60_000 + 59_000);
    const again = await client.put("/Invoices", invoice, keyed);
    expect(again.text).toBe(first.text);
    expect(sandbox.log.changes({ entity: "Invoice", action: "create" })).toHaveLength(1);
    expect(sandbox.log.entries.at(-1)?.replayed).toBe(true);
    sandbox.clock.advance(1_000);
    expect((await client.put("/Invoices", invoice, keyed)).json()["Invoices"][0].InvoiceID).not.toBe(first.json()["Invoices"][0].InvoiceID);
  });
  test("errors are remembered too, although their cause is gone", async () => {
    const { sandbox, client } = stage();
    await client.put("/Contacts", contact("Taken"));
    const refused = await client.put("/Contacts", contact("Taken"), keyed);
    const [taken] = [...(sandbox.organisations[0]?.books.contacts.values() ?? [])];
    sandbox.bookkeeper.editContact({ tenantId: client.tenantId, contactId: taken?.id ?? "", changes: { Name: "Moved away" } });
    expect((await client.put("/Contacts", contact("Taken"), keyed)).text).toBe(refused.text);
  });
  test("another body, address or organisation under the key is refused; so is a key of 129 characters", async () => {
    const { sandbox, client } = stage();
    await client.put("/Contacts", contact("A"), keyed);
    for (const refused of [await client.put("/Contacts", contact("B"), keyed), await client.post("/Contacts", contact("A"), keyed), await asClient(sandbox, { index: 1 }).put("/Contacts", contact("A"), keyed)]) {
      expect(refused.status).toBe(400);
      expect(refused.text).toContain("different request");
    }
    expect((await client.put("/Contacts", contact("C"), { "idempotency-key": "x".repeat(129) })).status).toBe(400);
  });
  test("a replay uses quota all the same (facts §2.1)", async () => {
    const { client } = stage();
    const first = await client.put("/Contacts", contact("A"), keyed);
    const again = await client.put("/Contacts", contact("A"), keyed);
    expect(Number(first.headers.get("x-minlimit-remaining")) - Number(again.headers.get("x-minlimit-remaining"))).toBe(1);
  });
});
