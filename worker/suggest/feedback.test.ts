import { beforeEach, describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import { d1OnNode, migrate } from "../../test/sim/d1OnNode.ts";
import { suggestWorld } from "../../test/sim/suggestWorld.ts";
import { accuracyOf } from "./accuracyOf.ts";
import { markBulk } from "./markBulk.ts";

let world: Awaited<ReturnType<typeof suggestWorld>>;
beforeEach(async () => {
  const d1 = d1OnNode();
  await migrate(d1);
  world = await suggestWorld(d1);
  for (let i = 0; i < 20; i++) await world.save({ id: `old${i}`, account: "310" });
  await world.save({ id: "new", account: null, status: "draft" });
  await world.settle();
});

/** Fates of one field over all bands. */
async function fates(target: "account" | "tax" | "project" = "account") {
  const rows = (await accuracyOf(world.db, world.organisationId)).filter((row) => row.target === target);
  const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + of(row), 0);
  return { accepted: sum((row) => row.accepted), corrected: sum((row) => row.corrected), ignored: sum((row) => row.ignored), changed: sum((row) => row.changedInXero), bulk: sum((row) => row.bulkConfirmed) };
}
const feedback = async () => (await world.lines()).find(({ line }) => line.lineId === "new-1")?.feedback;
const NONE = { accepted: 0, corrected: 0, ignored: 0, changed: 0, bulk: 0 };
const coded = (account: string, status: "draft" | "authorised" = "authorised") => ({ id: "new", account, status });

