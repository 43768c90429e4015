import { describe, expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { invoiceBody } from "../../test/sim/bodies.ts";
import { bodyOf, booksOf, CLIENT, edit, firmWorld, later, linkOf, PAT, recordId, save } from "../../test/sim/firmWorld.ts";
import { defaultRules } from "../../shared/planning/rules.ts";
import type { Document } from "../../shared/records/document.ts";
import { addConnection } from "../store/reads/connected.ts";
import { forgetConnection } from "../store/reads/disconnect.ts";
import { openStore } from "../store/open.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

type World = Awaited<ReturnType<typeof firmWorld>>;

const disconnect = (world: World) => forgetConnection(openStore(world.d1), world.organisationId, world.clock.now());
const reconnect = (world: World) =>
  addConnection(openStore(world.d1), { newId: "new", xeroTenantId: world.tenantId, connectionId: "c2", name: "Firm", xeroUserId: "user-1", rules: defaultRules(), now: world.clock.now() });
const stateOf = async (world: World) => ((await world.store.read({ from: "organisation", where: { id: world.organisationId }, limit: 1 }))[0] as unknown as { state: string }[])[0]!.state;

/** Three drafts in Xero; then nothing is connected. */
async function disconnected() {
  const world = await firmWorld();
  for (const n of [2, 3, 4]) await save(world, "invoice", recordId(n), { ...invoiceBody(CLIENT, n), reference: `R${n}` });
  await world.settle();
  await disconnect(world);
  return { world, xeroIds: await Promise.all([2, 3, 4].map(async (n) => (await linkOf(world, recordId(n))).xeroId)) };
}

describe("disconnected", () => {
  promise(["HP-17", "D13"], "the stand-in's log and D1", "no data flows either way, records on both sides stay, and what is saved meanwhile is queued", async () => {
    const { world } = await disconnected();
    const calls = world.sandbox.log.entries.length;
    const records = (await world.rows("record")).length;
    await edit<Document>(world, "invoice", recordId(2), (body) => ({ ...body, reference: "Saved while away" }));
    await save(world, "invoice", recordId(5), invoiceBody(CLIENT, 1));
    for (let hour = 0; hour < 3; hour += 1) await later(world, 60);
    expect(world.sandbox.log.entries.length).toBe(calls);
    expect([(await world.rows("record")).length, booksOf(world).invoices.size]).toEqual([records + 1, 3]);
    expect((await linkOf(world, recordId(5))).state).toBe("pending");
  });
  test("what a person decides meanwhile is kept, and he is told that it is not on its way", async () => {
    const { world } = await disconnected();
    await edit<Document>(world, "invoice", recordId(2), (body) => ({ ...body, reference: "Decided while away" }));
    const answer = await world.engine.retry({ organisationId: world.organisationId, recordId: recordId(2), actor: PAT });
    expect(answer).toMatchObject({ ok: true, value: { outcome: "queued", sentence: "It is kept here, and sent once somebody connects Xero again." } });
  });
});

describe("connected again", () => {
  promise(["HP-18", "N19", "D13"], "the stand-in's books and D1", "the same organisation resumes: links are proven, what was queued goes, nothing is made twice", async () => {
    const { world, xeroIds } = await disconnected();
    await edit<Document>(world, "invoice", recordId(2), (body) => ({ ...body, reference: "Saved while away" }));
    await save(world, "invoice", recordId(5), invoiceBody(CLIENT, 1));
    world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId: xeroIds[1]!, changes: { Reference: "Theirs while away" } as never });
    await later(world, 24 * 60);
    expect(await reconnect(world)).toBe(world.organisationId);
    await world.settle();
    const { invoices, contacts } = booksOf(world);
    expect([invoices.size, contacts.size, await stateOf(world)]).toEqual([4, 1, "connected"]);
    expect(invoices.get(xeroIds[0]!)!.reference).toBe("Saved while away");
    expect((await bodyOf<Document>(world, recordId(3))).reference).toBe("Theirs while away");
    for (const n of [2, 3, 4, 5]) expect((await linkOf(world, recordId(n))).state).toBe("in_step");
    expect((await linkOf(world, recordId(4))).xeroId).toBe(xeroIds[2]);
  });

  promise(["N19", "HP-18"], "the stand-in's log and link states", "a link whose number or total moved is shown and not synced, in either direction, until a person says that it is right", async () => {
    for (const act of ["retry", "giveUp"] as const) {
      const { world, xeroIds } = await disconnected();
      await edit<Document>(world, "invoice", recordId(2), (body) => ({ ...body, reference: "Ours" }));
      world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId: xeroIds[0]!, changes: { InvoiceNumber: "INV-900" } as never });
      await later(world, 60);
      await reconnect(world);
      await world.settle();
      await later(world, 24 * 60);
      const link = await linkOf(world, recordId(2));
      expect(link).toMatchObject({ state: "waiting", reason: { code: "not_proven", sentence: "Its number in Xero changed while nothing was connected." } });
      expect([booksOf(world).invoices.get(xeroIds[0]!)!.reference, (await bodyOf<Document>(world, recordId(2))).number]).not.toContain("INV-900");
      expect(booksOf(world).invoices.get(xeroIds[0]!)!.reference).toBe("R2");
      // The others were proven and go on.
      expect((await linkOf(world, recordId(3))).state).toBe("in_step");
      expect((await world.engine[act]({ organisationId: world.organisationId, recordId: recordId(2), actor: PAT })).ok).toBe(true);
      await world.settle();
      expect(await bodyOf<Document>(world, recordId(2))).toMatchObject({ number: "INV-900", reference: act === "retry" ? "Ours" : "R2" });
      expect(booksOf(world).invoices.get(xeroIds[0]!)!.reference).toBe(act === "retry" ? "Ours" : "R2");
      expect((await linkOf(world, recordId(2))).state).toBe("in_step");
    }
  });

  promise(["HP-18", "N19"], "link states", "links of every kind are proven, those of the last page too; only what Xero shows no longer rests", async () => {
    const world = await firmWorld({}, { firm: "agency" });
    const states = async () => Object.fromEntries(((await world.rows("link")) as unknown as { xeroId: string; kind: string; state: string }[]).map(({ xeroId, kind, state }) => [xeroId, `${kind} ${state}`]));
    const before = await states();
    expect(new Set(Object.values(before).map((text) => text.split(" ")[0]))).toEqual(new Set(["contact", "invoice", "bill", "credit_note", "payment", "bank_transaction", "overpayment", "prepayment", "quote"]));
    const { quotes, payments } = booksOf(world);
    const gone = [[...quotes.keys()][0]!, [...payments.keys()][0]!];
    await disconnect(world);
    quotes.delete(gone[0]!);
    payments.delete(gone[1]!);
    await later(world, 60);
    await reconnect(world);
    await world.settle();
    expect(await states()).toEqual({ ...before, [gone[0]!]: "quote waiting", [gone[1]!]: "payment waiting" });
  });

  promise(["HP-18"], "the stand-in's log", "nothing is written before the last link is proven, however often the proof is interrupted", async () => {
    let broken = false;
    const { world } = await (async () => {
      const made = await firmWorld({}, { wire: async (request, pass) => (broken && request.url.includes("/Payments") ? new Response("", { status: 503 }) : pass(request)) });
      await save(made, "invoice", recordId(2), invoiceBody(CLIENT, 2));
      await made.settle();
      await disconnect(made);
      return { world: made };
    })();
    await edit<Document>(world, "invoice", recordId(2), (body) => ({ ...body, reference: "Ours" }));
    broken = true;
    await reconnect(world);
    await world.runOnce();
    await world.engine.retry({ organisationId: world.organisationId, recordId: recordId(2), actor: PAT });
    world.clock.advance(60_000);
    await world.runOnce();
    expect([...booksOf(world).invoices.values()].map(({ reference }) => reference)).toEqual([""]);
    expect(await stateOf(world)).toBe("connecting");
    broken = false;
    await later(world, 2);
    expect([...booksOf(world).invoices.values()].map(({ reference }) => reference)).toEqual(["Ours"]);
    expect(await stateOf(world)).toBe("connected");
  });
});
