import { expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { httpWorld, type HttpWorld, later } from "../../test/sim/httpWorld.ts";
import { defaultRules, type SyncRules } from "../../shared/planning/rules.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const post = async (all: HttpWorld, path: string, body: object) => {
  const { status, json } = await all.call("key", "POST", `/v1/${path}`, body);
  expect([status, json]).toEqual([201, expect.anything()]);
  await all.settle();
  return json;
};
const read = async (all: HttpWorld, path: string) => (await all.call("viewer", "GET", `/v1/${path}`)).json;
const save = async (all: HttpWorld, rules: Partial<SyncRules>) => {
  expect((await all.call("admin", "PUT", "/v1/rules", { ...defaultRules(), ...rules })).status).toBe(200);
  await all.settle();
};
const invoice = (contactId: string, line: object) => ({ contactId, date: "2026-11-20", dueDate: "2026-12-20", status: "authorised", lines: [{ description: "Design", unitAmountE4: 1_000_000, ...line }] });
const sales = (accountCode: string) => ({ defaultCoding: { ...defaultRules().defaultCoding, sales: { accountCode, taxType: "OUTPUT" } } });

promise(["AX-14", "D7", "HP-11"], "the API's answers and the stand-in's books", "what waits for a mapping goes by itself once it is there: from the sync rules, or from its service", async () => {
  const all = await httpWorld({ firm: "agency" });
  const client = await post(all, "contacts", { name: "Zephyr Films", isCustomer: true });
  const service = await post(all, "services", { name: "Design", taxType: "OUTPUT" });
  const [byRules, byService] = [await post(all, "invoices", invoice(client.id, {})), await post(all, "invoices", invoice(client.id, { serviceId: service.id }))];
  const state = async ({ id }: { id: string }) => {
    const { sync } = await read(all, `invoices/${id}`);
    return sync.reason?.code ?? sync.state;
  };
  expect([await state(byRules), await state(byService)]).toEqual(["account_missing", "account_missing"]);
  const { status } = await all.call("key", "PUT", `/v1/services/${service.id}`, { name: "Design", accountCode: "200", taxType: "OUTPUT" }, { "If-Match": String(service.revision) });
  expect(status).toBe(200);
  await all.settle();
  expect([await state(byRules), await state(byService)]).toEqual(["account_missing", "in_step"]);
  await save(all, sales("260"));
  expect([await state(byRules), await state(byService)]).toEqual(["in_step", "in_step"]);
  const { accounts, invoices } = all.sandbox.organisations[0]!.books;
  const codeOf = async ({ id }: { id: string }) => accounts.get(invoices.get((await read(all, `invoices/${id}`)).sync.xeroId)!.lines[0]!.accountId ?? "")?.code;
  expect([await codeOf(byRules), await codeOf(byService)]).toEqual(["260", "200"]);
});

test("what a filter left out goes once it is changed; rules saved again write nothing", async () => {
  const all = await httpWorld({ firm: "agency" });
  await save(all, { filters: { invoice: { minTotalMinor: 1_000_000 } } } as never);
  const client = await post(all, "contacts", { name: "Zephyr Films", isCustomer: true });
  const { id } = await post(all, "invoices", invoice(client.id, { accountCode: "200", taxType: "OUTPUT" }));
  expect((await read(all, `invoices/${id}`)).sync).toMatchObject({ state: "unlinked", reason: { code: "filtered" } });
  await save(all, {});
  expect((await read(all, `invoices/${id}`)).sync.state).toBe("in_step");
  const writes = all.sandbox.log.changes({ by: "app" }).length;
  for (let turn = 0; turn < 2; turn += 1) await save(all, {});
  await later(all, 31);
  expect(all.sandbox.log.changes({ by: "app" }).length).toBe(writes);
});
