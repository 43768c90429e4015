import { beforeEach, describe, expect, test } from "vitest";
import type { BulkPreviewView, BulkView } from "../../../shared/api/bulkShapes.ts";
import { promise } from "../../../test/promise.ts";
import { httpWorld } from "../../../test/sim/httpWorld.ts";
import { openStore } from "../../store/open.ts";
import { suggestFromCounts } from "../../suggest/suggestFromCounts.ts";
import { continueUnfinished } from "./continueUnfinished.ts";

let world: Awaited<ReturnType<typeof httpWorld>>;
let supplierId: string;
let drafts: string[];
let isSilent = false;
/** Awaited before a call reaches Xero. */
let hold: (request: Request) => Promise<void>;

/** A supplier with 25 bills coded alike, and three drafts of his that are not coded. */
beforeEach(async () => {
  isSilent = false;
  hold = async () => {};
  world = await httpWorld({ wire: async (request, pass) => (await hold(request), isSilent ? new Response("", { status: 503 }) : pass(request)) });
  const { bookkeeper } = world.sandbox;
  const { tenantId } = world;
  supplierId = bookkeeper.createContact({ tenantId, contact: { Name: "Northline Timber" } as never }).id;
  const bill = (number: string, day: number, more: object) =>
    bookkeeper.createBill({ tenantId, bill: { Contact: { ContactID: supplierId }, InvoiceNumber: number, Date: `2026-11-${String(day).padStart(2, "0")}`, DueDate: "2026-12-20", LineAmountTypes: "Exclusive", ...more } as never }).id;
  for (let i = 0; i < 25; i++) bill(`NT-${i}`, 1 + (i % 20), { Status: "AUTHORISED", LineItems: [{ Description: "Timber", Quantity: 1, UnitAmount: 100 + i, AccountCode: "310", TaxType: "INPUT" }] });
  drafts = [1, 2, 3].map((i) => bill(`NEW-${i}`, 21, { Status: "DRAFT", LineItems: [{ Description: "Timber", Quantity: 1, UnitAmount: 110 + i }] }));
  world.clock.advance(35 * 60_000);
  await world.settle();
}, 30_000);

