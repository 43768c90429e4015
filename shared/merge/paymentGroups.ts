import type { Payment } from "../records/payment.ts";
import { fields, type GroupSpec } from "./groupSpec.ts";

/** A payment is decided as a whole: Xero can create or delete one, never edit it. The method is ours alone. */
export const PAYMENT_GROUPS: readonly GroupSpec<Payment>[] = [
  fields<Payment>("payment", "documentId", "accountId", "date", "amountMinor", "currency", "currencyRateE6", "reference"),
  fields<Payment>("status", "status"),
];

/** Reconciling happens in Xero alone. */
export function takeObservedPayment(ours: Payment, xero: Payment): Payment {
  return ours.isReconciled === xero.isReconciled ? ours : { ...ours, isReconciled: xero.isReconciled };
}
