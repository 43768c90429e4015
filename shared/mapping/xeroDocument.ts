import { minorToNumber, scaledToNumber } from "../money.ts";
import type { Allocation, Document, DocumentStatus } from "../records/document.ts";
import type { DocumentKind } from "../records/kinds.ts";
import type { FromXeroContext, Mapped, MappingResult, Raw, ToXeroOptions, ToXeroResult } from "./mapped.ts";
import { readSettlements } from "./xeroSettlements.ts";
import { isExactAtHome } from "../documentAmounts.ts";
import { cannotMap, child, children, date, flag, minor, ourIdOf, rateE6, reading, requiredDate, requiredText, shownElsewhere, text, updatedAt, word } from "./reading.ts";
import { DOCUMENT_STATUS, LINE_AMOUNT_TYPES, QUOTE_LINE_AMOUNT_TYPES, QUOTE_STATUS, reversed } from "./words.ts";
import { linesToXero, readLines } from "./xeroLines.ts";

type Side = Document["side"];

/** How each kind of document differs on Xero's wire. */
interface Shape {
  id: string;
  number: string | null;
  dueDate: string | null;
  /** Xero's Type → kind and side; quotes have no Type. */
  types: Readonly<Record<string, { kind: DocumentKind; side: Side }>> | null;
  statuses: Readonly<Record<string, DocumentStatus>>;
  lineAmountTypes: Readonly<Record<string, Document["lineAmountTypes"]>>;
  /** Credit notes, over- and prepayments say RemainingCredit where invoices say AmountDue. */
  remaining: "AmountDue" | "RemainingCredit" | null;
}

const MONEY_DOCUMENT = { statuses: DOCUMENT_STATUS, lineAmountTypes: LINE_AMOUNT_TYPES } as const;

export const INVOICE_SHAPE: Shape = {
  ...MONEY_DOCUMENT,
  id: "InvoiceID",
  number: "InvoiceNumber",
  dueDate: "DueDate",
  types: { ACCREC: { kind: "invoice", side: "sales" }, ACCPAY: { kind: "bill", side: "purchases" } },
  remaining: "AmountDue",
};

export const CREDIT_NOTE_SHAPE: Shape = {
  ...MONEY_DOCUMENT,
  id: "CreditNoteID",
  number: "CreditNoteNumber",
  dueDate: "DueDate",
  types: { ACCRECCREDIT: { kind: "credit_note", side: "sales" }, ACCPAYCREDIT: { kind: "credit_note", side: "purchases" } },
  remaining: "RemainingCredit",
};

export const QUOTE_SHAPE: Shape = {
  id: "QuoteID",
  number: "QuoteNumber",
  dueDate: "ExpiryDate",
  types: null,
  statuses: QUOTE_STATUS,
  lineAmountTypes: QUOTE_LINE_AMOUNT_TYPES,
  remaining: null,
};

export const BANK_TRANSACTION_SHAPE: Shape = {
  ...MONEY_DOCUMENT,
  id: "BankTransactionID",
  number: null,
  dueDate: null,
  types: { RECEIVE: { kind: "bank_transaction", side: "sales" }, SPEND: { kind: "bank_transaction", side: "purchases" } },
  remaining: null,
};

/** Types of bank transactions that other lists show in full. */
const SHOWN_ELSEWHERE = new Set([
  "RECEIVE-OVERPAYMENT", "SPEND-OVERPAYMENT", "RECEIVE-PREPAYMENT", "SPEND-PREPAYMENT", "RECEIVE-TRANSFER", "SPEND-TRANSFER",
]);

export const OVERPAYMENT_SHAPE: Shape = {
  ...MONEY_DOCUMENT,
  id: "OverpaymentID",
  number: null,
  dueDate: null,
  types: { "RECEIVE-OVERPAYMENT": { kind: "overpayment", side: "sales" }, "SPEND-OVERPAYMENT": { kind: "overpayment", side: "purchases" } },
  remaining: "RemainingCredit",
};

export const PREPAYMENT_SHAPE: Shape = {
  ...MONEY_DOCUMENT,
  id: "PrepaymentID",
  number: null,
  dueDate: null,
  types: { "RECEIVE-PREPAYMENT": { kind: "prepayment", side: "sales" }, "SPEND-PREPAYMENT": { kind: "prepayment", side: "purchases" } },
  remaining: "RemainingCredit",
};

