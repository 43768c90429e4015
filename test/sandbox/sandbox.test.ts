import { expect, test, describe } from "vitest";
import { asClient } from "./asClient.ts";
import { assumptionTable, checkedAssumptions, defaultAssumptions } from "./assumptions.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

async function day(sandbox: Sandbox): Promise<string[]> {
  const client = asClient(sandbox);
  const texts: string[] = [];
  texts.push((await client.put("/Invoices", { Type: "ACCREC", Status: "AUTHORISED", DueDate: "2026-12-01", Contact: { Name: "A" }, LineItems: [{ Description: "x", UnitAmount: 10, AccountCode: "200" }] })).text);
  sandbox.clock.advance(1_234);
  const [invoice] = [...(sandbox.organisations[0]?.books.invoices.values() ?? [])].slice(-1);
  sandbox.bookkeeper.payInvoice({ tenantId: client.tenantId, invoiceId: invoice?.id ?? "" });
  texts.push((await client.get("/Payments?page=1")).text, (await client.get("/Invoices?page=1&pageSize=1000")).text);
  return texts;
}

describe("one seed, one world", () => {
  test("two stand-ins of a seed answer byte for byte alike; another seed does not", async () => {
    const first = await day(createSandbox({ seed: 42 }));
    expect(await day(createSandbox({ seed: 42 }))).toEqual(first);
    expect(await day(createSandbox({ seed: 43 }))).not.toEqual(first);
  });

  test("a saved world goes on exactly where it was, tokens, webhooks and limits included", async () => {
    const original = createSandbox({ seed: 7, firm: "empty" });
    await day(original);
    const restored = createSandbox({ seed: 1, state: original.save() });
    restored.clock.advance(original.clock.now() - restored.clock.now());
    expect(restored.save()).toBe(original.save());
    const token = [...original.world.state.tokens.access.keys()][0] ?? "";
    const answers = await Promise.all([original, restored].map((one) => asClient(one, { token }).put("/Contacts", { Name: "Same id on both sides" })));
    expect(answers[0]?.text).toBe(answers[1]?.text);
  });

  test("what is no saved world is refused", () => {
    expect(() => createSandbox({ seed: 1 }).load("{}")).toThrow("This is no saved stand-in");
  });
});

describe("the log", () => {
  test("tells the app's writes from the bookkeeper's, and holds only what was accepted", async () => {
    const sandbox = createSandbox({ seed: 1, firm: "empty" });
    const client = asClient(sandbox);
    await client.put("/Contacts", { Name: "By app" });
    await client.put("/Contacts", { Name: "By app" });
    sandbox.bookkeeper.createContact({ tenantId: client.tenantId, contact: { Name: "By person" } });
    expect(sandbox.log.changes({ entity: "Contact", action: "create", by: "app" })).toHaveLength(1);
    expect(sandbox.log.changes({ entity: "Contact", by: "bookkeeper" })).toHaveLength(1);
    expect(sandbox.log.entries.map((entry) => [entry.method, entry.status, entry.changes.length])).toEqual([["PUT", 200, 1], ["PUT", 400, 0]]);
  });
});

describe("assumptions", () => {
  test("each has two behaviours and says which fact it rests on; the first is the default", () => {
    const defaults = defaultAssumptions();
    for (const [name, { choices, about }] of Object.entries(assumptionTable)) {
      expect(new Set(choices).size, name).toBe(2);
      expect(about, name).toMatch(/§\d/);
      expect(defaults[name as keyof typeof defaults]).toBe(choices[0]);
    }
  });
  test.each([{ noSuchThing: "yes" }, { missingScope: "418" }])("%j is refused", (given) => {
    expect(() => checkedAssumptions(given)).toThrow(RangeError);
  });
});
