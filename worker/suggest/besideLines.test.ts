import { beforeEach, describe, expect, test } from "vitest";
import { d1OnNode, migrate } from "../../test/sim/d1OnNode.ts";
import { type Bill, suggestWorld } from "../../test/sim/suggestWorld.ts";
import { findRecord } from "../store/reads/records.ts";
import type { Purchase } from "../http/suggest.ts";
import { besideLines } from "./besideLines.ts";
import { shortId } from "./question.ts";

let world: Awaited<ReturnType<typeof suggestWorld>>;
beforeEach(async () => {
  const d1 = d1OnNode();
  await migrate(d1);
  world = await suggestWorld(d1);
  await world.project("riverside", "Riverside");
  await world.project("harbour", "Harbour");
  await world.save({ id: "new", account: null, status: "draft", number: "R-0100" });
});

const beside = async (id = "new") => (await besideLines(world.db, world.organisationId, [(await findRecord(world.db, world.organisationId, id)) as Purchase])).get(id) ?? [];
const other = (bill: Partial<Bill> & { id: string }): Promise<void> => world.save({ account: "429", supplier: "paper", number: "R-0101", ...bill });
const open = { account: null, status: "draft" } as const;

describe("what was entered beside a document", () => {
  test("is another supplier's of the next numbers, the nearest first: open ones as they came, approved ones with their projects", async () => {
    await other({ id: "next", project: "riverside" });
    await other({ id: "before", number: "R-0098", ...open });
    await other({ id: "two", number: "R-0103", lines: [{ account: "429", project: "riverside" }, { account: "429", project: "riverside" }, { account: "429" }] });
    const contactId = shortId("paper");
    expect(await beside()).toEqual([
      { supplierName: "", contactId, gap: 1, project: "riverside" },
      { supplierName: "", contactId, gap: 2 },
      { supplierName: "", contactId, gap: 3, project: "riverside" },
      { supplierName: "", contactId, gap: 3, project: "" },
    ]);
  });

  test.each<[string, Partial<Bill>]>([
    ["further away in number", { number: "R-0104" }],
    ["of another series", { number: "S-0101" }],
    ["of another length", { number: "R-101" }],
    ["the same supplier's", { supplier: "steel" }],
    ["approved, but of another month", { date: "2026-04-02" }],
    ["open, but of another day", { ...open, date: "2026-03-03" }],
    ["voided", { status: "voided" }],
    ["of another kind", { kind: "bank_transaction" }],
    ["without a number", { number: null }],
  ])("is nothing that is %s", async (_, bill) => {
    await other({ id: "other", project: "riverside", ...bill });
    expect(await beside()).toEqual([]);
  });

  test("is nothing where a number is no counter, or where it was deleted", async () => {
    await other({ id: "other", project: "riverside" });
    await world.remove("other");
    expect(await beside()).toEqual([]);
    for (const number of [null, "", "no digits", "9".repeat(16), "x".repeat(64) + "1"]) {
      await world.save({ id: "odd", account: null, status: "draft", number });
      expect(await beside("odd")).toEqual([]);
    }
  });

  test("moves a supplier that was never seen towards the project of the pile, says so, and weighs less than what the supplier's own lines say", async () => {
    await world.supplier("fresh", "Fresh Ltd");
    for (let i = 0; i < 12; i++) await world.save({ id: `old${i}`, account: "429", supplier: "steel", project: i % 2 === 0 ? "riverside" : "harbour", number: `OLD/${i * 10}` });
    for (const [i, number] of ["R-0199", "R-0201", "R-0202"].entries()) await other({ id: `pile${i}`, project: "harbour", number });
    /** The same line, asked under this number: only what stands beside it differs. */
    const asked = async (supplier: string, number: string) => {
      await world.save({ id: "asked", account: null, status: "draft", supplier, number, text: "Unseen words", amountMinor: 77_700 });
      await world.settle();
      const { project } = (await world.ask("asked")).lines.get("asked-1")!;
      const all = [{ value: project.value, confidence: project.confidence }, ...project.alternatives];
      return { value: project.value, share: all.find(({ value }) => value === "harbour")?.confidence ?? 0, reasons: project.reasons.map(({ text }) => text).join("; ") };
    };
    const [alone, piled] = [await asked("fresh", "R-0900"), await asked("fresh", "R-0200")];
    expect(piled.share).toBeGreaterThan(alone.share);
    expect([alone.reasons, piled.reasons]).toEqual([expect.not.stringMatching(/beside/), expect.stringMatching(/3 of 3 confirmed lines with a document number beside this one/)]);
    for (let i = 12; i < 30; i++) await world.save({ id: `old${i}`, account: "429", supplier: "steel", project: "riverside", number: `OLD/${i * 10}` });
    expect((await asked("steel", "R-0200")).value).toBe("riverside");
  });
});