const preview = async (query = ""): Promise<BulkPreviewView> => (await world.call("bookkeeper", "GET", `/v1/suggestions/bulk${query}`)).json;
const wanted = (view: BulkPreviewView) => view.lines.map(({ lineId, account, tax, project }) => ({ lineId, accountCode: account?.value ?? null, taxType: tax?.value ?? null, projectId: project?.value ?? null }));
const confirm = (lines: ReturnType<typeof wanted>, headers = {}) => world.call("bookkeeper", "POST", "/v1/suggestions/bulk", { lines }, headers);
async function finish(id: string): Promise<BulkView> {
  for (let step = 0; step < 10; step++) {
    const { json } = await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${id}/continue`);
    if (json.remaining === 0) return json;
  }
  throw new Error("the confirmation did not end");
}
const codes = () => {
  const { accounts, invoices } = world.sandbox.organisations[0]!.books;
  return drafts.map((id) => accounts.get(invoices.get(id)!.lines[0]!.accountId ?? "")?.code ?? null);
};
/** The state of each document. */
const states = (view: BulkView) => Object.entries(view.states).flatMap(([state, tally]) => Array.from({ length: tally?.documents ?? 0 }, () => state));

describe("confirming many at once", () => {
  promise(["N10"], "the API's answers and the stand-in's books", "the preview says what would be written where, and writes nothing", async () => {
    const view = await preview();
    expect(view.lines.map(({ supplier, title, account, tax, posted, agreeCount }) => [supplier, title, account?.label, tax?.label, posted, agreeCount]).sort()).toEqual(
      [1, 2, 3].map((i) => ["Northline Timber", `Bill NEW-${i}`, "310 Contractors", "GST on Expenses", false, 25]),
    );
    expect(view.lines.every(({ confidenceE2 }) => confidenceE2 >= view.leastE2)).toBe(true);
    expect(codes()).toEqual([null, null, null]);
    expect((await preview(`?contactId=${String((await world.rows("record", { kind: "contact" }))[0]!["id"])}`)).lines).toHaveLength(3);
    expect((await preview("?contactId=somebody-else")).lines).toEqual([]);
  });

  /** All pages of the list. */
  async function pages(query = ""): Promise<BulkPreviewView[]> {
    const all = [await preview(query)];
    for (let last = all[0]!; last.nextCursor !== null; all.push(last)) last = await preview(`${query === "" ? "?" : `${query}&`}cursor=${last.nextCursor}`);
    return all;
  }

  promise(["N10"], "the API's answers", "however many bills are open, page after page looks at every line, and no answered or undecided bill bars the way to an older one", async () => {
    expect((await preview()).notLookedAt).toBe(0);
    for (let i = 0; i < 170; i++)
      world.sandbox.bookkeeper.createBill({ tenantId: world.tenantId, bill: { Contact: { ContactID: supplierId }, InvoiceNumber: `MANY-${i}`, Date: "2026-11-21", DueDate: "2026-12-20", LineAmountTypes: "Exclusive", Status: "DRAFT", LineItems: [1, 2].map((n) => ({ Description: "Timber", Quantity: 1, UnitAmount: 100 + n })) } as never });
    world.clock.advance(35 * 60_000);
    await world.settle();
    const found = await pages();
    // 25 that lack a project only, 3 and 170 drafts; a page answers two hundred lines.
    expect([found.reduce((sum, { lookedAt }) => sum + lookedAt, 0), found[0]!.lookedAt + found[0]!.notLookedAt]).toEqual([198, 198]);
    expect(found.length).toBeGreaterThan(1);
    const lines = found.flatMap((page) => page.lines.map(({ lineId }) => lineId));
    expect([lines.length, new Set(lines).size]).toEqual([343, 343]);
    // Confirmed, the newest have no project and stay open: the older ones come all the same.
    await finish((await confirm(wanted(found[0]!))).json.id);
    const rest = (await pages()).flatMap((page) => page.lines.map(({ lineId }) => lineId));
    expect(new Set(rest)).toEqual(new Set(lines.slice(found[0]!.lines.length)));
    expect((await preview("?contactId=somebody-else")).lookedAt).toBe(0);
    expect((await world.call("bookkeeper", "GET", "/v1/suggestions/bulk?cursor=nonsense")).json.code).toBe("invalid_input");
  }, 60_000);

  promise(["N10", "N3", "OP-16"], "the stand-in's books", "exclusions stay as they are, the rest is written step by step, and undo gives back what was there", async () => {
    const view = await preview();
    const [excluded, ...rest] = wanted(view);
    const begun = await confirm(rest);
    expect([begun.status, begun.json.remaining, codes()]).toEqual([201, 2, [null, null, null]]);
    const done = await finish(begun.json.id);
    expect(states(done)).toEqual(["written", "written"]);
    const left = view.lines.find(({ lineId }) => lineId === excluded!.lineId)!.title;
    expect(codes()).toEqual(drafts.map((_, i) => (left === `Bill NEW-${i + 1}` ? null : "310")));
    expect((await preview()).lines.map(({ lineId }) => lineId)).toEqual([excluded!.lineId]);

    const undo = await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${done.id}/undo`);
    expect(undo.json.remaining).toBe(2);
    expect(states(await finish(done.id))).toEqual(["undone", "undone"]);
    expect(codes()).toEqual([null, null, null]);
    expect((await preview()).lines).toHaveLength(3);
    const { json } = await world.call("bookkeeper", "GET", "/v1/suggestions/bulks");
    expect(json.items).toMatchObject([{ id: done.id, by: "The bookkeeper", undoneBy: "The bookkeeper", canUndo: false }]);
  });

  promise(["N10"], "the stand-in's log", "a double click confirms once, and a page reloaded in the middle goes on where it was", async () => {
    const lines = wanted(await preview());
    const [first, second] = await Promise.all([confirm(lines), confirm(lines)]);
    expect([first.status, second.status].sort()).toEqual([201, 409]);
    const again = await confirm(lines, { "Request-Id": "one-click-0001" });
    expect(again.status).toBe(409);
    const bulkId = (first.status === 201 ? first : second).json.id as string;
    // Two tabs go on at once: each bill is written by one of them.
    await Promise.all([1, 2].map(() => world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${bulkId}/continue`)));
    const { json } = await world.call("bookkeeper", "GET", `/v1/suggestions/bulks/${bulkId}`);
    expect([json.remaining, states(json)]).toEqual([0, ["written", "written", "written"]]);
    expect(world.sandbox.log.changes({ by: "app" })).toHaveLength(3);
  });

  const bulkConfirmed = async (): Promise<Record<string, number>> => {
    await preview();
    const { items } = (await world.call("viewer", "GET", "/v1/suggestions/accuracy")).json as { items: { target: string; bulkConfirmed: number; accepted: number; corrected: number; changedInXero: number }[] };
    return Object.fromEntries(items.map(({ target, bulkConfirmed: bulk, accepted, corrected, changedInXero }) => [target, bulk + accepted + corrected + changedInXero]));
  };

  test("a step that was cut off after Xero had taken it is finished without writing or counting twice", async () => {
    const { json } = await confirm(wanted(await preview()));
    await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/continue`);
    const writes = world.sandbox.log.changes({ by: "app" }).length;
    const counted = await bulkConfirmed();
    const cutOff = "update bulk_item set state = 'working', claimed_at = 0";
    await world.d1.prepare(cutOff).run();
    expect(states(await finish(json.id))).toEqual(["written", "written", "written"]);
    expect(world.sandbox.log.changes({ by: "app" })).toHaveLength(writes);
    expect(await bulkConfirmed()).toEqual(counted);
    // And it can still be taken back to what was there before the first try.
    await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/undo`);
    await finish(json.id);
    expect([codes(), await bulkConfirmed()]).toEqual([[null, null, null], {}]);
  });

  promise(["N3"], "the stand-in's books and the API's answers", "undo leaves alone, with the reason, what was changed in Xero since", async () => {
    const { json } = await confirm(wanted(await preview()));
    await finish(json.id);
    const { invoices } = world.sandbox.organisations[0]!.books;
    world.sandbox.bookkeeper.editInvoiceLines({ tenantId: world.tenantId, invoiceId: drafts[1]!, lines: [{ LineItemID: invoices.get(drafts[1]!)!.lines[0]!.lineItemId, Description: "Timber", Quantity: 1, UnitAmount: 112, AccountCode: "429", TaxType: "INPUT" }] as never });
    await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/undo`);
    const after = await finish(json.id);
    expect(states(after).sort()).toEqual(["kept", "undone", "undone"]);
    expect(after.told.map(({ state, sentence }) => [state, /changed/.test(sentence)])).toEqual([["kept", true]]);
    expect(codes()).toEqual([null, "429", null]);
  });

  promise(["N17", "D18"], "the accuracy table over the API", "approved later, lines confirmed in bulk are counted as such: they prove nothing", async () => {
    const { json } = await confirm(wanted(await preview()));
    await finish(json.id);
    for (const invoiceId of drafts) world.sandbox.bookkeeper.approve({ tenantId: world.tenantId, invoiceId });
    world.clock.advance(35 * 60_000);
    await world.settle();
    await preview();
    const { items } = (await world.call("viewer", "GET", "/v1/suggestions/accuracy")).json as { items: { target: string; bulkConfirmed: number; accepted: number; precision: number | null }[] };
    const account = items.filter(({ target }) => target === "account");
    expect(account.map(({ bulkConfirmed, accepted, precision }) => [bulkConfirmed, accepted, precision])).toEqual([[3, 0, null]]);
  });

  test("Xero does not answer in the middle of an undo: nothing is concluded, and a later step takes it back", async () => {
    const { json } = await confirm(wanted(await preview()));
    await finish(json.id);
    await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/undo`);
    isSilent = true;
    const during = (await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/continue`)).json as BulkView;
    expect([during.remaining, new Set(states(during)), codes()]).toEqual([3, new Set(["undo_waiting"]), ["310", "310", "310"]]);
    isSilent = false;
    world.clock.advance(120_000);
    expect(states(await finish(json.id))).toEqual(["undone", "undone", "undone"]);
    expect(codes()).toEqual([null, null, null]);
  });

  test("what is not suggested, or not any more, is left out with the reason; what somebody coded since is not even stored", async () => {
    const lines = wanted(await preview());
    const { json } = await confirm([{ ...lines[0]!, accountCode: "429" }, lines[1]!, lines[2]!]);
    const done = await finish(json.id);
    expect(states(done).sort()).toEqual(["left_out", "written", "written"]);
    expect(done.told.map(({ lineIds, sentence }) => [lineIds, sentence])).toEqual([[[lines[0]!.lineId], "What is suggested is another by now, or not sure any more: look at it again."]]);
    const again = await confirm(lines);
    expect([again.json.lines, [...again.json.leftOut].sort()]).toEqual([1, [lines[1]!.lineId, lines[2]!.lineId].sort()]);
    await finish(again.json.id);
    const none = await confirm(lines);
    expect([none.status, none.json.code]).toEqual([409, "not_possible_now"]);
    expect(codes()).toEqual(["310", "310", "310"]);
  });

  test("somebody codes a line between click and write: it stays as he coded it", async () => {
    const view = await preview();
    const { json } = await confirm(wanted(view));
    const one = view.lines[0]!;
    await world.call("bookkeeper", "POST", `/v1/bills/${one.recordId}/coding`, { shortCode: world.shortCode, lines: [{ lineId: one.lineId, accountCode: "429", taxType: "INPUT" }] });
    const done = await finish(json.id);
    expect(done.told.find(({ recordId }) => recordId === one.recordId)).toMatchObject({ state: "left_out", sentence: "Somebody changed it since you looked at it." });
    expect(codes().filter((code) => code === "429")).toHaveLength(1);
  });

  test("bad input changes nothing", async () => {
    const [line] = wanted(await preview());
    for (const [body, code] of [
      [{ lines: [] }, "invalid_input"], [{ lines: [line, line] }, "invalid_input"], [{ lineIds: ["x"] }, "unknown_field"], [{ lines: [{ ...line, accountCode: "" }] }, "invalid_input"],
    ] as const)
      expect((await world.call("bookkeeper", "POST", "/v1/suggestions/bulk", body)).json.code).toBe(code);
    expect((await world.call("viewer", "POST", "/v1/suggestions/bulk", { lines: [line] })).status).toBe(403);
    expect((await world.call("key", "POST", "/v1/suggestions/bulk", { lines: [line] })).status).toBe(403);
    expect((await world.call("bookkeeper", "POST", "/v1/suggestions/bulks/nobody/undo")).status).toBe(404);
    expect(await world.rows("bulkItem")).toEqual([]);
    expect(codes()).toEqual([null, null, null]);
  });
});

