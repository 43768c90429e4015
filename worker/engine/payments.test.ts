import { describe, expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { asClient } from "../../test/sandbox/asClient.ts";
import { invoiceBody } from "../../test/sim/bodies.ts";
import { bodyOf, booksOf, CLIENT, edit, firmWorld, later, linkOf, recordId, recordOf, save } from "../../test/sim/firmWorld.ts";
import type { EngineWorld } from "../../test/sim/engineWorld.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Payment } from "../../shared/records/payment.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const INVOICE = recordId(2);
const bank = (world: EngineWorld) => [...booksOf(world).accounts.values()].find((account) => account.type === "BANK")!;
const payment = (amountMinor: number, more: Partial<Payment> = {}): Payment => ({
  documentId: INVOICE, accountId: null, method: "stripe", date: "2026-11-22", amountMinor, currency: "AUD", currencyRateE6: null, reference: null, status: "authorised", isReconciled: false, ...more,
});

/** An approved invoice of 330.00 in Xero, and a clearing account for Stripe. */
async function invoiced() {
  const world = await firmWorld({ createStatus: { invoice: "authorised", bill: "draft", credit_note: "authorised" } });
  const account = bank(world);
  const [{ rules }] = (await world.store.read({ from: "organisation", where: { id: world.organisationId }, limit: 1 }))[0] as unknown as [{ rules: object }];
  await world.store.commit([], [{ update: "organisation", where: { id: world.organisationId }, set: { rules: { ...rules, paymentAccounts: { stripe: account.id } } } }]);
  await save(world, "invoice", INVOICE, { ...invoiceBody(CLIENT, 3), status: "authorised" });
  await world.settle();
  return Object.assign(world, { xeroId: (await linkOf(world, INVOICE)).xeroId, account });
}
const inXero = (world: EngineWorld) => [...booksOf(world).payments.values()].filter(({ status }) => status !== "DELETED").map(({ amountMinor }) => amountMinor);
const paidHere = async (world: EngineWorld) => {
  const { status, amountPaidMinor, amountDueMinor, fullyPaidOn } = await bodyOf<Document>(world, INVOICE);
  return { status, amountPaidMinor, amountDueMinor, fullyPaidOn };
};

test("the refund of a prepayment that is read hours before the prepayment is put aside, and taken in once that was read", async () => {
  const world = await invoiced();
  const contact = booksOf(world).invoices.get(world.xeroId)!.contactId;
  world.sandbox.bookkeeper.createBankTransaction({
    tenantId: world.tenantId,
    bankTransaction: { Type: "RECEIVE-PREPAYMENT", Contact: { ContactID: contact }, Date: "2026-11-20", BankAccount: { AccountID: world.account.id }, LineAmountTypes: "NoTax", LineItems: [{ Description: "Deposit", Quantity: 1, UnitAmount: 500, AccountCode: "200" }] } as never,
  });
  const prepayment = [...booksOf(world).prepayments.values()][0]!;
  const refunded = await asClient(world.sandbox).put("/Payments", { Prepayment: { PrepaymentID: prepayment.id }, Account: { AccountID: world.account.id }, Date: "2026-11-21", Amount: 200 });
  expect(refunded.status).toBe(200);
  await later(world, 31);
  const aside = async () => (await world.rows("quarantine")).map(({ kind, releasedAt }) => [kind, releasedAt === null]);
  expect(await aside()).toEqual([["payment", true]]);
  await later(world, 120);
  expect(await aside()).toEqual([["payment", false]]);
  const [payment] = (await world.rows("record", { kind: "payment" })) as unknown as { body: string }[];
  const [target] = (await world.rows("record", { kind: "prepayment" })) as unknown as { id: string }[];
  expect(JSON.parse(payment!.body)).toMatchObject({ documentId: target!.id, amountMinor: 20_000, status: "authorised" });
});

describe("payments made here", () => {
  promise(["SM-03", "HP-13"], "the stand-in's books and D1", "recorded by another system, one reaches the mapped clearing account, and the invoice is paid on both sides", async () => {
    const world = await invoiced();
    await save(world, "payment", recordId(3), payment(33_000));
    await world.settle();
    await later(world, 6);
    expect([...booksOf(world).payments.values()].map(({ accountId, amountMinor }) => [accountId, amountMinor])).toEqual([[world.account.id, 33_000]]);
    expect(booksOf(world).invoices.get(world.xeroId)!.status).toBe("PAID");
    expect(await paidHere(world)).toMatchObject({ status: "paid", amountDueMinor: 0, fullyPaidOn: "2026-11-22" });
  });

  promise(["D10"], "the stand-in's books and D1", "in parts: the status follows what is due on both sides, and every payment is one however often it is sent", async () => {
    const world = await invoiced();
    await save(world, "payment", recordId(3), payment(11_000));
    await save(world, "payment", recordId(3), payment(11_000));
    await world.settle();
    world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: world.xeroId, amountMinor: 2_000 });
    await later(world, 31);
    expect(inXero(world)).toEqual([11_000, 2_000]);
    expect(await paidHere(world)).toMatchObject({ status: "authorised", amountPaidMinor: 13_000, amountDueMinor: 20_000 });
    await save(world, "payment", recordId(4), payment(20_000));
    await world.settle();
    await later(world, 31);
    expect(await paidHere(world)).toMatchObject({ status: "paid", amountDueMinor: 0 });
    expect(await world.rows("record", { kind: "payment" })).toHaveLength(3);
  });

  promise(["D10"], "the stand-in's books and the audit", "more than is due after a part payment in Xero: it waits with both amounts, is never shrunk, and goes once corrected", async () => {
    const world = await invoiced();
    world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: world.xeroId, amountMinor: 13_000 });
    await later(world, 31);
    await save(world, "payment", recordId(3), payment(33_000));
    await world.settle();
    expect(await linkOf(world, recordId(3))).toMatchObject({ state: "waiting", reason: { code: "more_than_due", sentence: "The payment of 330.00 is more than the 200.00 still due in Xero." } });
    expect(inXero(world)).toEqual([13_000]);
    await edit<Payment>(world, "payment", recordId(3), (body) => ({ ...body, amountMinor: 20_000 }));
    await world.settle();
    expect(inXero(world)).toEqual([13_000, 20_000]);
  });

  promise(["D10"], "the stand-in's books and D1", "edited here, it is deleted and made anew in Xero, which cannot edit one; deleted here, it is deleted there", async () => {
    const world = await invoiced();
    await save(world, "payment", recordId(3), payment(33_000));
    await world.settle();
    await edit<Payment>(world, "payment", recordId(3), (body) => ({ ...body, amountMinor: 22_000 }));
    for (let round = 0; round < 3; round += 1) await later(world, 31);
    expect([...booksOf(world).payments.values()].map(({ status, amountMinor }) => [status, amountMinor]).toSorted()).toEqual([["AUTHORISED", 22_000], ["DELETED", 33_000]]);
    expect(await paidHere(world)).toMatchObject({ amountPaidMinor: 22_000, amountDueMinor: 11_000 });
    const [now] = (await world.rows("record", { kind: "payment", status: "authorised" })) as unknown as { id: string }[];
    await edit<Payment>(world, "payment", now!.id, (body) => ({ ...body, status: "deleted" }));
    for (let round = 0; round < 2; round += 1) await later(world, 31);
    expect(inXero(world)).toEqual([]);
    expect(await paidHere(world)).toMatchObject({ status: "authorised", amountDueMinor: 33_000 });
  });
});