const SHAPES: Readonly<Record<DocumentKind, Shape>> = {
  invoice: INVOICE_SHAPE,
  bill: INVOICE_SHAPE,
  credit_note: CREDIT_NOTE_SHAPE,
  quote: QUOTE_SHAPE,
  bank_transaction: BANK_TRANSACTION_SHAPE,
  overpayment: OVERPAYMENT_SHAPE,
  prepayment: PREPAYMENT_SHAPE,
};

/** A document of Xero's in our words. */
export function documentFromXero(shape: Shape, raw: Raw, context: FromXeroContext): MappingResult<DocumentKind> {
  return reading(raw, shape.id, (): Mapped<DocumentKind> => {
    const type = text(raw, "Type");
    if (shape === BANK_TRANSACTION_SHAPE && type !== null && SHOWN_ELSEWHERE.has(type)) shownElsewhere(`${type} is shown by another list`);
    const { kind, side } = shape.types ? word(raw, "Type", shape.types) : { kind: "quote" as const, side: "sales" as const };
    const currency = text(raw, "CurrencyCode") ?? context.homeCurrency;
    const contactXeroId = text(child(raw, "Contact") ?? {}, "ContactID") ?? cannotMap("Contact is missing");
    const rawStatus = requiredText(raw, "Status");
    const status = word(raw, "Status", shape.statuses);
    const contactId = ourIdOf(context, "contact", contactXeroId);
    const lines = readLines(raw, currency, context);
    const allocations = readAllocations(raw, currency, context);
    const totalMinor = minor(raw, "Total", currency) ?? 0;
    const allocatedMinor = allocations.reduce((sum, allocation) => sum + allocation.amountMinor, 0);
    const dueMinor = (shape.remaining && minor(raw, shape.remaining, currency)) ?? totalMinor;
    const body: Document = {
      side,
      contactId,
      number: shape.number && text(raw, shape.number),
      reference: text(raw, "Reference"),
      date: requiredDate(raw, "Date"),
      dueDate: shape.dueDate && date(raw, shape.dueDate),
      status,
      currency,
      currencyRateE6: rateE6(raw, currency, context.homeCurrency),
      lineAmountTypes: text(raw, "LineAmountTypes") === null ? "none" : word(raw, "LineAmountTypes", shape.lineAmountTypes),
      lines,
      subtotalMinor: minor(raw, "SubTotal", currency) ?? totalMinor,
      taxMinor: minor(raw, "TotalTax", currency) ?? 0,
      totalMinor,
      amountDueMinor: dueMinor,
      amountPaidMinor: paidMinor(shape, raw, currency, totalMinor - dueMinor - allocatedMinor),
      amountCreditedMinor: minor(raw, "AmountCredited", currency) ?? allocatedMinor,
      ...(currency === context.homeCurrency ? {} : readSettlements(raw, currency, context)),
      fullyPaidOn: date(raw, "FullyPaidOnDate"),
      sentToContact: flag(raw, "SentToContact"),
      allocations,
      bankAccountId: text(child(raw, "BankAccount") ?? {}, "AccountID"),
      isReconciled: flag(raw, "IsReconciled"),
      title: text(raw, "Title"),
      summary: text(raw, "Summary"),
      terms: text(raw, "Terms"),
    };
    if (currency !== context.homeCurrency && !isExactAtHome(body, context.homeCurrency)) cannotMap(`CurrencyRate ${String(raw["CurrencyRate"])} makes more of its total in ${context.homeCurrency} than can be kept exactly`);
    return {
      ok: true,
      kind,
      xeroId: requiredText(raw, shape.id),
      body,
      updatedAt: updatedAt(raw),
      rawStatus,
      mergedToXeroId: null,
      backLink: text(raw, "Url"),
      // Light rows (summaryOnly, lists that are not paged) have no LineItems, or none where the total says there are some.
      complete: Array.isArray(raw["LineItems"]) && (lines.length > 0 || totalMinor === 0),
    };
  });
}

/** Invoices say what was paid; of credits it is what is neither left nor allocated: the refunds. */
function paidMinor(shape: Shape, raw: Raw, currency: string, rest: number): number {
  if (shape === INVOICE_SHAPE) return minor(raw, "AmountPaid", currency) ?? 0;
  return shape.remaining === "RemainingCredit" ? Math.max(0, rest) : 0;
}

