import { describe, expect, test } from "vitest";
import { d1OnNode, migrate } from "../../test/sim/d1OnNode.ts";
import { createStore } from "./engineStore.ts";
import { openStore } from "./open.ts";

const org = { organisationId: "o" };

async function storeOfThree() {
  const d1 = d1OnNode();
  await migrate(d1);
  const store = createStore(openStore(d1));
  const record = (id: string, contactId: string | null, body: object) => ({ ...org, id, kind: "invoice", body: JSON.stringify(body), revision: 1, edits: "{}", createdAt: 1, updatedAt: 1, contactId });
  const link = (id: string, recordId: string, dirtyAt: number | null) => ({ ...org, id, kind: "invoice", recordId, xeroId: `x-${id}`, state: "in_step" as const, version: 1, dirtyAt });
  await store.commit([], [
    { insert: "organisation", rows: [{ id: "o", xeroTenantId: "t", name: "Firm", state: "connected", rules: {}, createdAt: 1, fence: 5 }] },
    { insert: "record", rows: [record("r1", "c1", {}), record("r2", "c2", { documentId: "r1" }), record("c1", null, {}), record("c2", null, {})] },
    { insert: "link", rows: [link("l1", "r1", 20), link("l2", "r2", 10), link("lc", "c1", null)] },
  ]);
  return store;
}

describe("selects that follow other selects", () => {
  test("records of the dirty links, and the links of their contacts, in one round trip", async () => {
    const store = await storeOfThree();
    const dirty = { ...org, dirtyAt: { notNull: true } } as const;
    const records = { pick: "recordId", from: "link", where: dirty, orderBy: ["dirtyAt"], limit: 1 } as const;
    const [first, all, contacts, paid] = await store.read(
      { from: "record", where: { ...org, id: { among: records } }, limit: 9 },
      { from: "record", where: { ...org, id: { among: { ...records, limit: 9 } } }, limit: 9 },
      { from: "link", where: { ...org, recordId: { among: { pick: "contactId", from: "record", where: { ...org, id: { among: { ...records, limit: 9 } } } } } }, limit: 9 },
      { from: "record", where: { ...org, id: { among: { pick: "body", at: "$.documentId", from: "record", where: org } } }, limit: 9 },
    );
    expect(first.map(({ id }) => id)).toEqual(["r2"]);
    expect(all.map(({ id }) => id).toSorted()).toEqual(["r1", "r2"]);
    expect(contacts.map(({ id }) => id)).toEqual(["lc"]);
    expect(paid.map(({ id }) => id)).toEqual(["r1"]);
  });
});

describe("the fence", () => {
  test.each([
    [4, "stale"],
    [5, "committed"],
    [6, "committed"],
  ] as const)("a run with token %i over one with 5 is %s, and then earlier ones write nothing", async (token, outcome) => {
    const store = await storeOfThree();
    const begun = await store.commit([{ fenceAtMost: token, organisationId: "o" }], [{ update: "organisation", where: { id: "o" }, set: { fence: token } }]);
    expect(begun).toBe(outcome);
    const [rows] = await store.read({ from: "organisation", where: { id: "o" }, limit: 1 });
    expect(rows[0]!.fence).toBe(Math.max(5, token));
    expect(await store.commit([{ fence: 4, organisationId: "o" }], [])).toBe("stale");
  });
});
