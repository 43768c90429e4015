import { describe, expect, test } from "vitest";
import { contactBody, invoiceBody } from "../../test/sim/bodies.ts";
import { type EngineWorld, engineWorld } from "../../test/sim/engineWorld.ts";
import { RUN } from "../../shared/limits.ts";
import type { RecordBody } from "../../shared/records/record.ts";

const PER_CHANGE = 6;
/** The keeper's look at the sign-in: once for all calls of a run or a request, however many documents they bring or take. */
const TOKEN = 1;
const CLIENT = "00000000-0000-7000-8000-000000000001";
const INVOICE = "00000000-0000-7000-8000-000000000002";
const PAT = { type: "member", id: "m1", name: "Pat" } as const;

/** Runs until nothing is due within a minute. @returns the round trips of each run. */
async function trips(world: EngineWorld): Promise<number[]> {
  const all: number[] = [];
  for (let run = 0; run < 200; run += 1) {
    const before = world.counter.roundTrips;
    const { nextDueAt } = await world.runOnce();
    all.push(world.counter.roundTrips - before);
    if (nextDueAt > world.clock.now() + 60_000) return all;
    world.clock.advance(Math.max(1, nextDueAt - world.clock.now()));
  }
  throw new Error("the engine did not come to rest");
}

async function idle(world: EngineWorld): Promise<number> {
  await world.settle();
  const [one] = await trips(world);
  return one!;
}

function save(world: EngineWorld, kind: "contact" | "invoice", id: string, body: RecordBody, expectedRevision: number | null = null) {
  return world.engine.saveRecord({ organisationId: world.organisationId, recordId: id, kind, body, expectedRevision, actor: PAT });
}

describe("round trips to D1", () => {
  test("no run of an import takes more than a run may", async () => {
    const told: { trips: number }[] = [];
    const world = await engineWorld({ firm: "agency", wrap: (ports) => ({ ...ports, log: { event: (name, fields) => void (name === "round" && told.push(fields as unknown as { trips: number })) } }) });
    const all = await trips(world);
    expect(Math.max(...all)).toBeLessThanOrEqual(RUN.tripsPerRun);
    // As the run counts them itself: looks at the sign-in are among them.
    expect(told.map(({ trips: counted }) => counted)).toEqual(all);
    expect((await world.rows("link")).length).toBeGreaterThan(500);
  });

  test("each way a document changes costs at most six: saved, created in Xero, changed in Xero by us, named by a webhook", async () => {
    const world = await engineWorld({ firm: "agency" });
    const still = await idle(world);
    const beyond = async (act: () => unknown): Promise<number> => {
      await act();
      const [first] = await trips(world);
      return first! - still;
    };
    await save(world, "contact", CLIENT, contactBody("Harbour Films"));
    await trips(world);
    const before = world.counter.roundTrips;
    await save(world, "invoice", INVOICE, invoiceBody(CLIENT, 3));
    const saved = world.counter.roundTrips - before;
    const created = await beyond(() => undefined);
    const [link] = (await world.rows("link", { recordId: INVOICE })) as unknown as { xeroId: string; state: string }[];
    const [record] = (await world.rows("record", { id: INVOICE })) as unknown as { revision: number }[];
    const changed = await beyond(() => save(world, "invoice", INVOICE, invoiceBody(CLIENT, 4), record!.revision));
    const told = await beyond(async () => {
      world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId: link!.xeroId, changes: { Reference: "seen" } as never });
      const body = JSON.stringify({ events: [{ tenantId: world.tenantId, resourceId: link!.xeroId, eventCategory: "INVOICE" }] });
      await world.store.commit([], [{ insert: "inbox", rows: [{ id: "delivery", body, receivedAt: world.clock.now() }] }]);
    });
    expect(link!.state).toBe("in_step");
    const after = (await world.rows("record", { id: INVOICE })) as unknown as { body: string }[];
    expect(JSON.parse(after[0]!.body)).toMatchObject({ reference: "seen" });
    expect(saved).toBeLessThanOrEqual(PER_CHANGE);
    for (const count of [created, changed, told]) expect(count).toBeLessThanOrEqual(PER_CHANGE + TOKEN);
    expect(await beyond(() => undefined)).toBe(0);
  });

  test("what a webhook names is fetched in the run that splits the delivery, though time passes within it", async () => {
    let passes = (): void => undefined;
    const world = await engineWorld({ firm: "agency", wrap: (ports) => ({ ...ports, store: { ...ports.store, commit: (...all) => (passes(), ports.store.commit(...all)) } }) });
    await world.settle();
    passes = () => world.clock.advance(7);
    const [link] = (await world.rows("link", { kind: "invoice", state: "in_step" })) as unknown as { xeroId: string; recordId: string }[];
    world.sandbox.bookkeeper.editInvoice({ tenantId: world.tenantId, invoiceId: link!.xeroId, changes: { Reference: "seen at once" } as never });
    const body = JSON.stringify({ events: [{ tenantId: world.tenantId, resourceId: link!.xeroId, eventCategory: "INVOICE" }] });
    await world.store.commit([], [{ insert: "inbox", rows: [{ id: "delivery", body, receivedAt: world.clock.now() }] }]);
    await world.runOnce();
    const [record] = (await world.rows("record", { id: link!.recordId })) as unknown as { body: string }[];
    expect(JSON.parse(record!.body)).toMatchObject({ reference: "seen at once" });
    expect(await world.rows("lookAgain")).toEqual([]);
  });

  test("a person's click on Apply: decided, planned, looked up, written and taken in with at most ten, and one for the sign-in", async () => {
    const world = await engineWorld();
    await world.settle();
    const { tenantId, organisationId } = world;
    const supplier = world.sandbox.bookkeeper.createContact({ tenantId, contact: { Name: "Northline Timber" } as never });
    const invoice = { Contact: { ContactID: supplier.id }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [{ Description: "Beams", Quantity: 1, UnitAmount: 100 }] };
    world.sandbox.bookkeeper.createBill({ tenantId, bill: invoice as never });
    world.clock.advance(35 * 60_000);
    await world.settle();
    const [bill] = (await world.rows("record", { kind: "bill" })) as unknown as { id: string; body: string }[];
    const { lines } = JSON.parse(bill!.body) as { lines: { id: string }[] };
    const before = world.counter.roundTrips;
    const request = { organisationId, recordId: bill!.id, actor: PAT, lines: [{ lineId: lines[0]!.id, accountCode: "310", taxType: "INPUT", feedback: "accepted" as const }] };
    expect(await world.engine.applyCoding(request)).toMatchObject({ ok: true, value: { outcome: "written" } });
    expect(world.counter.roundTrips - before).toBeLessThanOrEqual(10 + TOKEN);
  });

  test("fifty invoices at once take as many as one", async () => {
    const world = await engineWorld({ firm: "agency" });
    const still = await idle(world);
    await save(world, "contact", CLIENT, contactBody("Harbour Films"));
    await trips(world);
    for (let n = 0; n < 50; n += 1) await save(world, "invoice", `00000000-0000-7000-8001-${String(n).padStart(12, "0")}`, invoiceBody(CLIENT, 1 + n));
    const [first] = await trips(world);
    expect(first! - still).toBeLessThanOrEqual(PER_CHANGE + TOKEN);
    expect((await world.rows("link", { state: "in_step", kind: "invoice" })).length).toBeGreaterThanOrEqual(50);
  });
});
