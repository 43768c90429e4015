import { describe, expect, test } from "vitest";
import { type CrashPlan, crashing } from "../../test/sim/crashing.ts";
import { engineWorld } from "../../test/sim/engineWorld.ts";
import { promise } from "../../test/promise.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Ports } from "../ports.ts";
import { openStore } from "../store/open.ts";
import { suggestCount, suggestDocument } from "../store/schema/suggestions.ts";
import { readDocument } from "./countedDocument.ts";
import { readState } from "./countStore.ts";
import { prepareAhead } from "./prepareAhead.ts";

const ACTOR = { type: "member", id: "m1", name: "Pat" } as const;

/** A draft bill in Xero, read by us; its line is to be coded to 469. */
async function draftBill(wrap?: (ports: Ports) => Ports) {
  const world = await engineWorld(wrap === undefined ? {} : { wrap });
  await world.settle();
  const { tenantId, organisationId } = world;
  const supplier = world.sandbox.bookkeeper.createContact({ tenantId, contact: { Name: "Gear Hire" } as never });
  world.sandbox.bookkeeper.createBill({
    tenantId, bill: { Contact: { ContactID: supplier.id }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [{ Description: "Camera", Quantity: 1, UnitAmount: 100, AccountCode: "429", TaxType: "INPUT" }] } as never,
  });
  world.clock.advance(15 * 60_000);
  await world.settle();
  const [{ recordId }] = (await world.rows("link", { kind: "bill" })) as unknown as [{ recordId: string }];
  const body = async () => JSON.parse(((await world.rows("record", { id: recordId }))[0] as unknown as { body: string }).body) as Document;
  const [line] = (await body()).lines;
  const db = openStore(world.d1);
  await prepareAhead(db, organisationId, world.clock.now());
  return {
    world, db, body,
    apply: () => world.engine.applyCoding({ organisationId, recordId, actor: ACTOR, lines: [{ lineId: line!.id, accountCode: "469", feedback: "corrected" }] }),
    counted: async () => {
      const state = await readState(db, organisationId);
      const rows = await db.select().from(suggestDocument);
      return rows.flatMap((row) => readDocument(row.lines, state!.labels)).map(({ coding }) => coding.account);
    },
    /** The most that any context has of anything: 1 where one line was counted once. */
    most: async () => Math.max(0, ...(await db.select().from(suggestCount)).filter(({ coding }) => coding >= 0).map(({ lines }) => lines)),
  };
}

describe("applying a coding", () => {
  promise(["OP-19"], "the engine's commits on D1", "counts the confirmation in the very commit that records it, with two statements more", async () => {
    const sizes: { what: string[]; statements: number }[] = [];
    const watched = (counts: boolean) => (ports: Ports): Ports => ({
      ...ports,
      counting: counts ? ports.counting : async () => null,
      store: {
        ...ports.store,
        commit: async (guards, changes) => {
          const outcome = await ports.store.commit(guards, changes);
          if (changes.some((change) => "put" in change && change.put === "record")) sizes.push({ what: changes.map((change) => Object.entries(change).filter(([, value]) => typeof value === "string").map(([, value]) => String(value)).join() || "count"), statements: counter() });
          return outcome;
        },
      },
    });
    let counter = (): number => 0;
    const decided = async (counts: boolean) => {
      const { world, apply, counted } = await draftBill(watched(counts));
      counter = () => world.counter.statements;
      sizes.length = 0;
      expect(await apply()).toMatchObject({ ok: true });
      return { commit: sizes[0]!, counted: await counted() };
    };
    const without = await decided(false);
    const withCounts = await decided(true);
    expect(withCounts.commit.what).toEqual([...without.commit.what, "count", "suggestDocument"]);
    expect(withCounts.commit.statements - without.commit.statements).toBe(2);
    // No round came in between.
    expect([without.counted, withCounts.counted]).toEqual([[], ["469"]]);
  });

  test.each([false, true])("killed at any await, the commit %s done, the confirmation is counted once or was never recorded", async (committed) => {
    let dead = 0;
    for (let after = 0; after < 40; after++) {
      const plan: CrashPlan = { after: null, committed, happened: false };
      const { world, db, apply, body, counted, most } = await draftBill((ports) => crashing(ports, plan));
      plan.after = after;
      await apply().catch((error: unknown) => expect((error as Error).name).toBe("Crash"));
      plan.after = null;
      if (plan.happened) dead++;
      // What was recorded and what was counted agree at once, before any round.
      const recorded = (await body()).lines[0]?.accountCode;
      expect(await counted()).toEqual(recorded === "469" ? ["469"] : []);
      world.clock.advance(60_000);
      await world.settle();
      await prepareAhead(db, world.organisationId, world.clock.now());
      const settled = (await body()).lines[0]?.accountCode;
      expect([await counted(), await most()]).toEqual(settled === "469" ? [["469"], 1] : [[], 0]);
      if (!plan.happened) break;
    }
    expect(dead).toBeGreaterThan(4);
  }, 60_000);
});
