import { describe, expect, test, vi } from "vitest";
import { promise } from "../../test/promise.ts";
import { asClient } from "../../test/sandbox/asClient.ts";
import { httpWorld, type HttpWorld, later } from "../../test/sim/httpWorld.ts";
import { defaultRules } from "../../shared/planning/rules.ts";

// Each test runs a whole firm; a busy machine needs its time.
vi.setConfig({ testTimeout: 60_000 });

const HOUR_AND_MORE = 121;
const post = async (all: HttpWorld, path: string, body: object) => {
  const { status, json } = await all.call("key", "POST", `/v1/${path}`, body);
  expect([status, json]).toEqual([201, expect.anything()]);
  return json;
};
const read = async (all: HttpWorld, path: string) => (await all.call("viewer", "GET", `/v1/${path}`)).json;
const profit = async (all: HttpWorld, projectId: string) => {
  const { currency, invoicedMinor, collectedMinor, outstandingMinor, otherCostsMinor, exchangeGainMinor, marginMinor } = await read(all, `projects/${projectId}/profit`);
  return { currency, invoicedMinor, collectedMinor, outstandingMinor, otherCostsMinor, exchangeGainMinor, marginMinor };
};
const line = (projectId: string | null, unitAmountE4: number, accountCode = "220", taxType = "EXEMPTEXPORT") => ({ description: "Design", unitAmountE4, accountCode, taxType, projectId });
const books = (all: HttpWorld) => all.sandbox.organisations[0]!.books;

/** A firm with two projects and one client and supplier abroad; what it approves is approved in Xero. */
async function firm(home?: { currency: string; others: Record<string, number> }) {
  const all = await httpWorld({}, home === undefined);
  if (home !== undefined) {
    const { organisation, accounts } = books(all);
    Object.assign(organisation, { baseCurrency: home.currency, currencies: home.others });
    for (const [id, account] of accounts) if (account.type === "BANK") accounts.set(id, { ...account, currency: home.currency });
    await all.settle();
  }
  await all.call("admin", "PUT", "/v1/rules", { ...defaultRules(), createStatus: { invoice: "authorised", bill: "authorised", credit_note: "authorised" } });
  const [client, film, site] = [await post(all, "contacts", { name: "Harbor Films", isCustomer: true, isSupplier: true }), await post(all, "projects", { name: "Film" }), await post(all, "projects", { name: "Site" })];
  await all.settle();
  const xeroId = async (path: string) => (await read(all, path)).sync.xeroId as string;
  const invoice = async (kind: "invoices" | "bills", body: object) => {
    const made = await post(all, kind, { contactId: client.id, date: "2026-11-20", dueDate: "2026-12-20", status: "authorised", currency: "USD", currencyRateE6: 500_000, ...body });
    await all.settle();
    return { id: made.id as string, xeroId: await xeroId(`${kind}/${made.id}`) };
  };
  const pay = (invoiceId: string, currencyRate: number, amountMinor?: number) =>
    all.sandbox.bookkeeper.payInvoice({ tenantId: all.tenantId, invoiceId, currencyRate, ...(amountMinor === undefined ? {} : { amountMinor }) }).payment;
  return { all, client: { id: client.id as string, xeroId: await xeroId(`contacts/${client.id}`) }, film: film.id as string, site: site.id as string, invoice, pay };
}

