import { minorToNumber, scaledToNumber } from "../money.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { Payment } from "../records/payment.ts";
import type { FromXeroContext, MappingResult, Raw, ToXeroOptions, ToXeroResult, Unresolved } from "./mapped.ts";
import { cannotMap, child, flag, minor, ourIdOf, rateE6, reading, requiredDate, requiredText, text, updatedAt, word } from "./reading.ts";

/** Xero's field of the paid document → where to look up our id. Payments of invoices are first: nearly all are. */
const TARGETS: readonly { field: string; id: string; kind: Unresolved["needs"]["kind"] }[] = [
  { field: "Invoice", id: "InvoiceID", kind: "invoice" },
  { field: "CreditNote", id: "CreditNoteID", kind: "credit_note" },
  { field: "Overpayment", id: "OverpaymentID", kind: "overpayment" },
  { field: "Prepayment", id: "PrepaymentID", kind: "prepayment" },
];

const STATUS = { AUTHORISED: "authorised", DELETED: "deleted" } as const;

/** Xero's Payment in our words. Deleted ones keep their amount: whoever sums must look at the status. */
export function paymentFromXero(raw: Raw, context: FromXeroContext): MappingResult<"payment"> {
  return reading(raw, "PaymentID", () => {
    const target = TARGETS.find(({ field }) => child(raw, field) !== null) ?? cannotMap("The payment names no document");
    const document = child(raw, target.field)!;
    const currency = text(document, "CurrencyCode") ?? context.homeCurrency;
    const body: Payment = {
      documentId: ourIdOf(context, target.kind, requiredText(document, target.id)),
      accountId: text(child(raw, "Account") ?? {}, "AccountID"),
      method: null,
      date: requiredDate(raw, "Date"),
      amountMinor: minor(raw, "Amount", currency) ?? cannotMap("Amount is missing"),
      currency,
      currencyRateE6: rateE6(raw, currency, context.homeCurrency),
      reference: text(raw, "Reference"),
      status: word(raw, "Status", STATUS),
      isReconciled: flag(raw, "IsReconciled"),
    };
    return {
      ok: true,
      kind: "payment",
      xeroId: requiredText(raw, "PaymentID"),
      body,
      updatedAt: updatedAt(raw),
      rawStatus: text(raw, "Status"),
      mergedToXeroId: null,
      backLink: null,
      complete: true,
    };
  });
}

const PAID_KINDS: readonly { kind: SyncedKind; field: string; id: string }[] = [
  { kind: "invoice", field: "Invoice", id: "InvoiceID" },
  { kind: "bill", field: "Invoice", id: "InvoiceID" },
  { kind: "credit_note", field: "CreditNote", id: "CreditNoteID" },
  { kind: "overpayment", field: "Overpayment", id: "OverpaymentID" },
  { kind: "prepayment", field: "Prepayment", id: "PrepaymentID" },
];

/** A payment to create. Xero cannot edit one; it is deleted by a status of its own (worker/xero). */
export function paymentToXero(payment: Payment, options: Pick<ToXeroOptions, "xeroIdOf">): ToXeroResult {
  for (const { kind, field, id } of PAID_KINDS) {
    const xeroId = options.xeroIdOf(kind, payment.documentId);
    if (xeroId === null) continue;
    const element: Record<string, unknown> = {
      [field]: { [id]: xeroId },
      Account: { AccountID: payment.accountId },
      Date: payment.date,
      Amount: minorToNumber(payment.amountMinor, payment.currency),
    };
    if (payment.currencyRateE6 !== null) element["CurrencyRate"] = scaledToNumber(payment.currencyRateE6, 6);
    if (payment.reference !== null) element["Reference"] = payment.reference;
    return { ok: true, element };
  }
  return { ok: false, needs: { kind: "invoice", recordId: payment.documentId } };
}