describe("what becomes of a suggestion", () => {
  promise(["N17"], "the organisation's accuracy table in D1", "each way to code a line is counted as what it is, per field and band", async () => {
    const ways: [name: string, act: () => Promise<unknown>, fates: Partial<typeof NONE>, feedback: string][] = [
      ["confirmed on the card as suggested", async () => { await world.ask("new"); await world.confirm(coded("310", "draft")); }, { accepted: 1 }, "accepted"],
      ["confirmed on the card otherwise", async () => { await world.ask("new"); await world.confirm(coded("429", "draft")); }, { corrected: 1 }, "corrected"],
      ["looked at, then coded in Xero as suggested", async () => { await world.ask("new"); await world.save(coded("310")); }, { accepted: 1 }, "accepted"],
      ["looked at, then coded in Xero otherwise", async () => { await world.ask("new"); await world.save(coded("429")); }, { corrected: 1 }, "corrected"],
      ["coded in Xero as suggested, without looking", async () => world.save(coded("310")), { ignored: 1 }, "imported"],
      ["coded in Xero otherwise, without looking", async () => world.save(coded("429")), { ignored: 1 }, "imported"],
      ["shown as a badge only, then coded in Xero", async () => { await world.ask("new", false); await world.save(coded("310")); }, { ignored: 1 }, "imported"],
      ["confirmed in bulk", async () => { await markBulk(world.db, world.organisationId, ["new-1"]); await world.confirm(coded("310", "draft")); }, { bulk: 1 }, "bulk-confirmed"],
      ["accepted, then changed in Xero", async () => { await world.ask("new"); await world.confirm(coded("310", "draft")); await world.settle(); await world.save(coded("429")); }, { changed: 1 }, "changed-in-xero"],
      ["accepted, then changed on the card", async () => { await world.ask("new"); await world.confirm(coded("310", "draft")); await world.confirm(coded("429", "draft")); }, { changed: 1 }, "corrected"],
      ["confirmed in bulk, then changed in Xero", async () => { await markBulk(world.db, world.organisationId, ["new-1"]); await world.confirm(coded("310", "draft")); await world.save(coded("429")); }, { changed: 1 }, "changed-in-xero"],
      ["accepted, then approved in Xero", async () => { await world.ask("new"); await world.confirm(coded("310", "draft")); await world.save(coded("310")); }, { accepted: 1 }, "accepted"],
    ];
    for (const [name, act, expected, kind] of ways) {
      const d1 = d1OnNode();
      await migrate(d1);
      world = await suggestWorld(d1);
      for (let i = 0; i < 20; i++) await world.save({ id: `old${i}`, account: "310" });
      await world.save({ id: "new", account: null, status: "draft" });
      await world.settle();
      await act();
      await world.settle();
      expect({ name, fates: await fates(), feedback: await feedback() }).toEqual({ name, fates: { ...NONE, ...expected }, feedback: kind });
      // Everything else was settled before and asks again.
      await world.settle();
      expect({ name, fates: await fates() }).toEqual({ name, fates: { ...NONE, ...expected } });
    }
  }, 60_000);

  promise(["N17", "N3"], "the organisation's accuracy table in D1", "what is taken back, or gone with its record, is out of the counts and of the accuracy", async () => {
    const look = () => world.ask("new");
    const bulk = () => markBulk(world.db, world.organisationId, ["new-1"]);
    const uncoded = { id: "new", account: null, status: "draft" as const };
    const ways: [name: string, act: () => Promise<unknown>][] = [
      ["accepted, then taken back", async () => { await look(); await world.confirm(coded("310", "draft")); await world.undo(uncoded); }],
      ["accepted, counted by a round, then taken back", async () => { await look(); await world.confirm(coded("310", "draft")); await world.settle(); await world.undo(uncoded); }],
      ["corrected, then taken back", async () => { await look(); await world.confirm(coded("429", "draft")); await world.undo(uncoded); }],
      ["confirmed in bulk, then taken back", async () => { await bulk(); await world.confirm(coded("310", "draft")); await bulk(); await world.undo(uncoded); }],
      ["accepted, then taken back, and the commit could not count it", async () => { await look(); await world.confirm(coded("310", "draft")); await world.save(uncoded); }],
      ["accepted, then deleted", async () => { await look(); await world.confirm(coded("310", "draft")); await world.remove("new"); }],
      ["accepted, then voided", async () => { await look(); await world.confirm(coded("310", "draft")); await world.save({ ...coded("310"), status: "voided" }); }],
    ];
    for (const [name, act] of ways) {
      const d1 = d1OnNode();
      await migrate(d1);
      world = await suggestWorld(d1);
      for (let i = 0; i < 20; i++) await world.save({ id: `old${i}`, account: "310" });
      await world.save(uncoded);
      await world.settle();
      const before = await world.counts();
      await act();
      await world.settle();
      expect({ name, account: await fates("account"), tax: await fates("tax"), project: await fates("project") }).toEqual({ name, account: NONE, tax: NONE, project: NONE });
      expect({ name, counted: [...(await world.counts())].map(([key, { lines }]) => [key, lines]).sort() }).toEqual({ name, counted: [...before].map(([key, { lines }]) => [key, lines]).sort() });
      // Taken as suggested after all, it counts once.
      if (name.includes("deleted") || name.includes("voided")) continue;
      await look();
      await world.confirm(coded("310", "draft"));
      await world.settle();
      expect({ name, fates: await fates() }).toEqual({ name, fates: { ...NONE, accepted: 1 } });
    }
  }, 60_000);

  promise(["N17"], "the organisation's accuracy table in D1", "the same confirmation twice is one; a person's look after a bulk confirmation takes its place", async () => {
    // Without a project the line still wants one, so it is answered again after it was confirmed.
    const confirmAgain = async () => { await world.settle(); await world.ask("new", false); };
    await world.ask("new");
    await world.confirm(coded("310", "draft"));
    const once = [await fates("account"), await fates("tax"), await fates("project")];
    await confirmAgain();
    await world.confirm(coded("310", "draft"));
    await world.settle();
    expect([await fates("account"), await fates("tax"), await fates("project"), await feedback()]).toEqual([...once, "accepted"]);

    await world.save({ id: "bulk", account: null, status: "draft" });
    await world.settle();
    await markBulk(world.db, world.organisationId, ["bulk-1"]);
    for (let twice = 0; twice < 2; twice++) {
      await world.confirm({ id: "bulk", account: "310", status: "draft" });
      await confirmAgain();
      await world.ask("bulk", false);
      await markBulk(world.db, world.organisationId, ["bulk-1"]);
    }
    expect((await fates()).bulk).toBe(1);
    await markBulk(world.db, world.organisationId, ["bulk-1"], true);
    await world.confirm({ id: "bulk", account: "310", status: "draft" });
    expect([(await fates("project")).bulk, (await world.lines()).find(({ line }) => line.lineId === "bulk-1")?.feedback]).toEqual([0, "accepted"]);
  });

  promise(["N17", "N3"], "the organisation's accuracy table in D1", "a recoding that is taken back leaves the line as it counted before, and no verdict", async () => {
    await world.save(coded("429"));
    await world.settle();
    const noted = await fates();
    await world.confirm(coded("310"));
    await world.undo(coded("429"));
    await world.settle();
    expect([await fates(), await feedback()]).toEqual([noted, "imported"]);
  });

  test("fields are counted apart: the account as suggested, the tax otherwise", async () => {
    await world.ask("new");
    await world.confirm({ ...coded("310"), tax: "NONE" });
    await world.settle();
    expect([await fates("account"), await fates("tax")]).toEqual([{ ...NONE, accepted: 1 }, { ...NONE, corrected: 1 }]);
    expect(await feedback()).toBe("corrected");
  });

  test("a line whose amount changes later keeps how it was confirmed", async () => {
    await world.ask("new");
    await world.confirm(coded("310"));
    await world.settle();
    await world.save({ ...coded("310"), amountMinor: 99_000 });
    await world.settle();
    expect([await feedback(), await fates()]).toEqual(["accepted", { ...NONE, accepted: 1 }]);
  });

  test("what was confirmed in bulk weighs less than a third of what a person looked at", async () => {
    const weightOf = async (bulk: boolean): Promise<number> => {
      const before = [...(await world.counts()).values()].reduce((sum, { weight }) => sum + weight, 0);
      const id = bulk ? "bulk" : "look";
      // A supplier of its own, and words that nobody used.
      await world.supplier(id, id);
      await world.save({ id, account: null, status: "draft", supplier: id, text: id, amountMinor: 77 });
      await world.settle();
      if (bulk) await markBulk(world.db, world.organisationId, [`${id}-1`]);
      else await world.ask(id);
      await world.confirm({ id, account: "310", status: "draft", supplier: id, text: id, amountMinor: 77 });
      return [...(await world.counts()).values()].reduce((sum, { weight }) => sum + weight, 0) - before;
    };
    const kinds = async (id: string) => (await world.lines()).find(({ line }) => line.documentId === id)?.feedback;
    const [look, bulk] = [await weightOf(false), await weightOf(true)];
    expect(await kinds("bulk")).toBe("bulk-confirmed");
    expect(bulk).toBeLessThan(look / 3);
  });
});
