import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { d1OnNode, migrate } from "../../test/sim/d1OnNode.ts";
import { suggestWorld } from "../../test/sim/suggestWorld.ts";
import { places } from "../../shared/suggest/learn.ts";
import { promise } from "../../test/promise.ts";

import { suggestAnswer, suggestCount, suggestState } from "../store/schema/suggestions.ts";
import { deletionStep } from "../store/reads/deletions.ts";

type World = Awaited<ReturnType<typeof suggestWorld>>;
async function opened(): Promise<World> {
  const d1 = d1OnNode();
  await migrate(d1);
  return suggestWorld(d1);
}
let world: World;
beforeEach(async () => {
  world = await opened();
  await world.settle();
});

/** The counts are what a rebuild from the kept lines makes, to 1e-9. */
async function expectEqualToRebuild(of: World): Promise<void> {
  const before = await of.counts();
  const decays = new Map((await of.lines()).flatMap((line) => places(line)).map(({ key, decay }) => [key, decay]));
  const sequence = (await of.state())?.sequence;
  await of.rebuild();
  const after = await of.counts();
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  for (const [place, { lines, weight, at }] of before) {
    const again = after.get(place)!;
    expect(again.lines).toBe(lines);
    // A row that lost its newest line keeps its clock, a rebuilt one never had it: both are read at the later reading.
    expect(again.at).toBeLessThanOrEqual(at);
    expect(Math.abs(again.weight * decays.get(again.key)! ** (at - again.at) - weight)).toBeLessThan(1e-9);
  }
  expect((await of.state())?.sequence).toBe(sequence);
}

describe("a person's confirmation", () => {
  promise(["OP-19"], "the counts in D1", "counts in the commit that records it, on a draft too, and the next suggestion rests on it", async () => {
    await world.save({ id: "one", account: null, status: "draft" });
    expect((await world.ask("one")).lines.get("one-1")?.account.value).toBeNull();
    expect(await world.confirm({ id: "one", account: "429", status: "draft" })).toBe("committed");
    expect((await world.lines()).map(({ line, coding, feedback }) => [line.lineId, coding.account, feedback])).toEqual([["one-1", "429", "imported"]]);
    await world.save({ id: "two", account: null, status: "draft" });
    const { lines } = await world.ask("two");
    expect((lines.get("two-1")?.account.value ?? lines.get("two-1")?.account.alternatives[0]?.value)).toBe("429");
  });

  test("needs two statements in the batch that records it, corrections too", async () => {
    await world.save({ id: "one", account: null, status: "draft" });
    const first = await world.decide({ id: "one", account: "310", status: "draft" });
    expect(first.counted?.changes).toHaveLength(2);
    await world.commit(first);
    const second = await world.decide({ id: "one", account: "429", status: "draft" });
    expect(second.counted?.changes).toHaveLength(2);
    await world.commit(second);
    expect((await world.lines()).map(({ coding, feedback }) => [coding.account, feedback])).toEqual([["429", "corrected"]]);
    await world.settle();
    await expectEqualToRebuild(world);
  });

  test("from two tabs at once is recorded and counted once", async () => {
    await world.save({ id: "one", account: null, status: "draft" });
    const [left, right] = await Promise.all([world.decide({ id: "one", account: "310", status: "draft" }), world.decide({ id: "one", account: "310", status: "draft" })]);
    expect([await world.commit(left), await world.commit(right)].sort()).toEqual(["committed", "stale"]);
    await world.settle();
    expect(await world.lines()).toHaveLength(1);
    expect(Math.max(...[...(await world.counts()).values()].map(({ lines }) => lines))).toBe(1);
  });

  test("that comes while a round counts the same bill is counted once, whoever is first", async () => {
    await world.save({ id: "one", account: "310", status: "authorised" });
    const decision = await world.decide({ id: "one", account: "429", status: "authorised" });
    await world.settle();
    expect(await world.commit(decision)).toBe("stale");
    expect(await world.commit({ ...decision, counted: null })).toBe("committed");
    await world.settle();
    expect((await world.lines()).map(({ coding }) => coding.account)).toEqual(["429"]);
    await expectEqualToRebuild(world);
  });

  test("of a code that nobody has seen yet gives it a name in the same commit", async () => {
    await world.save({ id: "one", account: null, status: "authorised" });
    const decision = await world.decide({ id: "one", account: "888", status: "authorised" });
    const other = await world.decide({ id: "two", account: "889", status: "authorised" });
    expect([await world.commit(decision), await world.commit(other)]).toEqual(["committed", "stale"]);
    await world.commit({ ...other, counted: null });
    await world.settle();
    expect((await world.lines()).map(({ coding }) => coding.account).sort()).toEqual(["888", "889"]);
    await expectEqualToRebuild(world);
  });

  test("that could not be counted in its commit is counted by the next round, on a draft too: the record says who chose the coding", async () => {
    await world.save({ id: "one", account: null, status: "draft" });
    await world.commit({ ...(await world.decide({ id: "one", account: "310", status: "draft" })), counted: null });
    await world.settle();
    expect((await world.lines()).map(({ coding }) => coding.account)).toEqual(["310"]);
  });
});

