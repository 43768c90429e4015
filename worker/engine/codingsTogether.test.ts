import { describe, expect, test } from "vitest";
import type { Document } from "../../shared/records/document.ts";
import { RUN } from "../../shared/limits.ts";
import type { Actor } from "../../shared/records/record.ts";
import { promise } from "../../test/promise.ts";
import { engineWorld, type EngineWorldOptions } from "../../test/sim/engineWorld.ts";
import type { EngineAnswer, Written } from "../http/engine.ts";

const PAT: Actor = { type: "member", id: "m1", name: "Pat" };
const CAUSE = "coding:bulk:1";

/** Draft bills of one line each without a coding, as both sides have them. */
async function drafts(count: number, options: EngineWorldOptions = {}) {
  const world = await engineWorld(options);
  await world.settle();
  const { bookkeeper, organisations } = world.sandbox;
  const { books } = organisations[0]!;
  const { tenantId, organisationId } = world;
  const supplier = bookkeeper.createContact({ tenantId, contact: { Name: "Northline Timber" } as never });
  const xeroIds = Array.from({ length: count }, (_, n) => bookkeeper.createBill({
    tenantId,
    bill: { Contact: { ContactID: supplier.id }, InvoiceNumber: `NT-${n}`, Date: "2026-11-20", DueDate: "2026-12-01", LineAmountTypes: "Exclusive", Status: "DRAFT", LineItems: [{ Description: "Beams", Quantity: 1, UnitAmount: 100 + n }] } as never,
  }).id);
  world.clock.advance(35 * 60_000);
  await world.settle();
  const links = (await world.rows("link", { kind: "bill" })) as unknown as { recordId: string; xeroId: string }[];
  const records = (await world.rows("record", { kind: "bill" })) as unknown as { id: string; body: string }[];
  const bills = xeroIds.map((xeroId) => {
    const { recordId } = links.find((link) => link.xeroId === xeroId)!;
    const body = JSON.parse(records.find(({ id }) => id === recordId)!.body) as Document;
    return { recordId, xeroId, lineId: body.lines[0]!.id };
  });
  const codes = () => xeroIds.map((id) => books.accounts.get(books.invoices.get(id)!.lines[0]!.accountId ?? "")?.code ?? null);
  const apply = (codeOf: (n: number) => string = () => "310") =>
    world.engine.applyCodings(organisationId, bills.map(({ recordId, lineId }, n) => ({ recordId, actor: PAT, cause: CAUSE, lines: [{ lineId, accountCode: codeOf(n), taxType: "INPUT", feedback: "accepted" as const }] })));
  const undo = () => world.engine.undoCodings(organisationId, bills.map(({ recordId }) => ({ recordId, actor: PAT, cause: CAUSE })));
  /** What an act costs: calls to Xero and round trips to D1. */
  const costOf = async <T>(act: () => Promise<T>) => {
    const [calls, trips] = [world.sandbox.log.entries.length, world.counter.roundTrips];
    const value = await act();
    return { value, calls: world.sandbox.log.entries.length - calls, trips: world.counter.roundTrips - trips };
  };
  return { ...world, bookkeeper, bills, codes, apply, undo, costOf };
}

const outcomes = (answers: readonly EngineAnswer<Written>[]) => answers.map((answer) => (answer.ok ? answer.value.outcome : answer.refusal.code));

