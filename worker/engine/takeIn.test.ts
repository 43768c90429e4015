import { expect, test, vi } from "vitest";
import { bodyOf, CLIENT, firmWorld, later } from "../../test/sim/firmWorld.ts";
import type { Contact } from "../../shared/records/contact.ts";

// A whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

test("a change in Xero that its clock, having stepped back, dates before the last one is taken in like any other", async () => {
  const world = await firmWorld();
  const edit = (EmailAddress: string) => world.sandbox.bookkeeper.editContact({ tenantId: world.tenantId, contactId: world.client, changes: { EmailAddress } as never });
  edit("first@harbour.example");
  await later(world, 16);
  expect((await bodyOf<Contact>(world, CLIENT)).email).toBe("first@harbour.example");
  edit("second@harbour.example");
  await later(world, 16);
  world.sandbox.faults.arm({ kind: "clock-skew", with: { ms: -18 * 60_000 } });
  edit("third@harbour.example");
  await later(world, 16);
  expect((await bodyOf<Contact>(world, CLIENT)).email).toBe("third@harbour.example");
  expect(await world.rows("conflict")).toEqual([]);
});
