import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import { isExactAtHome } from "../documentAmounts.ts";
import { toHome } from "../money.ts";
import type { Document, Line, Settlement } from "../records/document.ts";
import { exchangeGain } from "./exchangeGain.ts";
import { type LedgerContext, type LedgerLine, ledgerLines } from "./ledgerLines.ts";

const AT_HOME = (homeCurrency: string): LedgerContext => ({ homeCurrency, costRates: () => null, hourPriceE4: () => null });

function line(id: string, amountMinor: number, projectId: string | null = "p1"): Line {
  return { id, xeroLineId: null, description: id, quantityE4: 10_000, unitAmountE4: amountMinor * 100, discountRateE4: null, discountMinor: null, itemCode: null, accountCode: "200", taxType: null, taxMinor: 0, amountMinor, tracking: [], projectId, serviceId: null, timeEntryIds: [] };
}

/** A document of these lines in dollars, at half a dollar for one of home; what is settled is paid. */
function document(lines: readonly Line[], settlements: readonly Settlement[] = [], more: Partial<Document> = {}): Document {
  const totalMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const amountPaidMinor = settlements.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return {
    side: "sales", contactId: "c", number: null, reference: null, date: "2026-11-20", dueDate: null, status: amountPaidMinor === totalMinor ? "paid" : "authorised", currency: "USD", currencyRateE6: 500_000, lineAmountTypes: "none", lines,
    subtotalMinor: totalMinor, taxMinor: 0, totalMinor, amountDueMinor: totalMinor - amountPaidMinor, amountPaidMinor, amountCreditedMinor: 0, settlements, fullyPaidOn: null, sentToContact: false, allocations: [],
    bankAccountId: null, isReconciled: false, title: null, summary: null, terms: null, ...more,
  };
}

const at = (amountMinor: number, currencyRateE6: number): Settlement => ({ amountMinor, currencyRateE6 });
const sums = (lines: readonly LedgerLine[]) => {
  const all: Record<string, number> = {};
  for (const { type, amountMinor } of lines) all[type] = (all[type] ?? 0) + amountMinor;
  return all;
};

describe("what payments at other rates make of a document", () => {
  const cases: [string, Parameters<typeof ledgerLines>[0], Document, Record<string, number>][] = [
    ["paid at its own rate: nothing gained", "invoice", document([line("a", 10_000)], [at(10_000, 500_000)]), { revenue: 20_000, collected: 20_000 }],
    ["paid when a dollar is worth more: a gain", "invoice", document([line("a", 10_000)], [at(10_000, 400_000)]), { revenue: 20_000, collected: 25_000, exchange_on_sales: 5_000 }],
    ["paid when a dollar is worth less: a loss", "invoice", document([line("a", 10_000)], [at(10_000, 800_000)]), { revenue: 20_000, collected: 12_500, exchange_on_sales: -7_500 }],
    ["a part paid: the rest is still owed at the document's rate", "invoice", document([line("a", 10_000)], [at(4_000, 400_000)]), { revenue: 20_000, collected: 10_000, exchange_on_sales: 2_000 }],
    ["two payments, each at its own rate", "invoice", document([line("a", 10_000)], [at(4_000, 400_000), at(6_000, 800_000)]), { revenue: 20_000, collected: 17_500, exchange_on_sales: -2_500 }],
    ["a bill paid when a dollar is worth more: a loss", "bill", document([line("a", 10_000)], [at(10_000, 400_000)], { side: "purchases" }), { cost: 20_000, exchange_on_costs: -5_000 }],
    ["a bill paid when a dollar is worth less: a gain", "bill", document([line("a", 10_000)], [at(10_000, 800_000)], { side: "purchases" }), { cost: 20_000, exchange_on_costs: 7_500 }],
    ["a client's credit refunded when a dollar is worth more: a loss", "credit_note", document([line("a", 10_000)], [at(10_000, 400_000)]), { revenue: -20_000, collected: -25_000, exchange_on_sales: -5_000 }],
    ["a supplier's credit refunded when a dollar is worth more: a gain", "credit_note", document([line("a", 10_000)], [at(10_000, 400_000)], { side: "purchases" }), { cost: -20_000, exchange_on_costs: 5_000 }],
    ["a part whose rate is not known gains nothing", "invoice", document([line("a", 10_000)], [at(4_000, 400_000)], { amountPaidMinor: 7_000 }), { revenue: 20_000, collected: 16_000, exchange_on_sales: 2_000 }],
    ["voided: nothing", "invoice", document([line("a", 10_000)], [], { status: "voided" }), {}],
    ["made here without a rate: nothing, until Xero gives it one", "invoice", document([line("a", 10_000)], [], { currencyRateE6: null, status: "draft" }), {}],
  ];
  test.each(cases)("%s", (_, kind, body, expected) => expect(sums(ledgerLines(kind, body, AT_HOME("AUD")))).toEqual(expected));

  test("the tax in a payment was fixed on the document, so its exchange is gained too: what came in less what was owed, to the cent", () => {
    const taxed = { ...line("a", 10_000), taxMinor: 1_000 };
    const paid = document([taxed], [at(11_000, 400_000)], { lineAmountTypes: "exclusive", taxMinor: 1_000, totalMinor: 11_000, status: "paid" });
    // 275.00 came in; 220.00 was asked for, 20.00 of it tax.
    expect(sums(ledgerLines("invoice", paid, AT_HOME("AUD")))).toEqual({ revenue: 20_000, collected: 25_500, exchange_on_sales: 5_500 });
  });

  test("each project has its part of the gain, and what is nobody's has its own", () => {
    const body = document([line("a", 5_000), line("b", 3_333, "p2"), line("c", 1_667, null)], [at(10_000, 399_999)]);
    const lines = ledgerLines("invoice", body, AT_HOME("AUD"));
    expect(lines.filter(({ type }) => type === "exchange_on_sales").map(({ projectId, amountMinor }) => [projectId, amountMinor])).toEqual([["p1", 2_500], ["p2", 1_667]]);
    expect(exchangeGain(body, "AUD")).toBe(5_000);
  });
});

