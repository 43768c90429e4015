import { describe, expect, test } from "vitest";
import type { Document } from "../records/document.ts";
import type { FromXeroContext } from "./mapped.ts";
import { documentFromXero, INVOICE_SHAPE } from "./xeroDocument.ts";
import { unratedCredits } from "./xeroSettlements.ts";

const CONTEXT: FromXeroContext = { recordIdOf: (_, id) => `r-${id}`, projectOfOption: () => null, homeCurrency: "AUD", creditRateE6: (kind, id) => (`${kind} ${id}` === "prepayment known" ? 400_000 : null) };

/** An invoice of USD 100.00 at 0.5, as Xero sends it. */
const invoice = (more: object) => ({
  Type: "ACCREC", InvoiceID: "i", InvoiceNumber: "INV-1", Contact: { ContactID: "c" }, Date: "2026-11-20", Status: "PAID", CurrencyCode: "USD", CurrencyRate: 0.5, LineAmountTypes: "NoTax",
  LineItems: [{ LineItemID: "l", Description: "x", Quantity: 1, UnitAmount: 100, LineAmount: 100, TaxAmount: 0 }], SubTotal: 100, TotalTax: 0, Total: 100, AmountDue: 0, AmountPaid: 100, AmountCredited: 0, ...more,
});
const read = (more: object) => documentFromXero(INVOICE_SHAPE, invoice(more), CONTEXT);

describe("what was paid and credited of a foreign document, each part at its own rate", () => {
  test.each([
    ["a payment", { Payments: [{ PaymentID: "p", Amount: 100, CurrencyRate: 0.4 }] }, [{ amountMinor: 10_000, currencyRateE6: 400_000 }]],
    ["two payments, one of them deleted", { Payments: [{ Amount: 60, CurrencyRate: 0.4 }, { Amount: 40, CurrencyRate: 0.8, Status: "DELETED" }] }, [{ amountMinor: 6_000, currencyRateE6: 400_000 }]],
    ["a credit whose rate Xero leaves out, as we know it", { Prepayments: [{ PrepaymentID: "known", AppliedAmount: 100 }] }, [{ amountMinor: 10_000, currencyRateE6: 400_000 }]],
    ["a credit whose rate Xero says", { CreditNotes: [{ CreditNoteID: "other", AppliedAmount: 100, CurrencyRate: 0.625 }] }, [{ amountMinor: 10_000, currencyRateE6: 625_000 }]],
    ["a credit of an unknown rate", { Overpayments: [{ OverpaymentID: "other", AppliedAmount: 100 }] }, undefined],
    ["the sixth decimal of a rate, and no more", { Payments: [{ Amount: 100, CurrencyRate: 0.1234565 }] }, [{ amountMinor: 10_000, currencyRateE6: 123_457 }]],
    ["nothing yet", {}, undefined],
    ["home currency", { CurrencyCode: "AUD", Payments: [{ Amount: 100, CurrencyRate: 1 }] }, undefined],
  ])("%s", (_, more, settlements) => {
    const mapped = read(more);
    expect(mapped.ok && (mapped.body as Document).settlements).toEqual(settlements);
  });

  test.each([[0], [-0.5], ["much"]])("a payment at a rate of %s is no payment that can be counted: the document is put aside", (CurrencyRate) => {
    expect(read({ Payments: [{ Amount: 100, CurrencyRate }] })).toMatchObject({ ok: false, type: "unmappable", reason: `CurrencyRate is not a rate: ${JSON.stringify(CurrencyRate)}` });
  });
});

test("only credits whose rate is left out are looked up, and only for foreign documents", () => {
  const lists = { CreditNotes: [{ CreditNoteID: "a", AppliedAmount: 1 }, { CreditNoteID: "b", AppliedAmount: 1, CurrencyRate: 0.5 }], Prepayments: [{ PrepaymentID: "c" }], Payments: [{ PaymentID: "d", Amount: 1 }] };
  expect(unratedCredits(invoice(lists), "AUD")).toEqual(["a", "c"]);
  expect(unratedCredits(invoice(lists), "USD")).toEqual([]);
});
