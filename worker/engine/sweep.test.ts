import { describe, expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { invoiceBody } from "../../test/sim/bodies.ts";
import { bodyOf, booksOf, CLIENT, firmWorld, linkOf, recordId, recordOf, save } from "../../test/sim/firmWorld.ts";
import type { EngineWorld } from "../../test/sim/engineWorld.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { Document } from "../../shared/records/document.ts";
import type { Payment } from "../../shared/records/payment.ts";
import { proofChange } from "./proofChange.ts";
import type { Run } from "./run.ts";
import { pagesOfNight, SWEEP_LISTS } from "./sweepLists.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const DAY_MS = 86_400_000;
interface Result {
  compared: number;
  equal: number;
  others: { count: number; comparedSince: number } | null;
  repaired: number;
  lists: Record<string, { compared: number; differs: number; unknown: number; xeroTotalMinor: number; oursTotalMinor: number }>;
  kinds: Record<string, { count: number; totalMinor: number }>;
  settings: Record<string, { active: number }>;
}
const proofs = async (world: EngineWorld) => ((await world.rows("proof")) as unknown as { endedAt: number; result: Result }[]).toSorted((a, b) => a.endedAt - b.endedAt);

/** Whatever changes in Xero from here on, no poll will tell. */
async function blind(world: EngineWorld) {
  await world.store.commit([], [{ update: "cursor", where: { organisationId: world.organisationId, lane: "poll" }, set: { completedThrough: world.clock.now() + 30 * DAY_MS } }]);
}

async function nextNight(world: EngineWorld): Promise<Result> {
  world.clock.advance(60_000);
  await world.settle();
  await world.store.commit([], [{ update: "cursor", where: { organisationId: world.organisationId, lane: "sweep" }, set: { dueAt: world.clock.now() } }]);
  await world.settle();
  return (await proofs(world)).at(-1)!.result;
}

describe("the nightly sweep", () => {
  promise(["HP-14", "OP-29", "OP-30"], "the proof, D1 and the stand-in's books", "finds what no webhook and no poll told of: contacts, invoices, bills, payments, credit notes, bank transactions and quotes", async () => {
    const world = await firmWorld({ createStatus: { invoice: "authorised", bill: "draft", credit_note: "draft" } });
    await save(world, "invoice", recordId(2), { ...invoiceBody(CLIENT, 3), status: "authorised" });
    await world.settle();
    const { xeroId } = await linkOf(world, recordId(2));
    const { payment } = world.sandbox.bookkeeper.payInvoice({ tenantId: world.tenantId, invoiceId: xeroId, amountMinor: 11_000 });
    world.clock.advance(31 * 60_000);
    await nextNight(world);
    await blind(world);
    const { tenantId, sandbox } = world;
    const lines = [{ Description: "Camera", Quantity: 1, UnitAmount: 100, AccountCode: "429", TaxType: "INPUT" }];
    const contact = { Contact: { ContactID: world.client }, Date: "2026-11-21" };
    sandbox.bookkeeper.editContact({ tenantId, contactId: world.client, changes: { EmailAddress: "new@harbour.example" } as never });
    sandbox.bookkeeper.deletePayment({ tenantId, paymentId: payment.id });
    const bill = sandbox.bookkeeper.createBill({ tenantId, bill: { ...contact, DueDate: "2026-12-01", LineItems: lines } as never });
    const note = sandbox.bookkeeper.createCreditNote({ tenantId, creditNote: { ...contact, Type: "ACCRECCREDIT", Status: "AUTHORISED", LineItems: [{ ...lines[0], AccountCode: "200", TaxType: "OUTPUT" }] } as never });
    const bank = [...booksOf(world).accounts.values()].find((account) => account.type === "BANK")!;
    const spent = sandbox.bookkeeper.createBankTransaction({ tenantId, bankTransaction: { ...contact, Type: "SPEND", BankAccount: { AccountID: bank.id }, LineItems: lines } as never });
    const quote = sandbox.bookkeeper.createQuote({ tenantId, quote: { ...contact, LineItems: lines } as never });
    const result = await nextNight(world);
    expect((await bodyOf<Contact>(world, CLIENT)).email).toBe("new@harbour.example");
    expect((await bodyOf<Payment>(world, (await recordOf(world, payment.id)).recordId)).status).toBe("deleted");
    expect(await bodyOf<Document>(world, recordId(2))).toMatchObject({ amountPaidMinor: 0, amountDueMinor: 33_000 });
    for (const id of [bill.id, note.id, spent.id, quote.id]) expect((await recordOf(world, id)).state).toBe("in_step");
    // Every one of them is told as repaired, the invoice by what is due on it.
    expect(Object.fromEntries(Object.entries(result.lists).map(([list, { differs, unknown }]) => [list, [differs, unknown]]))).toMatchObject({
      contact: [1, 0], invoice: [1, 1], payment: [1, 0], credit_note: [0, 1], bank_transaction: [0, 1], quote: [0, 1],
    });
  });

  promise(["OP-30"], "the proof against the stand-in's books", "writes what was compared, equal and repaired, with totals to the cent per kind and when; the next one finds nothing", async () => {
    const world = await firmWorld({}, { firm: "agency" });
    const first = await nextNight(world);
    const books = booksOf(world);
    const documents = [...books.invoices.values()];
    const total = (all: readonly { totalMinor: number }[]) => all.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
    expect(first.kinds["invoice"]).toEqual({ count: documents.filter(({ type }) => type === "ACCREC").length, totalMinor: total(documents.filter(({ type }) => type === "ACCREC")) });
    expect(first.kinds["bill"]).toEqual({ count: documents.filter(({ type }) => type === "ACCPAY").length, totalMinor: total(documents.filter(({ type }) => type === "ACCPAY")) });
    expect(first.kinds["credit_note"]).toEqual({ count: books.creditNotes.size, totalMinor: total([...books.creditNotes.values()]) });
    expect(first.settings["account"]!.active).toBe([...books.accounts.values()].filter(({ status }) => status === "ACTIVE").length);
    for (const { xeroTotalMinor, oursTotalMinor } of Object.values(first.lists)) expect(oursTotalMinor).toBe(xeroTotalMinor);
    expect(first).toMatchObject({ equal: first.compared, repaired: 0 });
    // Every list of this firm fits on a page: nothing waits for another night.
    expect(first).toMatchObject({ others: null, compared: (await world.rows("link")).filter(({ xeroId }) => xeroId !== null).length });
    expect(Object.keys(first.lists).toSorted()).toEqual(["bank_transaction", "contact", "credit_note", "invoice", "overpayment", "payment", "prepayment", "quote"]);
  }, 30_000);

  test("says how many of a long list wait for another night, and since when", async () => {
    const world = await firmWorld({}, { firm: "agency" });
    const first = await nextNight(world);
    const { clock, organisationId, store } = world;
    // As if the list were long: a night later its second half was not among what was compared.
    const later = { startedAt: clock.now() + 1, found: { contact: { ...first.lists["contact"]!, equal: 0, compared: first.compared - 7 } } };
    const links = await world.rows("link");
    await store.commit([], [{ update: "link", where: { organisationId, id: { in: links.slice(7).map(({ id }) => String(id)) } }, set: { comparedAt: later.startedAt } }]);
    const run = { organisation: { id: organisationId }, ports: { store, ids: { uuid: () => "later" } }, now: () => later.startedAt } as unknown as Run;
    const { rows } = (await proofChange(run, later)) as unknown as { rows: [{ result: Result }] };
    expect(rows[0].result.others).toEqual({ count: 7, comparedSince: Math.min(...links.slice(0, 7).map(({ comparedAt }) => Number(comparedAt))) });
  }, 30_000);

  test.each(SWEEP_LISTS.flatMap((list) => [0, 1, 250, 999, 8_000, 40_000].map((known) => [list.list, list.nights, known, list] as const)))(
    "every row of %s comes round within %d nights, however many there are (%d)",
    (_, nights, known, list) => {
      const seen = new Set<number>();
      let size = 1;
      for (let night = 20_000; night < 20_000 + nights; night += 1) {
        const { first, count, pageSize } = pagesOfNight(list, known, night);
        size = pageSize;
        for (let page = first; page < first + Math.min(count, 1_000); page += 1) seen.add(page);
      }
      for (let page = 1; page <= Math.max(1, Math.ceil(known / size)); page += 1) expect(seen.has(page)).toBe(true);
    },
  );
});
