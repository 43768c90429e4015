import type { LocalDate } from "../dates.ts";
import type { BankTransaction, Line, Overpayment } from "../books/document.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { announceDocument } from "./settle.ts";
import { changed, createdBy, noteHistory, put } from "./writing.ts";

export interface Overpaid {
  side: "RECEIVE" | "SPEND";
  contactId: string;
  amountMinor: number;
  date: LocalDate;
  accountId: string;
  currency: string;
  rateScaled: number;
  reference: string;
}

/** Money beyond what was due: a credit of its own with the bank transaction that brought it (facts §5.5). */
export function createOverpayment(writing: Writing, overpaid: Overpaid): Overpayment {
  const { random } = writing.world.state;
  const control = [...writing.books.accounts.values()].find((one) => one.systemAccount === (overpaid.side === "RECEIVE" ? "DEBTORS" : "CREDITORS"));
  const line: Line = {
    lineItemId: nextGuid(random), description: `Overpayment: ${overpaid.reference}`, quantityScaled: 10_000, unitAmountScaled: overpaid.amountMinor * 100,
    ...(control ? { accountId: control.id } : {}), taxType: "NONE", taxMinor: 0, lineMinor: overpaid.amountMinor, tracking: [],
  };
  const core = {
    contactId: overpaid.contactId, date: overpaid.date, lineAmountTypes: "NoTax" as const, lines: [line], currency: overpaid.currency, rateScaled: overpaid.rateScaled,
    subTotalMinor: overpaid.amountMinor, taxMinor: 0, totalMinor: overpaid.amountMinor, reference: overpaid.reference, updatedAtMs: writing.nowMs, hasAttachments: false, ...createdBy(writing),
  };
  const id = nextGuid(random);
  const bankTransactionId = nextGuid(random);
  const overpayment: Overpayment = { kind: "overpayment", id, type: `${overpaid.side}-OVERPAYMENT`, status: "AUTHORISED", paymentIds: [], allocationIds: [], bankTransactionId, ...core };
  const bank: BankTransaction = { kind: "bankTransaction", id: bankTransactionId, type: `${overpaid.side}-OVERPAYMENT`, status: "AUTHORISED", bankAccountId: overpaid.accountId, isReconciled: false, overpaymentId: id, ...core };
  put(writing, "overpayments", id, overpayment);
  put(writing, "bankTransactions", bankTransactionId, bank);
  changed(writing, "Overpayment", id, "create");
  changed(writing, "BankTransaction", bankTransactionId, "create");
  announceDocument(writing, overpayment, "CREATE");
  noteHistory(writing, id, "Created");
  return overpayment;
}
