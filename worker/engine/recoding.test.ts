import { describe, expect, test } from "vitest";
import type { Document } from "../../shared/records/document.ts";
import type { Actor } from "../../shared/records/record.ts";
import { promise } from "../../test/promise.ts";
import { engineWorld } from "../../test/sim/engineWorld.ts";

const PAT: Actor = { type: "member", id: "m1", name: "Pat" };
const CAUSE = "coding:bulk:1";

/** A firm with one bill of one line, and what Xero has of it. */
async function billed(status: "DRAFT" | "AUTHORISED", coded: Record<string, unknown> = {}, amount = 100) {
  const world = await engineWorld();
  await world.settle();
  const { bookkeeper, organisations } = world.sandbox;
  const { books } = organisations[0]!;
  const { tenantId, organisationId } = world;
  const supplier = bookkeeper.createContact({ tenantId, contact: { Name: "Northline Timber" } as never });
  const made = bookkeeper.createBill({
    tenantId,
    bill: { Contact: { ContactID: supplier.id }, InvoiceNumber: "NT-1", Date: "2026-11-20", DueDate: "2026-12-01", LineAmountTypes: "Exclusive", Status: status, LineItems: [{ Description: "Beams", Quantity: 1, UnitAmount: amount, ...coded }] } as never,
  });
  const later = async () => {
    world.clock.advance(35 * 60_000);
    await world.settle();
  };
  await later();
  const [row] = (await world.rows("record", { kind: "bill" })) as unknown as { id: string; body: string }[];
  const recordId = row!.id;
  const ours = async (): Promise<Document> => JSON.parse(((await world.rows("record", { id: recordId }))[0] as unknown as { body: string }).body) as Document;
  const lineId = (await ours()).lines[0]!.id;
  const theirs = () => books.invoices.get(made.id)!;
  const codes = () => theirs().lines.map(({ accountId, taxType }) => [books.accounts.get(accountId ?? "")?.code ?? null, taxType ?? null]);
  const apply = (accountCode: string, taxType: string, projectId: string | null = null) =>
    world.engine.applyCoding({ organisationId, recordId, actor: PAT, cause: CAUSE, lines: [{ lineId, accountCode, taxType, projectId, feedback: "accepted" }] });
  const undo = () => world.engine.undoCoding({ organisationId, recordId, actor: PAT, cause: CAUSE });
  const state = async () => ((await world.rows("link", { recordId }))[0] as unknown as { state: string }).state;
  return { ...world, bookkeeper, recordId, lineId, ours, theirs, codes, apply, undo, later, state, invoiceId: made.id };
}

