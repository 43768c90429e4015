import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { readChart } from "../../shared/suggest/chart.ts";
import type { References } from "../../worker/store/reads/references.ts";
import { openStore, type Db } from "../../worker/store/open.ts";
import { findRecord } from "../../worker/store/reads/records.ts";
import { record } from "../../worker/store/schema/projectSide.ts";
import { deletionStep } from "../../worker/store/reads/deletions.ts";
import { suggestAnswer, suggestCount, suggestDocument, suggestState } from "../../worker/store/schema/suggestions.ts";
import type { Purchase } from "../../worker/http/suggest.ts";
import { accuracyOf } from "../../worker/suggest/accuracyOf.ts";
import { readState } from "../../worker/suggest/countStore.ts";
import { readDocument } from "../../worker/suggest/countedDocument.ts";
import { markBulk } from "../../worker/suggest/markBulk.ts";
import { followRecords } from "../../worker/suggest/followRecords.ts";
import { rebuildStep, startRebuild } from "../../worker/suggest/rebuildCounts.ts";
import { suggestFromCounts } from "../../worker/suggest/suggestFromCounts.ts";
import { promise } from "../promise.ts";
import { tables } from "./tables.ts";

const references = {
  accounts: [["310", "Cost of goods"], ["429", "General expenses"]].map(([code, name]) => ({ id: code, code, name, type: "EXPENSE", class: "EXPENSE", taxType: "INPUT", status: "active", systemAccount: null })),
  taxRates: [{ taxType: "INPUT", name: "20% VAT", status: "active", appliesTo: { assets: true, equity: true, expenses: true, liabilities: true, revenue: true } }],
  trackingCategories: [],
} as unknown as References;
const chart = readChart({ accounts: [{ code: "310", name: "Cost of goods" }, { code: "429", name: "General expenses" }], taxRates: [{ taxType: "INPUT", name: "VAT" }], projects: [] });
const organisationId = "o1";
let db: Db;
let clock = 1_000;

interface Bill { id: string; account: string | null; status?: string; supplier?: string; text?: string }
const body = ({ id, account, status = "authorised", supplier = "steel", text = "Steel beams" }: Bill): string => JSON.stringify({
  side: "purchases", contactId: supplier, number: `INV-${id}`, reference: null, date: "2026-03-02", dueDate: null, status, currency: "GBP", currencyRateE6: null, lineAmountTypes: "exclusive",
  lines: [{ id: `${id}-1`, xeroLineId: null, description: text, quantityE4: 10_000, unitAmountE4: 0, discountRateE4: null, discountMinor: null, itemCode: null, accountCode: account, taxType: account === null ? null : "INPUT", taxMinor: 0, amountMinor: 120_000, tracking: [], projectId: null, serviceId: null, timeEntryIds: [] }],
  bankAccountId: null,
});
async function save(bill: Bill): Promise<void> {
  const at = clock++;
  const status = bill.status ?? "authorised";
  const row = { organisationId, id: bill.id, kind: "bill", body: body(bill), revision: 1, edits: "{}", createdAt: at, updatedAt: at, status, date: "2026-03-02" };
  await db.insert(record).values(row).onConflictDoUpdate({ target: [record.organisationId, record.id], set: { body: row.body, status, updatedAt: at, revision: sql`revision + 1` } });
}
async function follow(): Promise<number> {
  let lines = 0;
  for (let page = 0; page < 50; page++) {
    const step = await followRecords(db, organisationId, chart, { page: 20 });
    lines += step.lines;
    if (!step.more) return lines;
  }
  throw new Error("following does not end");
}
async function ask(id: string) {
  const document = (await findRecord(db, organisationId, id)) as Purchase;
  return suggestFromCounts(db)({ organisationId, documents: [document], references, looked: true });
}
/** Every count that stands for a coding: lines, and weight brought to one clock reading that is common to all. */
const counts = async () => new Map((await db.select().from(suggestCount)).filter(({ coding, lines }) => coding >= 0 && lines > 0).map((row) => [`${row.key} ${row.coding}`, row]));

beforeEach(async () => {
  db = openStore(await tables.fresh());
  await db.insert(record).values(["steel", "paper"].map((id) => ({ organisationId, id, kind: "contact", body: JSON.stringify({ name: id === "steel" ? "Northern Steel Ltd" : "Paper & Co" }), revision: 1, edits: "{}", createdAt: 1, updatedAt: 1 })));
});