function readAllocations(raw: Raw, currency: string, context: FromXeroContext): Allocation[] {
  return children(raw, "Allocations")
    .filter((item) => item["IsDeleted"] !== true)
    .map((item) => {
      const invoice = child(item, "Invoice") ?? cannotMap("An allocation names no invoice");
      return {
        xeroId: text(item, "AllocationID"),
        documentId: ourIdOf(context, "invoice", requiredText(invoice, "InvoiceID")),
        amountMinor: minor(item, "Amount", currency) ?? cannotMap("An allocation has no amount"),
        date: date(item, "Date") ?? requiredDate(raw, "Date"),
      };
    })
    .sort((a, b) => (`${a.xeroId}` < `${b.xeroId}` ? -1 : 1));
}

/** Groups whose values lie in LineItems. */
const LINE_FAMILIES = /^(coding:|text:|money$)/;

/**
 * The writable fields of the groups asked for. The contact goes as its id alone: any other field beside it would rewrite the contact
 * in Xero. A quote's update must repeat contact and date.
 */
export function documentToXero(kind: DocumentKind, document: Document, options: ToXeroOptions): ToXeroResult {
  const shape = SHAPES[kind];
  const creating = options.xeroId === null;
  const wanted = (group: string) => options.groups === "all" || options.groups.includes(group);
  const wantsLines = options.groups === "all" || options.groups.some((group) => LINE_FAMILIES.test(group));
  const element: Record<string, unknown> = creating ? {} : { [shape.id]: options.xeroId };
  if (creating && shape.types) element["Type"] = typeWord(shape, kind, document.side);
  if (wanted("identity") || kind === "quote") {
    const contactXeroId = options.xeroIdOf("contact", document.contactId);
    if (contactXeroId === null) return { ok: false, needs: { kind: "contact", recordId: document.contactId } };
    element["Contact"] = { ContactID: contactXeroId };
    element["Date"] = document.date;
    // Left out when there is none: Xero gives a sales invoice its number.
    if (shape.number && document.number !== null && wanted("identity")) element[shape.number] = document.number;
  }
  if (shape.dueDate && wanted("dueDate") && (document.dueDate !== null || !creating)) element[shape.dueDate] = document.dueDate ?? "";
  if (wanted("reference") && (document.reference !== null || !creating)) element["Reference"] = document.reference ?? "";
  if (wanted("status")) element["Status"] = reversed(shape.statuses)[document.status];
  if (kind === "quote") {
    const headings = { title: "Title", summary: "Summary", terms: "Terms" } as const;
    for (const [field, xeroField] of Object.entries(headings)) {
      const value = document[field as keyof typeof headings];
      if (wanted(`heading:${field}`) && (value !== null || !creating)) element[xeroField] = value ?? "";
    }
  }
  if (wanted("money")) {
    element["CurrencyCode"] = document.currency;
    if (document.currencyRateE6 !== null) element["CurrencyRate"] = scaledToNumber(document.currencyRateE6, 6);
  }
  if (wantsLines) {
    // Always said: the default differs by kind, and a guess would change the tax.
    element["LineAmountTypes"] = reversed(shape.lineAmountTypes)[document.lineAmountTypes];
    element["LineItems"] = linesToXero(document);
  }
  if (kind === "bank_transaction" && document.bankAccountId !== null && (creating || wantsLines)) {
    element["BankAccount"] = { AccountID: document.bankAccountId };
    if (!creating) element["Type"] = typeWord(shape, kind, document.side);
  }
  if (creating && options.backLink !== null && kind !== "quote" && kind !== "credit_note") element["Url"] = options.backLink;
  return { ok: true, element };
}

function typeWord(shape: Shape, kind: DocumentKind, side: Side): string | undefined {
  return Object.entries(shape.types ?? {}).find(([, value]) => value.kind === kind && value.side === side)?.[0];
}

/** One element of PUT …/Allocations. */
export function allocationToXero(
  allocation: { documentId: string; amountMinor: number; date: string },
  currency: string,
  xeroIdOf: ToXeroOptions["xeroIdOf"],
): ToXeroResult {
  const invoiceId = xeroIdOf("invoice", allocation.documentId) ?? xeroIdOf("bill", allocation.documentId);
  if (invoiceId === null) return { ok: false, needs: { kind: "invoice", recordId: allocation.documentId } };
  return {
    ok: true,
    element: { Invoice: { InvoiceID: invoiceId }, Amount: minorToNumber(allocation.amountMinor, currency), Date: allocation.date },
  };
}