describe("taking a coding back", () => {
  promise(["N3"], "the stand-in's books and D1", "a draft line that had no account has none again, here and in Xero", async () => {
    const bill = await billed("DRAFT");
    expect(bill.codes()).toEqual([[null, null]]);
    expect(await bill.apply("310", "INPUT")).toMatchObject({ ok: true, value: { outcome: "written" } });
    expect(bill.codes()).toEqual([["310", "INPUT"]]);
    expect(await bill.undo()).toMatchObject({ ok: true, value: { outcome: "written" } });
    expect(bill.codes()).toEqual([[null, null]]);
    expect((await bill.ours()).lines).toMatchObject([{ id: bill.lineId, accountCode: null, taxType: null, amountMinor: 10_000, taxMinor: 0 }]);
    await bill.later();
    expect([await bill.state(), bill.codes()]).toEqual(["in_step", [[null, null]]]);
  });

  promise(["N3"], "the stand-in's books and D1", "an approved line gets the account that it had back", async () => {
    const bill = await billed("AUTHORISED", { AccountCode: "429", TaxType: "INPUT" });
    await bill.apply("310", "INPUT");
    expect(bill.codes()).toEqual([["310", "INPUT"]]);
    expect(await bill.undo()).toMatchObject({ ok: true, value: { outcome: "written" } });
    expect(bill.codes()).toEqual([["429", "INPUT"]]);
    expect(await bill.state()).toBe("in_step");
  });

  test("a second undo changes nothing", async () => {
    const bill = await billed("DRAFT");
    await bill.apply("310", "INPUT");
    await bill.undo();
    const writes = bill.sandbox.log.changes({ by: "app" }).length;
    expect(await bill.undo()).toMatchObject({ ok: true, value: { outcome: "nothing-to-do" } });
    expect(bill.sandbox.log.changes({ by: "app" })).toHaveLength(writes);
  });

  promise(["N3"], "the stand-in's books and the answer", "a line that was coded otherwise in Xero while somebody looked at it keeps that, and he is told that his own coding was not written", async () => {
    const bill = await billed("AUTHORISED", { AccountCode: "429", TaxType: "INPUT" });
    bill.clock.advance(10_000);
    bill.bookkeeper.editInvoiceLines({ tenantId: bill.tenantId, invoiceId: bill.invoiceId, lines: [{ LineItemID: bill.theirs().lines[0]!.lineItemId, Description: "Beams", Quantity: 1, UnitAmount: 100, AccountCode: "453", TaxType: "INPUT" }] as never });
    bill.clock.advance(10_000);
    expect(await bill.apply("310", "INPUT")).toMatchObject({ ok: false, refusal: { code: "revision_conflict", sentence: expect.stringContaining("changed in Xero") } });
    expect([bill.codes(), (await bill.ours()).lines[0]!.accountCode, await bill.state()]).toEqual([[["453", "INPUT"]], "453", "in_step"]);
    expect(await bill.apply("310", "INPUT")).toMatchObject({ ok: true, value: { outcome: "written" } });
    expect(bill.codes()).toEqual([["310", "INPUT"]]);
  });

  promise(["N3"], "the stand-in's books", "what was changed in Xero meanwhile is not undone, even before any poll saw it", async () => {
    const bill = await billed("DRAFT");
    await bill.apply("310", "INPUT");
    const [line] = bill.theirs().lines;
    bill.bookkeeper.editInvoiceLines({ tenantId: bill.tenantId, invoiceId: bill.invoiceId, lines: [{ LineItemID: line!.lineItemId, Description: "Beams", Quantity: 1, UnitAmount: 100, AccountCode: "429", TaxType: "INPUT" }] as never });
    expect(await bill.undo()).toMatchObject({ ok: false, refusal: { code: "revision_conflict", sentence: expect.stringContaining("changed") } });
    expect(bill.codes()).toEqual([["429", "INPUT"]]);
  });

  promise(["N3"], "the stand-in's books", "a payment applied since, or a period locked since, refuses with that reason", async () => {
    const paid = await billed("AUTHORISED", { AccountCode: "429", TaxType: "INPUT" });
    await paid.apply("310", "INPUT");
    paid.bookkeeper.payInvoice({ tenantId: paid.tenantId, invoiceId: paid.invoiceId, amountMinor: 1_000 });
    expect(await paid.undo()).toMatchObject({ ok: false, refusal: { code: "not_possible_now", sentence: expect.stringContaining("payment") } });
    expect(paid.codes()).toEqual([["310", "INPUT"]]);

    const locked = await billed("AUTHORISED", { AccountCode: "429", TaxType: "INPUT" });
    await locked.apply("310", "INPUT");
    locked.bookkeeper.setLockDates({ tenantId: locked.tenantId, periodLockDate: "2026-11-30" });
    locked.clock.advance(2 * 3_600_000);
    await locked.settle();
    expect(await locked.undo()).toMatchObject({ ok: false, refusal: { sentence: "Xero's books are locked up to 30 November 2026." } });
    expect(locked.codes()).toEqual([["310", "INPUT"]]);
  });
});