describe("an invoice in another currency", () => {
  promise(["D9"], "the API's answers and D1", "is kept in its own currency with Xero's rate; paid in parts at other rates, each project's collected, outstanding and exchange gain follow, and a payment deleted takes its gain back", async () => {
    const { all, film, site, invoice, pay } = await firm();
    const { id, xeroId } = await invoice("invoices", { lines: [line(film, 6_000_000), line(site, 4_000_000)] });
    expect((await read(all, `invoices/${id}`)).body).toMatchObject({ currency: "USD", currencyRateE6: 500_000, totalMinor: 100_000 });
    expect(await profit(all, film)).toMatchObject({ currency: "AUD", invoicedMinor: 120_000, collectedMinor: 0, outstandingMinor: 120_000, exchangeGainMinor: 0, marginMinor: 120_000 });
    pay(xeroId, 0.4, 40_000);
    await later(all, 31);
    expect(await profit(all, film)).toMatchObject({ invoicedMinor: 120_000, collectedMinor: 60_000, outstandingMinor: 72_000, exchangeGainMinor: 12_000, marginMinor: 132_000 });
    const second = pay(xeroId, 0.8);
    await later(all, 31);
    expect(await profit(all, film)).toMatchObject({ collectedMinor: 105_000, outstandingMinor: 0, exchangeGainMinor: -15_000, marginMinor: 105_000 });
    expect(await profit(all, site)).toMatchObject({ invoicedMinor: 80_000, collectedMinor: 70_000, outstandingMinor: 0, exchangeGainMinor: -10_000 });
    // 400.00 at 0.4 and 600.00 at 0.8 are what the bank had of it.
    expect([...books(all).payments.values()].reduce((sum, { bankAmountMinor }) => sum + bankAmountMinor, 0)).toBe(175_000);
    all.sandbox.bookkeeper.deletePayment({ tenantId: all.tenantId, paymentId: second.id });
    await later(all, 31);
    expect(await profit(all, film)).toMatchObject({ collectedMinor: 60_000, outstandingMinor: 72_000, exchangeGainMinor: 12_000, marginMinor: 132_000 });
  });

  promise(["D9"], "the stand-in's books and the API's answers", "its rate changed in Xero re-states the project; a payment from here goes out at the rate it was given, and without one takes Xero's", async () => {
    const { all, film, invoice } = await firm();
    const { id, xeroId } = await invoice("invoices", { lines: [line(film, 10_000_000)] });
    all.sandbox.bookkeeper.editInvoice({ tenantId: all.tenantId, invoiceId: xeroId, changes: { CurrencyRate: 0.625 } as never });
    await later(all, 31);
    expect(await profit(all, film)).toMatchObject({ invoicedMinor: 160_000, outstandingMinor: 160_000, exchangeGainMinor: 0 });
    const accountId = [...books(all).accounts.values()].find((account) => account.type === "BANK")!.id;
    await post(all, "payments", { documentId: id, accountId, date: "2026-11-22", amountMinor: 50_000, currencyRateE6: 800_000 });
    await later(all, 31);
    await post(all, "payments", { documentId: id, accountId, date: "2026-11-22", amountMinor: 50_000 });
    await later(all, 31);
    expect([...books(all).payments.values()].map(({ amountMinor, rateScaled, bankAmountMinor }) => [amountMinor, rateScaled, bankAmountMinor])).toEqual([[50_000, 800_000, 62_500], [50_000, 625_000, 80_000]]);
    expect(await profit(all, film)).toMatchObject({ collectedMinor: 142_500, outstandingMinor: 0, exchangeGainMinor: -17_500, marginMinor: 142_500 });
  });

  promise(["D9"], "the API's answers", "settled by a prepayment and a credit note of other rates: each part counts at the credit's own rate, whichever of them was read first", async () => {
    const { all, client, film, invoice } = await firm();
    const bank = [...books(all).accounts.values()].find((account) => account.type === "BANK")!;
    const { xeroId } = await invoice("invoices", { lines: [line(film, 10_000_000)] });
    const theirs = { Contact: { ContactID: client.xeroId }, Date: "2026-11-21", CurrencyCode: "USD", LineAmountTypes: "NoTax", LineItems: [{ Description: "x", Quantity: 1, UnitAmount: 500, AccountCode: "220" }] };
    const prepaid = all.sandbox.bookkeeper.createBankTransaction({ tenantId: all.tenantId, bankTransaction: { ...theirs, Type: "RECEIVE-PREPAYMENT", BankAccount: { AccountID: bank.id }, CurrencyRate: 0.4 } as never });
    const note = all.sandbox.bookkeeper.createCreditNote({ tenantId: all.tenantId, creditNote: { ...theirs, Type: "ACCRECCREDIT", Status: "AUTHORISED", CurrencyRate: 0.8 } as never });
    const prepayment = [...books(all).prepayments.values()][0]!;
    expect(prepaid.rateScaled).toBe(400_000);
    all.sandbox.bookkeeper.allocate({ tenantId: all.tenantId, creditId: prepayment.id, invoiceId: xeroId });
    all.sandbox.bookkeeper.allocate({ tenantId: all.tenantId, creditId: note.id, invoiceId: xeroId });
    // Invoices are read long before credits are: for a while the rates are not known, and count as the invoice's own.
    await later(all, 6);
    expect(await profit(all, film)).toMatchObject({ invoicedMinor: 200_000, collectedMinor: 200_000, exchangeGainMinor: 0 });
    await later(all, HOUR_AND_MORE);
    expect(await profit(all, film)).toMatchObject({ invoicedMinor: 200_000, collectedMinor: 187_500, outstandingMinor: 0, exchangeGainMinor: -12_500, marginMinor: 187_500 });
    all.sandbox.bookkeeper.removeAllocation({ tenantId: all.tenantId, allocationId: [...books(all).allocations.values()].find(({ creditId }) => creditId === note.id)!.id });
    await later(all, HOUR_AND_MORE);
    expect(await profit(all, film)).toMatchObject({ collectedMinor: 125_000, outstandingMinor: 100_000, exchangeGainMinor: 25_000 });
  });

  promise(["D9"], "the API's answers", "a client's credit refunded and a bill paid at other rates: the project has both exchange results, and its margin has them too", async () => {
    const { all, client, film, invoice, pay } = await firm();
    const bill = await invoice("bills", { number: "S-1", lines: [line(film, 4_000_000, "404", "EXEMPTEXPENSES")] });
    pay(bill.xeroId, 0.4);
    const note = await post(all, "credit-notes", { side: "sales", contactId: client.id, date: "2026-11-21", status: "authorised", currency: "USD", currencyRateE6: 500_000, lines: [line(film, 1_000_000)] });
    await all.settle();
    const account = [...books(all).accounts.values()].find(({ type }) => type === "BANK")!;
    const refunded = await asClient(all.sandbox).put("/Payments", { CreditNote: { CreditNoteID: (await read(all, `credit-notes/${note.id}`)).sync.xeroId }, Account: { AccountID: account.id }, Date: "2026-11-22", Amount: 100, CurrencyRate: 0.4 });
    expect(refunded.status).toBe(200);
    await later(all, HOUR_AND_MORE);
    // The bill cost 800.00 and took 1,000.00 from the bank; the credit was 200.00 and took 250.00.
    expect(await profit(all, film)).toMatchObject({ invoicedMinor: -20_000, collectedMinor: -25_000, outstandingMinor: 0, otherCostsMinor: 80_000, exchangeGainMinor: -25_000, marginMinor: -125_000 });
  });

  promise(["D9"], "the API's answers", "a currency that Xero does not have yet is a set-up task: listed with what to do in Xero, and done by one click once it is there", async () => {
    const { all, client, film } = await firm();
    const { id } = await post(all, "invoices", { contactId: client.id, date: "2026-11-20", dueDate: "2026-12-20", status: "authorised", currency: "CHF", currencyRateE6: 600_000, lines: [line(film, 10_000_000)] });
    await all.settle();
    expect((await read(all, "held-up")).items).toMatchObject([{
      id, state: "refused", totalMinor: 100_000, currency: "CHF",
      reason: { code: "currency_missing", sentence: "Organisation is not subscribed to currency CHF", remedy: "Add the currency in Xero's settings, then try again." },
    }]);
    Object.assign(books(all).organisation.currencies, { CHF: 590_000 });
    expect((await all.call("bookkeeper", "POST", `/v1/records/${id}/retry`)).json).toMatchObject({ outcome: "written" });
    expect([(await read(all, "held-up")).items, (await read(all, `invoices/${id}`)).sync.state]).toEqual([[], "in_step"]);
  });

  test("made here without a rate it counts as soon as Xero gave it the day's; a rate or amount that cannot be kept is refused with why", async () => {
    const { all, client, film } = await firm();
    const body = { contactId: client.id, date: "2026-11-20", dueDate: "2026-12-20", status: "authorised", currency: "USD", lines: [line(film, 10_000_000)] };
    const { id } = await post(all, "invoices", body);
    expect(await profit(all, film)).toMatchObject({ invoicedMinor: 0 });
    await all.settle();
    expect((await read(all, `invoices/${id}`)).body.currencyRateE6).toBe(652_300);
    expect(await profit(all, film)).toMatchObject({ invoicedMinor: 153_304 });
    const refused = async (more: object) => (await all.call("key", "POST", "/v1/invoices", { ...body, ...more })).json;
    expect(await refused({ currencyRateE6: 0 })).toMatchObject({ code: "invalid_input", at: "currencyRateE6" });
    expect(await refused({ currencyRateE6: 1, lines: [line(film, 9_999_999_999_999)] })).toMatchObject({ code: "invalid_input", at: "currencyRateE6", detail: "At this exchange rate the total is more than can be kept exactly in home currency." });
  });

  test("what Xero says and we cannot keep is put aside with its sentence, never taken for something else", async () => {
    const { all, client } = await firm();
    Object.assign(books(all).organisation.currencies, { JPY: 97_500_000 });
    const yen = (amount: number, CurrencyRate?: number) => all.sandbox.bookkeeper.createInvoice({ tenantId: all.tenantId, invoice: { Contact: { ContactID: client.xeroId }, Date: "2026-11-20", DueDate: "2026-12-01", CurrencyCode: "JPY", ...(CurrencyRate === undefined ? {} : { CurrencyRate }), LineAmountTypes: "NoTax", LineItems: [{ Description: "x", Quantity: 1, UnitAmount: amount, AccountCode: "220" }] } as never }).id;
    const [whole, broken, enormous] = [yen(1_500), yen(1_500.5), yen(9_000_000_000, 0.000001)];
    await later(all, 31);
    const rows = (await all.rows("quarantine", { releasedAt: null })) as unknown as { xeroId: string; reason: string }[];
    expect(new Map(rows.map(({ xeroId, reason }) => [xeroId, reason]))).toEqual(new Map([
      [broken, "the amount of a line is JPY 1500.5, and JPY has no decimals. Give its lines and its tax whole amounts in Xero"],
      [enormous, "CurrencyRate 0.000001 makes more of its total in AUD than can be kept exactly"],
    ]));
    const here = (await read(all, "invoices")).items.find((one: { sync: { xeroId: string } }) => one.sync.xeroId === whole);
    expect(here.body).toMatchObject({ currency: "JPY", totalMinor: 1_500, currencyRateE6: 97_500_000 });
  });
});

