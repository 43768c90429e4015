import { describe, expect } from "vitest";
import { type EngineWorld, engineWorld } from "../../test/sim/engineWorld.ts";
import { promise } from "../../test/promise.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** What Xero lets a small organisation's apps ask in a day. */
const TIER = 1_000;

async function bodyOf(world: EngineWorld, xeroId: string): Promise<{ reference: string | null }> {
  const [link] = (await world.rows("link", { xeroId })) as unknown as { recordId: string }[];
  const [record] = (await world.rows("record", { id: link!.recordId })) as unknown as { body: string }[];
  return JSON.parse(record!.body) as { reference: string | null };
}

const draftOf = (world: EngineWorld) => [...world.sandbox.organisations[0]!.books.invoices.values()].find(({ status, type }) => type === "ACCREC" && status === "AUTHORISED")!;
const edit = (world: EngineWorld, invoiceId: string, text: string) => world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId, changes: { Reference: text } as never });
const tell = (world: EngineWorld, resourceId: string) =>
  world.store.commit([], [{ insert: "inbox", rows: [{ id: `d-${world.clock.now()}`, receivedAt: world.clock.now(), body: JSON.stringify({ events: [{ tenantId: world.tenantId, resourceId, eventCategory: "INVOICE" }] }) }] }]);

describe("how soon a change in Xero is here", () => {
  promise(["OP-02", "AX-15"], "the record here and requests to Xero", "without webhooks within five minutes, asking only for what was modified since", async () => {
    const modifiedSince: (string | null)[] = [];
    const world = await engineWorld({
      firm: "agency",
      wire: async (request, pass) => {
        if (request.url.includes("/Invoices?") && !request.url.includes("summaryOnly")) modifiedSince.push(request.headers.get("if-modified-since"));
        return pass(request);
      },
    });
    await world.settle();
    await world.settle();
    const { id } = draftOf(world);
    modifiedSince.length = 0;
    // At any moment between two polls.
    for (const laterMs of [1_000, 2 * MINUTE_MS, 4 * MINUTE_MS]) {
      world.clock.advance(laterMs);
      const changedAt = world.clock.now();
      edit(world, id, `after ${laterMs}`);
      for (let run = 0; run < 20 && (await bodyOf(world, id)).reference !== `after ${laterMs}`; run += 1) {
        const { nextDueAt } = await world.runOnce();
        if ((await bodyOf(world, id)).reference !== `after ${laterMs}`) world.clock.advance(Math.max(1, nextDueAt - world.clock.now()));
      }
      expect((await bodyOf(world, id)).reference).toBe(`after ${laterMs}`);
      expect(world.clock.now() - changedAt).toBeLessThanOrEqual(5 * MINUTE_MS);
    }
    expect(modifiedSince.length).toBeGreaterThanOrEqual(3);
    expect(modifiedSince).not.toContain(null);
  });

  promise(["OP-02", "AX-20"], "the record here", "with a webhook by the very run that it wakes, without waiting for a poll", async () => {
    const world = await engineWorld({ firm: "agency" });
    await world.settle();
    await world.settle();
    const { id } = draftOf(world);
    world.clock.advance(MINUTE_MS);
    edit(world, id, "told");
    await tell(world, id);
    const before = world.sandbox.log.entries.length;
    await world.runOnce();
    expect((await bodyOf(world, id)).reference).toBe("told");
    expect(world.sandbox.log.entries.slice(before).map(({ path, query }) => [path.split("/").at(-1), query.includes(`IDs=${id}`)])).toEqual([["Invoices", true]]);
  });
});

describe("an idle day", () => {
  promise(["HP-21", "SM-11", "D16"], "the stand-in's log of a day", "takes at most 660 calls without webhooks and 300 with, the nightly sweep included: a fifth of the smallest tier is left for people", async () => {
    const day = async (alive: boolean): Promise<number> => {
      const world = await engineWorld();
      const { organisationId } = world;
      const heard = () => world.store.commit([], [{ put: "cursor", rows: [{ organisationId, kind: "webhook", lane: "webhook", lastCompletedAt: world.clock.now() }] }]);
      await world.settle();
      const from = world.sandbox.log.entries.length;
      const until = world.clock.now() + DAY_MS;
      while (world.clock.now() < until) {
        if (alive) await heard();
        const { nextDueAt } = await world.runOnce();
        world.clock.advance(Math.max(1, nextDueAt - world.clock.now()));
      }
      return world.sandbox.log.entries.length - from;
    };
    const [alive, dead] = [await day(true), await day(false)];
    expect(alive).toBeGreaterThan(100);
    expect(alive).toBeLessThanOrEqual(300);
    expect(dead).toBeLessThanOrEqual(660);
    expect(dead).toBeLessThanOrEqual(TIER * 0.8);
  }, 120_000);
});