describe("payments made in Xero", () => {
  promise(["AX-11", "AX-01"], "D1", "are matched to their invoice by themselves, part payments too; what is too much is the client's credit, shown and not applied", async () => {
    const world = await invoiced();
    const { payment: first } = world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: world.xeroId, amountMinor: 13_000 });
    await later(world, 31);
    expect(await bodyOf<Payment>(world, (await recordOf(world, first.id)).recordId)).toMatchObject({ documentId: INVOICE, amountMinor: 13_000, status: "authorised" });
    expect(await paidHere(world)).toMatchObject({ status: "authorised", amountDueMinor: 20_000 });
    const { overpayment } = world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: world.xeroId, amountMinor: 25_000 });
    await later(world, 121);
    expect(await paidHere(world)).toMatchObject({ status: "paid", amountPaidMinor: 33_000, amountDueMinor: 0 });
    expect(await bodyOf<Document>(world, (await recordOf(world, overpayment!.id)).recordId)).toMatchObject({ contactId: CLIENT, totalMinor: 5_000, amountDueMinor: 5_000, allocations: [] });
  });

  test("deleted there, the invoice is due again here; a deleted one keeps its amount and counts for nothing", async () => {
    const world = await invoiced();
    const { payment: made } = world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: world.xeroId });
    await later(world, 31);
    world.sandbox.bookkeeper.deletePayment({ tenantId: world.tenantId, paymentId: made.id });
    await later(world, 31);
    expect(await bodyOf<Payment>(world, (await recordOf(world, made.id)).recordId)).toMatchObject({ status: "deleted", amountMinor: 33_000 });
    expect(await paidHere(world)).toMatchObject({ status: "authorised", amountPaidMinor: 0, amountDueMinor: 33_000 });
  });
});
