import { expect, test } from "vitest";
import { asClient } from "../asClient.ts";
import { createSandbox } from "../sandbox.ts";

function stage() {
  const sandbox = createSandbox({ seed: 3, firm: "empty" });
  return { sandbox, client: asClient(sandbox) };
}

test("a fault waits for what it matches, lets some pass, and stops after its times", async () => {
  const { sandbox, client } = stage();
  sandbox.faults.arm({ kind: "unavailable-503", match: { method: "GET", path: "/Accounts" }, after: 1, times: 2 });
  const statuses: number[] = [];
  for (const path of ["/Currencies", "/Accounts", "/Accounts", "/Accounts", "/Accounts"]) statuses.push((await client.get(path)).status);
  expect(statuses).toEqual([200, 200, 503, 503, 200]);
  expect(sandbox.faults.firings()).toEqual({ "unavailable-503": 2 });
});

test("chances are drawn from the seed: the same seed, the same firings", async () => {
  const run = async () => {
    const { sandbox, client } = stage();
    sandbox.faults.arm({ kind: "server-error-500", chance: 0.4 });
    const statuses: number[] = [];
    for (let call = 0; call < 30; call += 1) statuses.push((await client.get("/Currencies")).status);
    return statuses;
  };
  const first = await run();
  expect(await run()).toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 500]));
});

test("pages that shift under a sweep lose a record from a client that pages without overlap (facts §2.3)", async () => {
  const sandbox = createSandbox({ seed: 3 });
  const client = asClient(sandbox);
  sandbox.clock.advance(1_000);
  const total = sandbox.organisations[0]?.books.invoices.size ?? 0;
  sandbox.faults.arm({ kind: "page-shift", match: { path: "/Invoices" }, after: 1 });
  const seen = new Set<string>();
  for (let page = 1; page <= Math.ceil(total / 50); page += 1) {
    const found = (await client.get(`/Invoices?page=${page}&pageSize=50&order=UpdatedDateUTC`)).json()["Invoices"] as { InvoiceID: string }[];
    for (const one of found) seen.add(one.InvoiceID);
  }
  expect(seen.size).toBeLessThan(total);
});
