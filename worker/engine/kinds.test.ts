import { describe, expect, test } from "vitest";
import { contactBody, invoiceBody } from "../../test/sim/bodies.ts";
import { engineWorld, type EngineWorld } from "../../test/sim/engineWorld.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Payment } from "../../shared/records/payment.ts";
import type { RecordKind } from "../../shared/records/kinds.ts";
import type { Actor, RecordBody } from "../../shared/records/record.ts";

const PAT: Actor = { type: "member", id: "m1", name: "Pat" };
const ID = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const CLIENT = ID(1);
const INVOICE = ID(2);

async function save(world: EngineWorld, kind: RecordKind, recordId: string, body: RecordBody, expectedRevision: number | null = null) {
  expect(await world.engine.saveRecord({ organisationId: world.organisationId, recordId, kind, body, expectedRevision, actor: PAT })).toMatchObject({ ok: true });
}
const bodyOf = async <T>(world: EngineWorld, id: string) => JSON.parse(((await world.rows("record", { id }))[0] as unknown as { body: string }).body) as T;
const link = async (world: EngineWorld, recordId: string) => (await world.rows("link", { recordId }))[0] as unknown as { state: string; xeroId: string; reason: { code: string } | null };
const books = (world: EngineWorld) => world.sandbox.organisations[0]!.books;
const bank = (world: EngineWorld) => [...books(world).accounts.values()].find((account) => account.type === "BANK")!;

async function firm(status: "draft" | "authorised" = "authorised") {
  const world = await engineWorld({ rules: { createStatus: { invoice: status, bill: "draft", credit_note: "authorised" } } });
  await world.settle();
  await save(world, "contact", CLIENT, contactBody("Harbour Films"));
  await save(world, "invoice", INVOICE, { ...invoiceBody(CLIENT, 3), status });
  await world.settle();
  return world;
}

describe("payments", () => {
  const payment = (accountId: string | null, amountMinor: number): Payment => ({
    documentId: INVOICE, accountId, method: null, date: "2026-11-22", amountMinor, currency: "AUD", currencyRateE6: null, reference: "Card", status: "authorised", isReconciled: false,
  });
  test("one made here is in Xero, and the invoice here is paid by what Xero then says", async () => {
    const world = await firm();
    await save(world, "payment", ID(3), payment(bank(world).id, 33_000));
    await world.settle();
    world.clock.advance(6 * 60_000);
    await world.settle();
    expect([...books(world).payments.values()].map((one) => one.amountMinor)).toEqual([33_000]);
    expect((await link(world, ID(3))).state).toBe("in_step");
    expect(await bodyOf<Document>(world, INVOICE)).toMatchObject({ status: "paid", amountDueMinor: 0 });
  });
  test("without a bank or clearing account it waits and says so", async () => {
    const world = await firm();
    await save(world, "payment", ID(3), payment(null, 33_000));
    await world.settle();
    expect(await link(world, ID(3))).toMatchObject({ state: "waiting", reason: { code: "bank_account_missing" } });
    expect(books(world).payments.size).toBe(0);
  });
  test("one deleted in Xero is deleted here, and the invoice is due again", async () => {
    const world = await firm();
    await save(world, "payment", ID(3), payment(bank(world).id, 33_000));
    await world.settle();
    world.sandbox.bookkeeper.deletePayment({ tenantId: world.tenantId, paymentId: (await link(world, ID(3))).xeroId });
    world.clock.advance(31 * 60_000);
    await world.settle();
    expect(await bodyOf<Payment>(world, ID(3))).toMatchObject({ status: "deleted" });
    expect(await bodyOf<Document>(world, INVOICE)).toMatchObject({ status: "authorised", amountDueMinor: 33_000 });
  });
});