describe("currencies and rates at their ends", () => {
  test.each([
    ["yen have no cents", "JPY", 97_500_000, 150_000, 153_846],
    ["dinars have three decimals", "KWD", 205_000, 12_345, 6_022],
    ["a millionth of a unit for one of home", "USD", 1, 250, 250_000_000],
    ["a million units for one of home", "IRR", 1_000_000_000_000, 123_456_789, 123],
  ])("%s", (_, currency, currencyRateE6, amountMinor, home) => {
    expect(sums(ledgerLines("invoice", document([line("a", amountMinor)], [], { currency, currencyRateE6 }), AT_HOME("AUD")))).toEqual({ revenue: home });
  });
  test("home in yen", () => {
    expect(sums(ledgerLines("bill", document([line("a", 10_050)], [], { side: "purchases", currencyRateE6: 6_700 }), AT_HOME("JPY")))).toEqual({ cost: 15_000 });
  });
  test("a foreign amount without a rate, or with none at all, is never taken for one of home", () => {
    expect([toHome(10_000, "USD", null, "AUD"), toHome(10_000, "USD", 0, "AUD"), toHome(10_000, "AUD", null, "AUD")]).toEqual([null, null, 10_000]);
  });
});

promise(["D9"], "ledger lines of generated documents", "over any lines, rates and part payments: lines add up to the document converted once, and what was collected less what was asked for is the gain, to the cent", () => {
  const rate = fc.oneof(fc.integer({ min: 1, max: 5_000_000 }), fc.constantFrom(1, 1_000_000_000_000, 652_300));
  const amounts = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(amounts, fc.constantFrom("USD", "JPY", "KWD"), rate, fc.array(fc.record({ part: fc.double({ min: 0, max: 1, noNaN: true }), rate }), { maxLength: 4 }), (lines, currency, currencyRateE6, payments) => {
      const totalMinor = lines.reduce((sum, minor) => sum + minor, 0);
      let left = totalMinor;
      const settlements = payments.map(({ part, rate: paidAt }, index) => {
        const amountMinor = index === payments.length - 1 ? left : Math.floor(left * part);
        left -= amountMinor;
        return at(amountMinor, paidAt);
      }).filter(({ amountMinor }) => amountMinor > 0);
      const body = document(lines.map((minor, index) => line(`l${index}`, minor)), settlements, { currency, currencyRateE6 });
      fc.pre(isExactAtHome(body, "AUD"));
      const { revenue = 0, collected = 0, exchange_on_sales: gain = 0 } = sums(ledgerLines("invoice", body, AT_HOME("AUD")));
      expect(revenue).toBe(toHome(totalMinor, currency, currencyRateE6, "AUD"));
      expect(gain).toBe(exchangeGain(body, "AUD"));
      // Everything is paid by the last payment, where there is one: nothing is left owing.
      if (payments.length > 0) expect(revenue + gain - collected).toBe(0);
      const elsewhere = settlements.filter((one) => one.currencyRateE6 !== currencyRateE6);
      if (elsewhere.length > 0 && elsewhere.length === settlements.length)
        expect(gain).toBe(elsewhere.reduce((sum, one) => sum + toHome(one.amountMinor, currency, one.currencyRateE6, "AUD")!, 0) - revenue);
    }),
  );
});
