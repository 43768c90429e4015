import { expect, test, vi } from "vitest";
import { bodyOf, booksOf, CLIENT, firmWorld } from "../../test/sim/firmWorld.ts";
import type { Contact } from "../../shared/records/contact.ts";

// A whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

test("a change in Xero that its clock, having stepped back, dates before the last one is taken in when its id is looked at", async () => {
  const world = await firmWorld();
  const editAndLook = async (EmailAddress: string): Promise<void> => {
    world.clock.advance(60_000);
    world.sandbox.bookkeeper.editContact({ tenantId: world.tenantId, contactId: world.client, changes: { EmailAddress } as never });
    await world.store.commit([], [{ put: "lookAgain", rows: [{ organisationId: world.organisationId, kind: "contact", xeroId: world.client, askedAt: world.clock.now(), lane: "person", attempts: 0, notBeforeAt: 0 }] }]);
    await world.runOnce();
  };
  await editAndLook("first@harbour.example");
  const before = booksOf(world).contacts.get(world.client)!.updatedAtMs;
  world.sandbox.faults.arm({ kind: "clock-skew", with: { ms: -10 * 60_000 } });
  await editAndLook("second@harbour.example");
  expect(booksOf(world).contacts.get(world.client)!.updatedAtMs).toBeLessThan(before);
  expect((await bodyOf<Contact>(world, CLIENT)).email).toBe("second@harbour.example");
});