describe("a large confirmation", () => {
  const BILLS = 60;
  /** 150 lines on 60 drafts of the supplier, two or three each. */
  async function large(): Promise<ReturnType<typeof wanted>> {
    for (let i = 0; i < BILLS; i++)
      world.sandbox.bookkeeper.createBill({
        tenantId: world.tenantId,
        bill: { Contact: { ContactID: supplierId }, InvoiceNumber: `BIG-${i}`, Date: "2026-11-21", DueDate: "2026-12-20", LineAmountTypes: "Exclusive", Status: "DRAFT", LineItems: Array.from({ length: 2 + (i % 2) }, (_, n) => ({ Description: "Timber", Quantity: 1, UnitAmount: 100 + i + n })) } as never,
      });
    world.clock.advance(35 * 60_000);
    await world.settle();
    // Xero's minute is a new one.
    world.clock.advance(61_000);
    const lines = wanted(await preview());
    expect(lines.length).toBeGreaterThanOrEqual(150);
    expect(uncoded()).toBe(lines.length);
    return lines;
  }
  const calls = () => world.sandbox.log.entries.length;
  const uncoded = () => {
    const { accounts, invoices } = world.sandbox.organisations[0]!.books;
    return [...invoices.values()].flatMap(({ lines }) => lines).filter(({ accountId }) => !accounts.has(accountId ?? "")).length;
  };

  promise(["N10", "N3", "D16"], "the stand-in's log of calls and its books", "150 lines on 60 bills are confirmed with four calls to Xero and taken back with six, far within Xero's minute; and undoing takes them out of the accuracy", async () => {
    const lines = await large();
    const { json } = await confirm(lines);
    const before = calls();
    expect(new Set(states(await finish(json.id)))).toEqual(new Set(["written"]));
    expect([calls() - before <= 4, uncoded()]).toEqual([true, 0]);
    await preview();
    const counted = async () => ((await world.call("viewer", "GET", "/v1/suggestions/accuracy")).json.items as { target: string; bulkConfirmed: number }[]).filter(({ target }) => target === "account").map(({ bulkConfirmed }) => bulkConfirmed);
    expect(await counted()).toEqual([lines.length]);

    await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/undo`);
    const between = calls();
    expect(new Set(states(await finish(json.id)))).toEqual(new Set(["undone"]));
    expect([calls() - between <= 6, uncoded()]).toEqual([true, lines.length]);
    await preview();
    expect(await counted()).toEqual([]);
  }, 60_000);

  promise(["N10", "D16"], "the API's answers and the stand-in's books", "while Xero takes no more calls a minute nothing fails: it is said how long it waits, and then it goes on", async () => {
    const { json } = await confirm(await large());
    // Somebody else has used up the minute.
    for (let call = 0; call < 60; call++) {
      const permit = world.gate.take("person");
      if (permit.ok) world.gate.settle(permit.id, { remaining: { minute: null, day: null, appMinute: null }, limit: null }, 0);
    }
    const before = calls();
    const held = (await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/continue`)).json as BulkView;
    expect([held.remaining, new Set(states(held)), calls()]).toEqual([json.remaining, new Set(["waiting"]), before]);
    expect(held.waits?.sentence).toContain("calls a minute");
    expect(held.waits?.forMs).toBeGreaterThan(30_000);
    expect(held.waits?.forMs).toBeLessThanOrEqual(60_000);
    world.clock.advance(held.waits!.forMs);
    const done = await finish(json.id);
    expect([new Set(states(done)), done.waits, uncoded()]).toEqual([new Set(["written"]), null, 0]);
  }, 60_000);

  test("Xero ends the minute in the middle of a step: what was decided is on its way, told so, and arrives by itself", async () => {
    const { json } = await confirm(await large());
    const used = (limit: number) => {
      for (let call = 0; call < limit; call++) {
        const permit = world.gate.take("person");
        if (permit.ok) world.gate.settle(permit.id, { remaining: { minute: null, day: null, appMinute: null }, limit: null }, 0);
      }
    };
    // One call is left: the look before the write.
    used(59);
    const held = (await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/continue`)).json as BulkView;
    expect(held.onTheWay).toBeGreaterThan(0);
    expect([held.onTheWay, held.waits?.sentence]).toEqual([states(held).filter((state) => state === "queued").length, "Xero takes only so many calls a minute."]);
    world.clock.advance(61_000);
    await finish(json.id);
    await world.settle();
    const { json: after } = await world.call("bookkeeper", "GET", `/v1/suggestions/bulks/${json.id}`);
    expect([after.onTheWay, after.waits, new Set(states(after)), uncoded()]).toEqual([0, null, new Set(["written"]), 0]);
  }, 60_000);

  test("a step that waits for Xero longer than a claim holds is overtaken: each bill is written once, and what it settles late changes nothing", async () => {
    const lines = await large();
    const { json } = await confirm(lines);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let isHeld = false;
    hold = async (request) => {
      if (isHeld || request.method !== "POST") return;
      isHeld = true;
      await held;
    };
    const slow = world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/continue`);
    await expect.poll(() => isHeld, { timeout: 20_000 }).toBe(true);
    world.clock.advance(20_001);
    for (let step = 0; step < 3; step++) await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/continue`);
    release();
    await slow;
    await finish(json.id);
    world.clock.advance(8 * 60_000);
    await world.settle();
    const { json: after } = await world.call("bookkeeper", "GET", `/v1/suggestions/bulks/${json.id}`);
    expect([new Set(states(after)), uncoded()]).toEqual([new Set(["written"]), 0]);
    expect(world.sandbox.log.changes({ by: "app" })).toHaveLength(after.documents);
  }, 60_000);

  promise(["N10", "N3"], "the stand-in's books", "nobody has to keep the page open: the cron goes on with what was confirmed and with what was taken back, in the name of whoever clicked", async () => {
    const lines = await large();
    const { json } = await confirm(lines);
    const db = openStore(world.d1);
    const cron = () => continueUnfinished({ db, clock: world.clock, engine: world.engine, suggest: suggestFromCounts(db), gate: { waitMs: async () => world.gate.waitMs("person") } }, world.clock.now());
    // The page is open still, as far as anybody knows.
    await cron();
    expect(uncoded()).toBe(lines.length);
    world.clock.advance(31_000);
    // Whoever confirmed it was lowered since: then it waits for somebody who may.
    const role = (to: string) => world.d1.prepare("update member set role = ? where id = ?").bind(to, "member-bookkeeper").run();
    await role("viewer");
    await cron();
    expect(uncoded()).toBe(lines.length);
    await role("bookkeeper");
    await cron();
    const view = async () => (await world.call("bookkeeper", "GET", `/v1/suggestions/bulks/${json.id}`)).json as BulkView;
    expect([new Set(states(await view())), uncoded()]).toEqual([new Set(["written"]), 0]);
    expect((await world.rows("audit")).filter(({ cause }) => String(cause).startsWith("coding:bulk")).every(({ actor }) => String(actor).includes("The bookkeeper"))).toBe(true);
    await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/undo`);
    // Older than a day, it waits for a person.
    const later = { clock: world.clock, engine: world.engine, suggest: suggestFromCounts(db), gate: { waitMs: async () => 0 } };
    await continueUnfinished({ db, ...later }, world.clock.now() + 25 * 3_600_000);
    expect(uncoded()).toBe(0);
    world.clock.advance(61_000);
    await cron();
    expect([new Set(states(await view())), uncoded()]).toEqual([new Set(["undone"]), lines.length]);
    const before = calls();
    await cron();
    expect(calls()).toBe(before);
  }, 60_000);

  test("stopped while a step is under way, and stopped after one was cut off: everything ends as it was", async () => {
    const lines = await large();
    const { json } = await confirm(lines);
    const step = world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/continue`);
    await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${json.id}/undo`);
    await step;
    expect(new Set(states(await finish(json.id)))).not.toContain("written");
    expect(uncoded()).toBe(lines.length);

    const again = (await confirm(wanted(await preview()))).json;
    // Claimed, and the Worker died before it had decided anything.
    await world.d1.prepare("update bulk_item set state = 'working', claimed_at = ? where bulk_id = ?").bind(world.clock.now(), again.id).run();
    const cutOff = (await world.call("bookkeeper", "POST", `/v1/suggestions/bulks/${again.id}/undo`)).json as BulkView;
    expect([cutOff.remaining > 0, cutOff.waits?.sentence]).toEqual([true, expect.stringContaining("cut off")]);
    const before = calls();
    world.clock.advance(cutOff.waits!.forMs + 1);
    expect(new Set(states(await finish(again.id)))).toEqual(new Set(["undone"]));
    expect([calls(), uncoded()]).toEqual([before, lines.length]);
  }, 60_000);
});
