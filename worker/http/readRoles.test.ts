import { expect, test } from "vitest";
import { d1OnNode, migrate } from "../../test/sim/d1OnNode.ts";
import type { XeroApi } from "../ports.ts";
import { openStore } from "../store/open.ts";
import { member, secret } from "../store/schema/access.ts";
import { organisation } from "../store/schema/organisations.ts";
import { applyRoles, readRoleCap } from "./readRoles.ts";

type Users = Record<string, readonly { EmailAddress: string; OrganisationRole: string }[] | "unavailable">;

async function world(users: Users) {
  const d1 = d1OnNode();
  await migrate(d1);
  const db = openStore(d1);
  for (const id of Object.keys(users))
    await db.insert(organisation).values({ id, xeroTenantId: `t-${id}`, name: id, state: "connected", rules: {}, createdAt: 1 });
  for (const id of ["ana", "bob"]) {
    await db.insert(member).values({ id, email: `${id}@x.test`, name: id, role: "admin", state: "active", createdAt: 1 });
    await db.insert(secret).values({ hash: `session-${id}`, kind: "session", memberId: id, createdAt: 1, expiresAt: 9e12 });
  }
  const xero = {
    of: (id: string) => ({
      list: async () => (users[id] === "unavailable" ? { ok: false, error: { kind: "Unavailable" } } : { ok: true, value: { elements: users[id] } }),
    }),
  } as unknown as XeroApi;
  const sessions = async () =>
    Object.fromEntries((await db.select().from(secret)).map((row) => [row.memberId, row.revokedAt === null ? (row.scopes ?? "uncapped") : "ended"]));
  return { deps: { db, xero }, sessions };
}

const ana = { EmailAddress: "ana@x.test", OrganisationRole: "READONLY" };
const bob = { EmailAddress: "bob@x.test", OrganisationRole: "STANDARD" };

test("each day: who was lowered in Xero is lowered here, who was removed is signed out", async () => {
  const { deps, sessions } = await world({ o: [ana] });
  await applyRoles(deps, 5);
  expect(await sessions()).toEqual({ ana: "viewer", bob: "ended" });
});

test("a role in any connected organisation counts", async () => {
  const { deps, sessions } = await world({ o: [ana], p: [bob] });
  await applyRoles(deps, 5);
  expect(await sessions()).toEqual({ ana: "viewer", bob: "admin" });
});

test("a list that could not be read takes nobody's access", async () => {
  const { deps, sessions } = await world({ o: [ana], p: "unavailable" });
  await applyRoles(deps, 5);
  expect(await sessions()).toEqual({ ana: "viewer", bob: "uncapped" });
  expect(await readRoleCap(deps, "bob@x.test")).toBeNull();
});

test("before anything is connected there is nothing to compare with", async () => {
  const { deps, sessions } = await world({});
  await applyRoles(deps, 5);
  expect(await sessions()).toEqual({ ana: "uncapped", bob: "uncapped" });
});