const bill = fc.record({
  id: fc.constantFrom("a", "b", "c", "d", "e"), account: fc.constantFrom("310", "429", "404", null), status: fc.constantFrom("draft" as const, "authorised" as const, "paid" as const, "voided" as const),
  supplier: fc.constantFrom("steel", "paper"), text: fc.constantFrom("", "rent march", "blue paint"), amountMinor: fc.integer({ min: -5_000, max: 5_000 }),
});
const step = fc.oneof(
  fc.record({ act: fc.constant("save" as const), bill }), fc.record({ act: fc.constant("confirm" as const), bill }), fc.record({ act: fc.constant("ask" as const), bill }),
  fc.record({ act: fc.constant("remove" as const), bill }), fc.record({ act: fc.constant("settle" as const), bill }), fc.record({ act: fc.constant("rebuild" as const), bill }),
);

describe("whatever happens to bills", () => {
  test("counts are what a rebuild makes of the lines that count, each bill's once, and clocks never go back", async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const of = await opened();
      const known = new Set<string>();
      let sequence = 0;
      await of.settle();
      for (const { act, bill: one } of steps) {
        if (act === "save" || act === "confirm") known.add(one.id);
        if (act === "save") await of.save(one);
        if (act === "confirm") await of.confirm(one);
        if (act === "ask" && known.has(one.id)) await of.ask(one.id);
        if (act === "remove" && known.has(one.id)) await of.remove(one.id);
        if (act === "settle") await of.settle();
        if (act === "rebuild") await of.rebuild();
        const now = (await of.state())?.sequence ?? 0;
        expect(now).toBeGreaterThanOrEqual(sequence);
        sequence = now;
      }
      await of.settle();
      const lines = await of.lines();
      expect(new Set(lines.map(({ line }) => line.lineId)).size).toBe(lines.length);
      await expectEqualToRebuild(of);
    }), { numRuns: 25 });
  }, 60_000);
});

describe("what is deleted", () => {
  /** Rows of every table that suggestions have, but the organisation's own state. */
  const left = async (of: World): Promise<Record<string, number>> => {
    const names = await of.db.all<{ name: string }>(sql`select name from sqlite_master where type = 'table' and name like 'suggest%'`);
    expect(names.length).toBeGreaterThan(3);
    const counted = await Promise.all(names.map(async ({ name }) => [name, (await of.db.all<{ rows: number }>(sql`select count(*) as rows from ${sql.identifier(name)}`))[0]!.rows] as const));
    return Object.fromEntries(counted.filter(([, rows]) => rows > 0));
  };

  test("a record leaves nothing of itself in any table: no counts, no lines, no answer", async () => {
    for (let i = 0; i < 6; i++) await world.save({ id: `b${i}`, account: "310" });
    await world.settle();
    const [counts, documents] = [await world.counts(), (await left(world))["suggest_document"]];
    await world.supplier("gone", "Gone Ltd");
    await world.save({ id: "gone", account: null, status: "draft", supplier: "gone", text: "unheard of" });
    await world.save({ id: "posted", account: "429", supplier: "gone", text: "unheard of" });
    await world.ask("gone");
    await world.confirm({ id: "gone", account: "404", status: "draft", supplier: "gone", text: "unheard of" });
    await world.settle();
    expect((await world.lines()).length).toBe(8);
    for (const id of ["gone", "posted"]) await world.remove(id);
    await world.settle();
    expect([[...(await world.counts()).keys()].sort(), (await left(world))["suggest_document"]]).toEqual([[...counts.keys()].sort(), documents]);
    expect(JSON.stringify(await world.db.select().from(suggestAnswer))).not.toContain("gone");
    expect((await world.lines()).some(({ line }) => line.documentId === "gone" || line.documentId === "posted")).toBe(false);
    await expectEqualToRebuild(world);
  });

  test("an organisation leaves no row in any table", async () => {
    for (let i = 0; i < 6; i++) await world.save({ id: `b${i}`, account: i < 5 ? "310" : null, status: i < 5 ? "paid" : "draft" });
    await world.settle();
    expect(Object.keys(await left(world)).sort()).toEqual(["suggest_answer", "suggest_count", "suggest_document", "suggest_state"]);
    await deletionStep(world.db, { organisationId: world.organisationId, name: "", xeroTenantId: null, by: { type: "member", id: "m1", name: "Pat" }, askedAt: 0, rows: 0, endedAt: null }, 1);
    expect(await left(world)).toEqual({});
  });
});

describe("a version of the code that counts something else", () => {
  test("counts anew in the rounds, and a confirmation meanwhile is not lost", async () => {
    for (let i = 0; i < 12; i++) await world.save({ id: `b${i}`, account: i % 2 === 0 ? "310" : "429" });
    await world.settle();
    const before = await world.counts();
    await world.db.update(suggestState).set({ edition: 1 });
    await world.db.update(suggestCount).set({ lines: 77 }).where(sql`coding >= 0`);
    const meanwhile = await world.decide({ id: "new", account: "404", status: "draft" });
    expect(meanwhile.counted).toBeNull();
    await world.commit(meanwhile);
    await world.settle();
    expect((await world.lines()).map(({ coding }) => coding.account).filter((account) => account === "404")).toEqual(["404"]);
    for (const [place, { lines }] of before) expect((await world.counts()).get(place)?.lines).toBeGreaterThanOrEqual(lines);
    expect(Math.max(...[...(await world.counts()).values()].map(({ lines }) => lines))).toBe(13);
    await expectEqualToRebuild(world);
  });
});