describe("suggestions from stored counts", () => {
  test("twenty coded bills answer the next one, with the earlier bills as evidence", async () => {
    for (let i = 0; i < 20; i++) await save({ id: `b${i}`, account: "310" });
    await save({ id: "new", account: null, status: "draft" });
    const { lines, earlier } = await ask("new");
    const answer = lines.get("new-1");
    expect(answer?.account.value).toBe("310");
    expect(answer?.account.agree).toEqual({ count: 20, of: 20 });
    expect(answer?.account.evidence.every((id) => earlier.has(id))).toBe(true);
  });

  test("following again changes nothing, and one changed bill counts once", async () => {
    for (let i = 0; i < 30; i++) await save({ id: `b${i}`, account: "310" });
    expect(await follow()).toBe(30);
    expect(await follow()).toBe(0);
    await save({ id: "b7", account: "429" });
    expect(await follow()).toBe(1);
  });

  test("changes, voided bills and all: what stands is what a rebuild makes, to the last digit that counts", async () => {
    for (let i = 0; i < 25; i++) await save({ id: `b${i}`, account: i % 3 === 0 ? "429" : "310", supplier: i % 2 === 0 ? "steel" : "paper", text: i % 5 === 0 ? "Paint for the hall" : "Steel beams" });
    await follow();
    await save({ id: "b3", account: "310" });
    await save({ id: "b8", account: "310", status: "voided" });
    await follow();
    const before = await counts();
    await startRebuild(db, organisationId);
    for (let step = 0; step < 60 && !(await rebuildStep(db, organisationId)); step++);
    const after = await counts();
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    expect(after.size).toBeGreaterThan(20);
    for (const [place, { lines, weight, at }] of before) {
      expect([after.get(place)?.lines, after.get(place)?.at]).toEqual([lines, at]);
      expect(after.get(place)?.weight).toBeCloseTo(weight, 9);
    }
  });

  promise(["OP-15"], "the stored answer in D1", "an answer waits until history, the line or the candidates change", async () => {
    for (let i = 0; i < 20; i++) await save({ id: `b${i}`, account: "310" });
    await save({ id: "new", account: null, status: "draft" });
    await ask("new");
    const [first] = await db.select().from(suggestAnswer);
    await db.update(suggestAnswer).set({ answer: sql`json_set(answer, '$.account.wouldChange', 'kept')` });
    expect((await ask("new")).lines.get("new-1")?.account.wouldChange).toBe("kept");
    await save({ id: "b99", account: "310" });
    expect((await ask("new")).lines.get("new-1")?.account.wouldChange).not.toBe("kept");
    expect((await db.select().from(suggestAnswer))[0]?.version).toBeGreaterThan(first?.version ?? 0);
  });

  promise(["N17", "D18"], "the organisation's accuracy table in D1", "accepted, corrected and later changed in Xero are counted apart; confirmed in bulk proves nothing", async () => {
    for (let i = 0; i < 20; i++) await save({ id: `b${i}`, account: "310" });
    for (const id of ["yes", "no", "bulk"]) await save({ id, account: null, status: "draft" });
    for (const id of ["yes", "no", "bulk"]) await ask(id);
    await markBulk(db, organisationId, ["bulk-1"]);
    await save({ id: "yes", account: "310" });
    await save({ id: "no", account: "429" });
    await save({ id: "bulk", account: "310" });
    await follow();
    const total = async () => (await accuracyOf(db, organisationId)).filter(({ target }) => target === "account").reduce(
      (sum, row) => ({ accepted: sum.accepted + row.accepted, corrected: sum.corrected + row.corrected, changed: sum.changed + row.changedInXero, bulk: sum.bulk + row.bulkConfirmed }), { accepted: 0, corrected: 0, changed: 0, bulk: 0 });
    expect(await total()).toEqual({ accepted: 1, corrected: 1, changed: 0, bulk: 1 });
    await save({ id: "yes", account: "429" });
    await follow();
    expect(await total()).toEqual({ accepted: 0, corrected: 1, changed: 1, bulk: 1 });
  });

  test("two that follow at once: one wins, nothing counts twice", async () => {
    for (let i = 0; i < 20; i++) await save({ id: `b${i}`, account: "310" });
    await followRecords(db, organisationId, chart, { page: 1 });
    await Promise.all([followRecords(db, organisationId, chart, { page: 100 }), followRecords(db, organisationId, chart, { page: 100 })]);
    await follow();
    const state = await readState(db, organisationId);
    const lines = (await db.select().from(suggestDocument)).flatMap((row) => readDocument(row.lines, state!.labels)).length;
    expect([lines, state?.sequence]).toEqual([20, 20]);
  });

  test("forgetting an organisation leaves nothing", async () => {
    for (let i = 0; i < 5; i++) await save({ id: `b${i}`, account: "310" });
    await save({ id: "new", account: null, status: "draft" });
    await ask("new");
    await deletionStep(db, { organisationId, name: "", xeroTenantId: null, by: { type: "member", id: "m1", name: "Pat" }, askedAt: 0, rows: 0, endedAt: null }, 1);
    for (const table of [suggestCount, suggestDocument, suggestAnswer, suggestState]) expect(await db.select().from(table)).toEqual([]);
  });
});
