import { fromXero, type XeroListKind } from "../../shared/mapping/fromXero.ts";
import type { Mapped, Raw, Unresolved } from "../../shared/mapping/mapped.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import { fromXeroContext, type Neighbours } from "./neighbours.ts";
import type { Run } from "./run.ts";

/** One record as Xero just sent it. */
export type Observation =
  | { type: "mapped"; raw: Raw; text: string; hash: string; mapped: Mapped }
  | { type: "unmappable"; raw: Raw; text: string; hash: string; reason: string }
  | { type: "unresolved"; raw: Raw; needs: Unresolved["needs"] };

/** Which of Xero's lists a kind of ours is in. */
export const LIST_OF: Readonly<Record<SyncedKind, XeroListKind>> = {
  contact: "contact", invoice: "invoice", bill: "invoice", credit_note: "credit_note", quote: "quote", payment: "payment",
  bank_transaction: "bank_transaction", overpayment: "overpayment", prepayment: "prepayment",
};

/** Kinds that a list of Xero's holds. */
export const KINDS_IN: Readonly<Record<XeroListKind, readonly SyncedKind[]>> = {
  contact: ["contact"], invoice: ["invoice", "bill"], credit_note: ["credit_note"], quote: ["quote"], payment: ["payment"],
  bank_transaction: ["bank_transaction"], overpayment: ["overpayment"], prepayment: ["prepayment"],
};

/** The field that carries Xero's id, per list. */
export const ID_FIELD: Readonly<Record<XeroListKind, string>> = {
  contact: "ContactID", invoice: "InvoiceID", credit_note: "CreditNoteID", quote: "QuoteID", payment: "PaymentID",
  bank_transaction: "BankTransactionID", overpayment: "OverpaymentID", prepayment: "PrepaymentID",
};

export function observe(run: Run, list: XeroListKind, raw: Raw, neighbours: Neighbours): Observation | { type: "elsewhere" } {
  const result = fromXero(list, raw, fromXeroContext(run, neighbours));
  if (!result.ok && result.type === "unresolved") return { type: "unresolved", raw, needs: result.needs };
  if (!result.ok && result.type !== "unmappable") return { type: "elsewhere" };
  const text = JSON.stringify(raw);
  const hash = run.ports.hash(text);
  return result.ok ? { type: "mapped", raw, text, hash, mapped: result } : { type: "unmappable", raw, text, hash, reason: result.reason };
}