describe("codings of many bills at once", () => {
  promise(["N3"], "the stand-in's log of calls and its books", "fifty bills are coded with three calls to Xero and taken back with five, all within one invocation's round trips", async () => {
    const world = await drafts(50);
    const applied = await world.costOf(() => world.apply());
    expect(new Set(outcomes(applied.value))).toEqual(new Set(["written"]));
    expect([applied.calls, new Set(world.codes())]).toEqual([3, new Set(["310"])]);
    const undone = await world.costOf(world.undo);
    expect(new Set(outcomes(undone.value))).toEqual(new Set(["written"]));
    expect([undone.calls, new Set(world.codes())]).toEqual([5, new Set([null])]);
    for (const { trips } of [applied, undone]) expect(trips).toBeLessThanOrEqual(RUN.tripsPerRun);
    const pushed = ((await world.rows("audit")) as unknown as { cause: string; recordId: string }[]).filter(({ cause }) => cause.startsWith("pushed"));
    // Every write that Xero accepted has its row.
    for (const { recordId } of world.bills) expect(pushed.filter((row) => row.recordId === recordId)).toHaveLength(2);
    expect(await world.engine.verifyAudit(world.organisationId)).toMatchObject({ ok: true });
  });

  promise(["N3"], "the stand-in's books", "each bill has its own fate: one that Xero refuses, one that was coded in Xero meanwhile and one that is gone hold up no other", async () => {
    const world = await drafts(5);
    const [first, second, third] = world.bills;
    const { tenantId } = world;
    const { books } = world.sandbox.organisations[0]!;
    const edit = (xeroId: string, changes: object) => {
      const [line] = books.invoices.get(xeroId)!.lines;
      world.bookkeeper.editInvoiceLines({ tenantId, invoiceId: xeroId, lines: [{ LineItemID: line!.lineItemId, Description: "Beams", Quantity: 1, UnitAmount: 101, ...changes }] as never });
    };
    edit(first!.xeroId, { AccountCode: "429", TaxType: "INPUT" });
    world.bookkeeper.delete({ tenantId, invoiceId: second!.xeroId });
    world.bills[2] = { ...third!, lineId: "no-such-line" };
    // Archived since the chart was read: the write itself is refused.
    world.bookkeeper.archiveAccount({ tenantId, accountId: [...books.accounts.values()].find(({ code }) => code === "469")!.id });
    const answers = await world.apply((n) => (n === 3 ? "469" : "310"));
    expect(answers).toMatchObject([
      { ok: true, value: { outcome: "queued" } },
      { ok: true, value: { outcome: "queued", sentence: "Deleted in Xero." } },
      { ok: false, refusal: { code: "not_found" } },
      { ok: true, value: { outcome: "refused", sentence: "Account code '469' is not a valid code for this document." } },
      { ok: true, value: { outcome: "written" } },
    ]);
    await world.settle();
    // What the bookkeeper chose in Xero since stays.
    expect(world.codes()).toEqual(["429", null, null, null, "310"]);
  });

  test("a bill named twice and one of nobody's are refused; the others are written", async () => {
    const world = await drafts(2);
    const [one, other] = world.bills;
    const lines = (lineId: string) => [{ lineId, accountCode: "310", taxType: "INPUT", feedback: "accepted" as const }];
    const answers = await world.engine.applyCodings(world.organisationId, [
      { recordId: one!.recordId, actor: PAT, lines: lines(one!.lineId) },
      { recordId: one!.recordId, actor: PAT, lines: lines(one!.lineId) },
      { recordId: "nobody", actor: PAT, lines: lines("x") },
      { recordId: other!.recordId, actor: PAT, lines: lines(other!.lineId) },
    ]);
    expect(outcomes(answers)).toEqual(["written", "invalid_input", "not_found", "written"]);
    expect(world.codes()).toEqual(["310", "310"]);
  });

  test("Xero does not answer: everything stays queued, and the next round finds out and writes what is missing", async () => {
    let silent = false;
    const world = await drafts(3, { wire: (request, pass) => (silent && request.method === "POST" ? Promise.resolve(new Response("", { status: 503 })) : pass(request)) });
    silent = true;
    expect(outcomes(await world.apply())).toEqual(["queued", "queued", "queued"]);
    silent = false;
    world.clock.advance(10 * 60_000);
    await world.settle();
    expect(world.codes()).toEqual(["310", "310", "310"]);
  });
});