test("a taxed document in yen, of which Xero keeps decimals: whoever looks is told what it is and what to do, on its page, in the list and in health; mended in Xero it comes by itself", async () => {
  const { all, client } = await firm();
  Object.assign(books(all).organisation.currencies, { JPY: 97_500_000 });
  const taxed = { Contact: { ContactID: client.xeroId }, InvoiceNumber: "T-88", Date: "2026-11-20", DueDate: "2026-12-01", CurrencyCode: "JPY", LineAmountTypes: "Inclusive" };
  const lines = (UnitAmount: number) => [{ Description: "Stage", Quantity: 1, UnitAmount, AccountCode: "429", TaxType: "INPUT" }];
  const bill = all.sandbox.bookkeeper.createBill({ tenantId: all.tenantId, bill: { ...taxed, LineItems: lines(1_500) } as never });
  await later(all, 31);
  const aside = {
    code: "unmappable", sentence: "Xero's record cannot be expressed here: the tax of a line is JPY 136.36, and JPY has no decimals. Give its lines and its tax whole amounts in Xero.",
    remedy: "Change it in Xero: then it is read by itself. Until then it counts for no project and no report; nothing of it is lost.",
  };
  const held = (await read(all, "held-up")).items;
  expect(held).toMatchObject([{ kind: "bill", title: "Bill T-88", contactName: "Harbor Films", state: "set_aside", reason: aside, currency: "JPY", totalMinor: null }]);
  expect(held[0].href).toContain(bill.id);
  expect(await all.context("bill", bill.id)).toMatchObject({ code: "not_found", detail: aside.sentence, remedy: aside.remedy });
  expect((await read(all, "health")).counts).toMatchObject({ quarantined: 1 });
  expect((await read(all, "bills")).items).toEqual([]);

  // 1,650 with 150 tax: whole yen.
  all.sandbox.bookkeeper.editInvoiceLines({ tenantId: all.tenantId, invoiceId: bill.id, lines: lines(1_650) as never });
  await later(all, 31);
  expect((await read(all, "bills")).items).toMatchObject([{ body: { totalMinor: 1_650, taxMinor: 150, subtotalMinor: 1_500 } }]);
  expect([(await read(all, "held-up")).items, (await read(all, "health")).counts.quarantined]).toEqual([[], 0]);
});

promise(["D9"], "the API's answers of two firms", "the same dollars are worth what each firm's own home currency says: Australian cents for one, whole yen for the other", async () => {
  const here = await firm();
  const there = await firm({ currency: "JPY", others: { USD: 6_700, AUD: 10_250 } });
  const made = [];
  for (const { all, film, invoice, pay } of [here, there]) {
    const rates = all === here.all ? [652_300, 0.5] as const : [6_700, 0.0064] as const;
    const { xeroId } = await invoice("invoices", { currencyRateE6: rates[0], lines: [line(film, 1_000_000)] });
    pay(xeroId, rates[1]);
    await later(all, 31);
    made.push(await profit(all, film));
  }
  expect(made).toMatchObject([
    { currency: "AUD", invoicedMinor: 15_330, collectedMinor: 20_000, outstandingMinor: 0, exchangeGainMinor: 4_670, marginMinor: 20_000 },
    { currency: "JPY", invoicedMinor: 14_925, collectedMinor: 15_625, outstandingMinor: 0, exchangeGainMinor: 700, marginMinor: 15_625 },
  ]);
});
