import { expect, test } from "vitest";
import { defaultRules } from "../../shared/planning/rules.ts";
import { runOrganisation } from "../../worker/engine/runOrganisation.ts";
import { addConnection } from "../../worker/store/reads/connected.ts";
import { organisation } from "../../worker/store/schema/organisations.ts";
import { record } from "../../worker/store/schema/projectSide.ts";
import { createSandbox } from "../sandbox/sandbox.ts";
import { d1OnNode, migrate } from "./d1OnNode.ts";
import { platformOnNode } from "./platformOnNode.ts";

async function world() {
  const sandbox = createSandbox({ seed: 3, organisations: 1, limits: { tier: "core" } });
  const d1 = d1OnNode();
  await migrate(d1);
  const calls: string[] = [];
  let count = 0;
  const platform = platformOnNode({
    d1,
    apiUrl: "https://xero.test",
    publicUrl: "https://m.test",
    fetch: ((url: string, init: RequestInit) => {
      calls.push(`${init.method} ${new URL(url).pathname}`);
      return sandbox.fetch(new Request(url, init));
    }) as typeof fetch,
    clock: { now: () => sandbox.clock.now() },
    ids: { uuid: () => `00000000-0000-7000-8000-${String((count += 1)).padStart(12, "0")}`, idempotencyKey: () => `key-${(count += 1)}` },
    log: { event: () => undefined },
    refresh: async () => ({ ok: false, kind: "lost" }),
  });
  const token = sandbox.issueToken();
  const now = sandbox.clock.now();
  await platform.credentials.put(
    { xeroUserId: "u", name: "Ana", email: null },
    { accessToken: token.accessToken, refreshToken: token.refreshToken ?? "", accessExpiresAt: token.expiresAtMs, scopes: "" },
    now,
  );
  const firm = sandbox.organisations[0]!;
  const id = await addConnection(platform.db, { newId: "org", xeroTenantId: firm.tenantId, connectionId: "c", name: firm.name, xeroUserId: "u", rules: defaultRules(), now });
  const round = () => {
    const lease = platform.gate(id).acquire();
    if (!lease.ok) throw new Error("no lease");
    return runOrganisation(platform.ports, { organisationId: id, token: lease.token }).finally(() => platform.gate(id).release(lease.token));
  };
  return { sandbox, platform, calls, round, id };
}

test("the whole engine imports a firm in Node as it does in workerd, and a second round at once reads nothing again", async () => {
  const { platform, calls, round } = await world();
  for (let turn = 0; turn < 5; turn += 1) await round();
  const [row] = await platform.db.select().from(organisation);
  expect(row).toMatchObject({ state: "connected" });
  const kinds = new Set((await platform.db.select({ kind: record.kind }).from(record)).map((each) => each.kind));
  for (const kind of ["contact", "invoice", "bill", "payment"]) expect(kinds).toContain(kind);
  const before = calls.length;
  await round();
  expect(calls.length).toBe(before);
  expect(calls.filter((call) => !call.startsWith("GET"))).toEqual([]);
});

test("gates that forget their memory still know what was spent", async () => {
  const { platform, round, id } = await world();
  await round();
  const spent = platform.gate(id).usage().calls;
  expect(spent).toBeGreaterThan(5);
  platform.forgetGates();
  expect(platform.gate(id).usage().calls).toBe(spent);
});
