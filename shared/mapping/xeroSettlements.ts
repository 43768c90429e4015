import type { Document, Settlement } from "../records/document.ts";
import type { FromXeroContext, Raw } from "./mapped.ts";
import { children, minor, rateE6, text } from "./reading.ts";

type Credit = Parameters<NonNullable<FromXeroContext["creditRateE6"]>>[0];

/** Xero's lists of what was applied to a document. Its examples give a payment's rate there, and none of a credit. */
const APPLIED: readonly { list: string; amount: string; credit: { kind: Credit; id: string } | null }[] = [
  { list: "Payments", amount: "Amount", credit: null },
  { list: "CreditNotes", amount: "AppliedAmount", credit: { kind: "credit_note", id: "CreditNoteID" } },
  { list: "Overpayments", amount: "AppliedAmount", credit: { kind: "overpayment", id: "OverpaymentID" } },
  { list: "Prepayments", amount: "AppliedAmount", credit: { kind: "prepayment", id: "PrepaymentID" } },
];

/** What was paid and credited on a foreign document, each part at its own rate; nothing where no rate is known. */
export function readSettlements(raw: Raw, currency: string, context: FromXeroContext): Pick<Document, "settlements"> {
  const settlements = APPLIED.flatMap(({ list, amount, credit }): Settlement[] =>
    children(raw, list).flatMap((item) => {
      const amountMinor = minor(item, amount, currency);
      const currencyRateE6 = rateE6(item, currency, context.homeCurrency) ?? rateOf(item, credit, context);
      // Payments that were deleted are not listed here; if one ever is, it moved nothing.
      return amountMinor === null || currencyRateE6 === null || item["Status"] === "DELETED" ? [] : [{ amountMinor, currencyRateE6 }];
    }),
  );
  return settlements.length === 0 ? {} : { settlements };
}

function rateOf(item: Raw, credit: (typeof APPLIED)[number]["credit"], context: FromXeroContext): number | null {
  const xeroId = credit === null ? null : text(item, credit.id);
  return credit === null || xeroId === null ? null : (context.creditRateE6?.(credit.kind, xeroId) ?? null);
}

/** Xero's ids of the credits whose rate a document leaves out, so that they can be looked up. */
export function unratedCredits(raw: Raw, homeCurrency: string): string[] {
  if ((text(raw, "CurrencyCode") ?? homeCurrency) === homeCurrency) return [];
  return APPLIED.flatMap(({ list, credit }) =>
    credit === null || !Array.isArray(raw[list]) ? [] : (raw[list] as Raw[]).flatMap((item) => (item["CurrencyRate"] == null && typeof item[credit.id] === "string" ? [item[credit.id] as string] : [])),
  );
}
