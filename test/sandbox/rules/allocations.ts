import type { Allocation, CreditDocument } from "../books/document.ts";
import { minorFromJson } from "../money.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { invoiceBalance, remainingCredit } from "./balance.ts";
import { today } from "./documentFields.ts";
import { lockErrors } from "./locks.ts";
import { accepted, messages, refused, type Outcome } from "./outcome.ts";
import { child, date, guid, number, text, type Posted } from "./posted.ts";
import { payable, putPayable, settle } from "./settle.ts";
import { changed, noteHistory, put, remove } from "./writing.ts";

const creditWords = { creditNote: "Credit Note", overpayment: "Overpayment", prepayment: "Prepayment" } as const;

/** Applies a credit to an invoice: at most what is left of both, between documents of one contact, side and currency (facts §5.5). */
export function allocate(writing: Writing, credit: CreditDocument, posted: Posted): Outcome<Allocation> {
  const given = child(posted, "Invoice") ?? {};
  const invoiceId = guid(given, "InvoiceID");
  const invoiceNumber = text(given, "InvoiceNumber");
  const invoice = invoiceId !== undefined ? writing.books.invoices.get(invoiceId) : [...writing.books.invoices.values()].find((one) => one.number === invoiceNumber && invoiceNumber !== undefined);
  if (!invoice) return refused(messages.documentNotFound);
  const amountMinor = minorFromJson(number(posted, "AppliedAmount") ?? number(posted, "Amount"));
  const day = date(posted, "Date") ?? today(writing);
  const errors: string[] = [];
  const creditSide = credit.type.startsWith("ACCREC") || credit.type.startsWith("RECEIVE") ? "ACCREC" : "ACCPAY";
  if (credit.status !== "AUTHORISED") errors.push(`${creditWords[credit.kind]} must be Authorised before it can be allocated`);
  if (invoice.status !== "AUTHORISED") errors.push(invoice.status === "PAID" ? messages.paidOff(invoice.number) : "Invoice must be Authorised before credit can be allocated to it");
  if (invoice.type !== creditSide || invoice.contactId !== credit.contactId) errors.push(`${creditWords[credit.kind]} can only be allocated to documents of the same contact and type`);
  if (invoice.currency !== credit.currency) errors.push("The currencies of the documents must match");
  if (amountMinor === undefined || amountMinor <= 0) errors.push("The amount to allocate must be greater than zero");
  else if (amountMinor > remainingCredit(writing.books, credit) || amountMinor > invoiceBalance(writing.books, invoice).dueMinor) {
    errors.push(messages.allocationTooLarge.replace("Credit Note", creditWords[credit.kind]));
  }
  errors.push(...lockErrors(writing, day));
  if (errors.length > 0) return refused(...errors);
  const allocation: Allocation = { id: nextGuid(writing.world.state.random), creditKind: credit.kind, creditId: credit.id, invoiceId: invoice.id, amountMinor: amountMinor as number, date: day };
  put(writing, "allocations", allocation.id, allocation);
  putPayable(writing, { ...credit, allocationIds: [...credit.allocationIds, allocation.id] });
  putPayable(writing, { ...invoice, allocationIds: [...invoice.allocationIds, allocation.id] });
  changed(writing, "Allocation", allocation.id, "create");
  settle(writing, credit.kind, credit.id);
  settle(writing, "invoice", invoice.id);
  noteHistory(writing, invoice.id, "Credit Applied", `${(allocation.amountMinor / 100).toFixed(2)} applied`);
  return accepted(allocation);
}

export function removeAllocation(writing: Writing, allocation: Allocation): Outcome<Allocation> {
  const errors = lockErrors(writing, allocation.date);
  if (errors.length > 0) return refused(...errors);
  remove(writing, "allocations", allocation.id);
  for (const [kind, id] of [[allocation.creditKind, allocation.creditId], ["invoice", allocation.invoiceId]] as const) {
    const document = payable(writing, kind, id);
    if (!document) continue;
    putPayable(writing, { ...document, allocationIds: document.allocationIds.filter((one) => one !== allocation.id) });
    settle(writing, kind, id);
  }
  changed(writing, "Allocation", allocation.id, "delete");
  return accepted(allocation);
}
