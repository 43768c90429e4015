import { expect, test } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Actor } from "../../shared/records/record.ts";
import { contactBody } from "../../test/sim/bodies.ts";
import { engineWorld } from "../../test/sim/engineWorld.ts";

const PAT: Actor = { type: "member", id: "m1", name: "Pat" };
const CLIENT = "00000000-0000-7000-8000-000000000001";

test.each(["rate-limited-day", "answer-lost-after-commit"] as const)("a write under way (%s) does not wake its organisation every second", async (kind) => {
  const world = await engineWorld();
  await world.settle();
  world.sandbox.faults.arm({ kind, times: 1, match: { method: "PUT" }, with: { retryAfterSeconds: 600 } });
  const save = (recordId: string, body: Contact) => world.engine.saveRecord({ organisationId: world.organisationId, recordId, kind: "contact", body, expectedRevision: null, actor: PAT });
  await save(CLIENT, contactBody("Harbour Films"));
  let rounds = 0;
  for (const until = world.clock.now() + 5 * 60_000; world.clock.now() < until; rounds += 1) {
    const { nextDueAt } = await world.runOnce();
    world.clock.advance(Math.max(1, nextDueAt - world.clock.now()));
  }
  expect(rounds).toBeLessThan(20);
  // An edit meanwhile is not put off.
  const [row] = (await world.rows("record", { id: CLIENT })) as unknown as { revision: number }[];
  await world.engine.saveRecord({ organisationId: world.organisationId, recordId: CLIENT, kind: "contact", body: { ...contactBody("Harbour Films"), email: "a@b.example" }, expectedRevision: row!.revision, actor: PAT });
  world.clock.advance(6 * 60_000);
  await world.settle();
  const contact = [...world.sandbox.organisations[0]!.books.contacts.values()];
  expect(contact.map(({ name, emailAddress }) => [name, emailAddress])).toEqual([["Harbour Films", "a@b.example"]]);
});

test("what was to go after a write that Xero held back waits as long, and wakes nobody before", async () => {
  const world = await engineWorld();
  await world.settle();
  const save = (recordId: string, body: Contact, expectedRevision: number | null) => world.engine.saveRecord({ organisationId: world.organisationId, recordId, kind: "contact", body, expectedRevision, actor: PAT });
  await save(CLIENT, contactBody("Harbour Films"), null);
  await world.settle();
  const [row] = (await world.rows("record", { id: CLIENT })) as unknown as { revision: number }[];
  // A creation and an update never share a call.
  await save(CLIENT, { ...contactBody("Harbour Films"), email: "a@b.example" }, row!.revision);
  await save(CLIENT.replace(/1$/, "2"), contactBody("Other Films"), null);
  world.sandbox.faults.arm({ kind: "rate-limited-day", times: 1, with: { retryAfterSeconds: 600 } });
  let rounds = 0;
  for (const until = world.clock.now() + 5 * 60_000; world.clock.now() < until; rounds += 1) {
    const { nextDueAt } = await world.runOnce();
    world.clock.advance(Math.max(1, nextDueAt - world.clock.now()));
  }
  expect(rounds).toBeLessThan(20);
});