describe("credit notes", () => {
  const note = (allocations: Document["allocations"]): Document => ({ ...invoiceBody(CLIENT, 1), status: "authorised", dueDate: null, allocations });
  test("one made here with an allocation is in Xero and lowers what is due", async () => {
    const world = await firm();
    await save(world, "credit_note", ID(4), note([{ xeroId: null, documentId: INVOICE, amountMinor: 11_000, date: "2026-11-21" }]));
    await world.settle();
    world.clock.advance(31 * 60_000);
    await world.settle();
    expect((await link(world, ID(4)))).toMatchObject({ state: "in_step" });
    expect(await bodyOf<Document>(world, INVOICE)).toMatchObject({ amountCreditedMinor: 11_000, amountDueMinor: 22_000 });
    expect([...books(world).creditNotes.values()]).toHaveLength(1);
  });
  test("one made and allocated in Xero has its record here and adjusts the balance", async () => {
    const world = await firm();
    const { xeroId } = await link(world, INVOICE);
    const made = world.sandbox.bookkeeper.createCreditNote({
      tenantId: world.tenantId,
      creditNote: { Type: "ACCRECCREDIT", Status: "AUTHORISED", Date: "2026-11-21", Contact: { ContactID: (await link(world, CLIENT)).xeroId }, LineItems: [{ Description: "Back", Quantity: 1, UnitAmount: 50, AccountCode: "200", TaxType: "OUTPUT" }] } as never,
    });
    world.sandbox.bookkeeper.allocate({ tenantId: world.tenantId, creditId: made.id, invoiceId: xeroId });
    world.clock.advance(31 * 60_000);
    await world.settle();
    expect(await world.rows("link", { kind: "credit_note" })).toMatchObject([{ state: "in_step" }]);
    expect(await bodyOf<Document>(world, INVOICE)).toMatchObject({ amountCreditedMinor: 5_500 });
  });
});

describe("quotes", () => {
  test("one made here is in Xero", async () => {
    const world = await firm();
    await save(world, "quote", ID(5), { ...invoiceBody(CLIENT, 2), status: "draft", title: "Film", number: "QU-1" });
    await world.settle();
    expect(await link(world, ID(5))).toMatchObject({ state: "in_step" });
    expect(books(world).quotes.size).toBe(1);
  });
});

describe("endings and locks", () => {
  test("voided in Xero is voided here, kept and shown as ended", async () => {
    const world = await firm();
    world.sandbox.bookkeeper.void({ tenantId: world.tenantId, invoiceId: (await link(world, INVOICE)).xeroId });
    world.clock.advance(6 * 60_000);
    await world.settle();
    expect(await link(world, INVOICE)).toMatchObject({ state: "ended", reason: { code: "voided_in_xero" } });
    expect(await bodyOf<Document>(world, INVOICE)).toMatchObject({ status: "voided" });
  });
  test("an approved invoice dated in a locked period is not sent; it goes when the lock is lifted", async () => {
    const world = await engineWorld({ rules: { createStatus: { invoice: "authorised", bill: "draft", credit_note: "draft" } } });
    world.sandbox.bookkeeper.setLockDates({ tenantId: world.tenantId, periodLockDate: "2026-11-21" });
    await world.settle();
    await save(world, "contact", CLIENT, contactBody("Harbour Films"));
    await save(world, "invoice", INVOICE, { ...invoiceBody(CLIENT, 3), status: "authorised" });
    await world.settle();
    expect(await link(world, INVOICE)).toMatchObject({ state: "waiting", reason: { code: "locked_period" } });
    expect(books(world).invoices.size).toBe(0);
    world.sandbox.bookkeeper.setLockDates({ tenantId: world.tenantId, periodLockDate: null });
    world.clock.advance(61 * 60_000);
    await world.settle();
    expect((await link(world, INVOICE)).state).toBe("in_step");
  });
  test("contacts merged in Xero: the loser says whom it was merged into, and its invoices stay", async () => {
    const world = await firm();
    const winner = world.sandbox.bookkeeper.createContact({ tenantId: world.tenantId, contact: { Name: "Harbour Films Pty Ltd" } as never });
    world.sandbox.bookkeeper.mergeContacts({ tenantId: world.tenantId, contactId: (await link(world, CLIENT)).xeroId, intoContactId: winner.id });
    world.clock.advance(61 * 60_000);
    await world.settle();
    world.clock.advance(61 * 60_000);
    await world.settle();
    const [winnerLink] = (await world.rows("link", { xeroId: winner.id })) as unknown as { recordId: string }[];
    expect(await bodyOf(world, CLIENT)).toMatchObject({ status: "archived", mergedIntoId: winnerLink!.recordId });
    expect(await bodyOf<Document>(world, INVOICE)).toMatchObject({ contactId: winnerLink!.recordId });
  });
});