describe("splitting a line", () => {
  const parts = [
    { accountCode: "310", taxType: "INPUT", projectId: null, amountMinor: 3_330 },
    { accountCode: "429", taxType: "INPUT", projectId: null, amountMinor: 3_330 },
    { accountCode: "425", taxType: "INPUT", projectId: null, amountMinor: 3_340 },
  ];
  const splitOf = (bill: Awaited<ReturnType<typeof billed>>, some = parts) =>
    bill.engine.splitLine({ cause: "split:card:1", organisationId: bill.organisationId, recordId: bill.recordId, lineId: bill.lineId, actor: PAT, parts: some });

  promise(["OP-18", "N27"], "the stand-in's books and D1", "a line becomes several in Xero that add up to it to the cent; the first keeps Xero's LineItemID", async () => {
    const bill = await billed("AUTHORISED", { AccountCode: "310", TaxType: "INPUT" });
    const [line] = bill.theirs().lines;
    const { totalMinor } = bill.theirs();
    expect(await splitOf(bill)).toMatchObject({ ok: true, value: { outcome: "written" } });
    expect(bill.codes().map(([code]) => code)).toEqual(["310", "429", "425"]);
    expect(bill.theirs().lines.map(({ lineMinor, taxMinor }) => [lineMinor, taxMinor])).toEqual([[3_330, 333], [3_330, 333], [3_340, 334]]);
    expect([bill.theirs().totalMinor, bill.theirs().lines[0]!.lineItemId]).toEqual([totalMinor, line!.lineItemId]);
    const { lines } = await bill.ours();
    expect(lines.map(({ xeroLineId }) => xeroLineId)).toEqual(bill.theirs().lines.map(({ lineItemId }) => lineItemId));
    await bill.later();
    expect([await bill.state(), bill.theirs().lines.length]).toEqual(["in_step", 3]);
  });

  test("parts that do not add up, a paid bill, and an unknown account change nothing", async () => {
    const bill = await billed("AUTHORISED", { AccountCode: "310", TaxType: "INPUT" });
    expect(await splitOf(bill, parts.slice(1))).toMatchObject({ ok: false, refusal: { code: "invalid_input" } });
    expect(await splitOf(bill, [{ ...parts[0]!, accountCode: "000" }, ...parts.slice(1)])).toMatchObject({ ok: false, refusal: { code: "unknown_reference" } });
    bill.bookkeeper.payInvoice({ tenantId: bill.tenantId, invoiceId: bill.invoiceId, amountMinor: 1_000 });
    await bill.later();
    expect(await splitOf(bill)).toMatchObject({ ok: false, refusal: { code: "not_possible_now" } });
    expect(bill.theirs().lines).toHaveLength(1);
    expect(bill.sandbox.log.changes({ by: "app" })).toEqual([]);
  });

  const undoOf = (bill: Awaited<ReturnType<typeof billed>>) => bill.engine.undoSplit({ organisationId: bill.organisationId, recordId: bill.recordId, actor: PAT, cause: "split:card:1" });

  promise(["N27", "N3"], "the stand-in's books and D1", "a split is taken back: the bill has its one line again, with its amount, coding and LineItemID, and both sides agree", async () => {
    for (const [status, coding] of [["AUTHORISED", { AccountCode: "310", TaxType: "INPUT" }], ["DRAFT", {}]] as const) {
      const bill = await billed(status, coding);
      const before = bill.theirs().lines.map(({ lineItemId, lineMinor, taxMinor, accountId }) => ({ lineItemId: status === "DRAFT" ? null : lineItemId, lineMinor, taxMinor, account: accountId ?? null }));
      const { totalMinor } = bill.theirs();
      await splitOf(bill);
      expect(bill.theirs().lines).toHaveLength(3);
      expect(await undoOf(bill)).toMatchObject({ ok: true, value: { outcome: "written" } });
      const after = bill.theirs().lines.map(({ lineItemId, lineMinor, taxMinor, accountId }) => ({ lineItemId: status === "DRAFT" ? null : lineItemId, lineMinor, taxMinor, account: accountId ?? null }));
      expect({ status, after, totalMinor: bill.theirs().totalMinor }).toEqual({ status, after: before, totalMinor });
      await bill.later();
      expect([await bill.state(), (await bill.ours()).lines.map(({ id }) => id)]).toEqual(["in_step", [bill.lineId]]);
      expect(await undoOf(bill)).toMatchObject({ ok: true, value: { outcome: "nothing-to-do" } });
      expect(bill.theirs().lines).toHaveLength(1);
    }
  });

  promise(["N27", "N3"], "the stand-in's books", "a split stays where a part was changed in Xero, or a payment was applied since; the reason is said", async () => {
    const changed = await billed("AUTHORISED", { AccountCode: "310", TaxType: "INPUT" });
    await splitOf(changed);
    const lines = changed.theirs().lines.map(({ lineItemId, lineMinor }, i) => ({ LineItemID: lineItemId, Description: "Beams", Quantity: 1, UnitAmount: lineMinor / 100, AccountCode: i === 1 ? "469" : "310", TaxType: "INPUT" }));
    changed.bookkeeper.editInvoiceLines({ tenantId: changed.tenantId, invoiceId: changed.invoiceId, lines: lines as never });
    expect(await undoOf(changed)).toMatchObject({ ok: false, refusal: { code: "revision_conflict" } });
    expect(changed.theirs().lines).toHaveLength(3);

    const paid = await billed("AUTHORISED", { AccountCode: "310", TaxType: "INPUT" });
    await splitOf(paid);
    paid.bookkeeper.payInvoice({ tenantId: paid.tenantId, invoiceId: paid.invoiceId, amountMinor: 1_000 });
    expect(await undoOf(paid)).toMatchObject({ ok: false, refusal: { sentence: expect.stringContaining("payment") } });
    expect(paid.theirs().lines).toHaveLength(3);
    expect(await undoOf(await billed("DRAFT", {}))).toMatchObject({ ok: false, refusal: { code: "not_possible_now" } });
  });
});
