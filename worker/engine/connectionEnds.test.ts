import { describe, expect, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { invoiceBody } from "../../test/sim/bodies.ts";
import { booksOf, CLIENT, firmWorld, linkOf, PAT, recordId, save } from "../../test/sim/firmWorld.ts";
import { defaultRules } from "../../shared/planning/rules.ts";
import { addConnection } from "../store/reads/connected.ts";
import { beginDeletion, deletionStep, findDeletion } from "../store/reads/deletions.ts";
import { forgetConnection } from "../store/reads/disconnect.ts";
import { findOrganisation } from "../store/reads/organisations.ts";
import { openStore } from "../store/open.ts";
import { tables } from "../store/schema/tables.ts";
import { runOrganisation } from "./runOrganisation.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

type Pass = (request: Request) => Promise<Response>;

/** What Xero's answer to the call under way is, when the connection ends before it arrives. */
const ANSWERS: Readonly<Record<string, (request: Request, pass: Pass) => Promise<Response>>> = {
  "the answer was on its way already": (request, pass) => pass(request),
  "Xero refuses the token": async () => new Response("{}", { status: 401 }),
  "Xero refuses the user": async () => new Response("{}", { status: 403 }),
  "no answer comes": async () => Promise.reject(new TypeError("lost")),
};

const CASES = Object.entries(ANSWERS).flatMap(([name, answer]) => ["PUT", "GET"].map((method) => ({ name: `${method}: ${name}`, method, answer })));
type Case = (typeof CASES)[number];

const AGAIN = { connectionId: "c2", name: "Firm", xeroUserId: "user-2", rules: defaultRules() };

/** A firm with one invoice to send and all lists to read; what `meanwhile` does happens while the next round's first call of that method is under way, and Xero answers nobody after it. */
async function inTheMiddle({ method, answer }: Case, meanwhile: (world: Awaited<ReturnType<typeof firmWorld>>) => Promise<void>) {
  const line = { struck: false, armed: false };
  const world: Awaited<ReturnType<typeof firmWorld>> = await firmWorld({ eventsUrl: "https://tool.example/events" }, {
    wire: async (request, pass) => {
      if (!line.armed || (!line.struck && request.method !== method)) return pass(request);
      if (line.struck) return new Response("{}", { status: 401 });
      line.struck = true;
      await meanwhile(world);
      return answer(request, pass);
    },
  });
  await save(world, "invoice", recordId(2), invoiceBody(CLIENT, 2));
  await world.settle();
  world.sandbox.bookkeeper.editContact({ tenantId: world.tenantId, contactId: world.client, changes: { EmailAddress: "new@films.example" } as never });
  await save(world, "invoice", recordId(3), invoiceBody(CLIENT, 3));
  world.clock.advance(24 * 3_600_000);
  const db = openStore(world.d1);
  await db.update(tables.organisation).set({ state: "connecting" });
  return { world, db, line };
}

const everything = async (db: ReturnType<typeof openStore>) => Object.fromEntries(await Promise.all(Object.entries(tables).map(async ([name, table]) => [name, await db.select().from(table)] as const)));

describe("the connection ends while a round runs", () => {
  promise(["HP-17", "D13"], "every table of D1 and what the firm's own system is told", "disconnected stays disconnected, whatever the call under way brings: nothing of the round is stored, no alarm is told, and the next round sleeps", async () => {
    for (const one of CASES) {
      const { name } = one;
      let after: unknown;
      const { world, db, line } = await inTheMiddle(one, async (meant) => {
        await forgetConnection(openStore(meant.d1), meant.organisationId, meant.clock.now());
        after = await everything(openStore(meant.d1));
      });
      const told = world.told.length;
      line.armed = true;
      await world.runOnce();
      expect([name, line.struck, world.told.length - told]).toEqual([name, true, 0]);
      expect([name, await everything(db)]).toEqual([name, after]);
      expect(await findOrganisation(db, { id: world.organisationId })).toMatchObject({ state: "disconnected", stateReason: null, nextDueAt: null });
      expect(await world.runOnce()).toMatchObject({ calls: 0, error: null });

      // What was under way is found again once it is connected again.
      line.armed = false;
      await addConnection(db, { ...AGAIN, newId: "unused", xeroTenantId: world.tenantId, now: world.clock.now() });
      await world.settle(15 * 60_000);
      expect([name, booksOf(world).invoices.size]).toEqual([name, 2]);
      for (const n of [2, 3]) expect([name, (await linkOf(world, recordId(n))).state]).toEqual([name, "in_step"]);
    }
  });

  promise(["N22"], "every table of D1", "disconnected and deleted in the middle of a round, nothing of it comes back; connected again it begins anew and finds in Xero all there is, once, without a write", async () => {
    for (const one of CASES) {
      const { name } = one;
      const { world, db, line } = await inTheMiddle(one, async (meant) => {
        const inside = openStore(meant.d1);
        await forgetConnection(inside, meant.organisationId, meant.clock.now());
        expect(await beginDeletion(inside, (await findOrganisation(inside, { id: meant.organisationId }))!, PAT, meant.clock.now())).toBe(true);
        await deletionStep(inside, (await findDeletion(inside, meant.organisationId))!, meant.clock.now());
      });
      line.armed = true;
      await world.runOnce();
      const left = Object.entries(await everything(db)).filter(([, rows]) => rows.length > 0);
      expect([name, line.struck, left.map(([table, rows]) => [table, rows.length])]).toEqual([name, true, [["organisationDeletion", 1]]]);
      expect(await world.runOnce()).toMatchObject({ calls: 0, error: null });

      line.armed = false;
      const writes = world.sandbox.log.changes({ by: "app" }).length;
      const id = await addConnection(db, { ...AGAIN, newId: "org-anew", xeroTenantId: world.tenantId, now: world.clock.now() });
      expect(id).toBe("org-anew");
      for (let token = 1; token < 12; token += 1) {
        await runOrganisation(world.ports, { organisationId: id, token });
        world.clock.advance(60_000);
      }
      const { invoices, contacts } = booksOf(world);
      const links = await db.select().from(tables.link);
      const found = (kind: string) => links.filter((link) => link.kind === kind).map(({ organisationId, xeroId, state }) => [organisationId, xeroId, state]).toSorted();
      expect([name, found("invoice")]).toEqual([name, [...invoices.keys()].toSorted().map((xeroId) => [id, xeroId, "in_step"])]);
      expect(found("contact")).toEqual([...contacts.keys()].toSorted().map((xeroId) => [id, xeroId, "in_step"]));
      expect(await findOrganisation(db, { id })).toMatchObject({ state: "connected" });
      expect(world.sandbox.log.changes({ by: "app" }).length).toBe(writes);
    }
  });
});
