import type { FromXeroContext, MappingResult, Raw } from "./mapped.ts";
import { contactFromXero } from "./xeroContact.ts";
import { BANK_TRANSACTION_SHAPE, CREDIT_NOTE_SHAPE, documentFromXero, INVOICE_SHAPE, OVERPAYMENT_SHAPE, PREPAYMENT_SHAPE, QUOTE_SHAPE } from "./xeroDocument.ts";
import { paymentFromXero } from "./xeroPayment.ts";

/** Xero's lists that hold records; `invoice` is its Invoices: sales invoices and bills, told apart by their Type. */
export type XeroListKind = "contact" | "invoice" | "credit_note" | "quote" | "payment" | "bank_transaction" | "overpayment" | "prepayment";

const READERS: Readonly<Record<XeroListKind, (raw: Raw, context: FromXeroContext) => MappingResult>> = {
  contact: contactFromXero,
  invoice: (raw, context) => documentFromXero(INVOICE_SHAPE, raw, context),
  credit_note: (raw, context) => documentFromXero(CREDIT_NOTE_SHAPE, raw, context),
  quote: (raw, context) => documentFromXero(QUOTE_SHAPE, raw, context),
  payment: paymentFromXero,
  bank_transaction: (raw, context) => documentFromXero(BANK_TRANSACTION_SHAPE, raw, context),
  overpayment: (raw, context) => documentFromXero(OVERPAYMENT_SHAPE, raw, context),
  prepayment: (raw, context) => documentFromXero(PREPAYMENT_SHAPE, raw, context),
};

/** One record of Xero's in our words, or why not. Total: it never throws and never loses a record silently. */
export function fromXero(list: XeroListKind, raw: Raw, context: FromXeroContext): MappingResult {
  return READERS[list](raw, context);
}
