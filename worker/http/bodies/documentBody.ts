import type * as v from "valibot";
import type { CreditNoteInput, InvoiceInput, QuoteInput } from "../../../shared/api/inputs.ts";
import type { Document, Line } from "../../../shared/records/document.ts";
import { refuse } from "../refuse.ts";
import type { BodyContext } from "./bodyOf.ts";
import { documentTotals } from "./documentTotals.ts";

type Input = v.InferOutput<typeof InvoiceInput> | v.InferOutput<typeof CreditNoteInput> | v.InferOutput<typeof QuoteInput>;
type LineIn = Input["lines"][number];

/** A document as sent, whole, with its amounts worked out. What Xero alone decides (payments, allocations, sent) stays as it was. */
export function documentBody(input: Input, side: Document["side"], before: Document | null, context: BodyContext): Document {
  if (before !== null && before.side !== side) refuse("invalid_input", "side cannot change.", { at: "side" });
  const currency = input.currency ?? before?.currency ?? context.homeCurrency;
  const lines = input.lines.map((line, index) => lineOf(line, index, before, context));
  const totals = documentTotals(lines, input.lineAmountTypes, currency, context.rateE4Of);
  if (totals === null) return refuse("invalid_input", "lines add up to more than can be kept exactly.", { at: "lines" });
  const amountPaidMinor = before?.amountPaidMinor ?? 0;
  const amountCreditedMinor = before?.amountCreditedMinor ?? 0;
  return {
    side,
    contactId: input.contactId,
    number: input.number ?? null,
    reference: input.reference ?? null,
    date: input.date,
    dueDate: input.dueDate ?? null,
    status: input.status ?? before?.status ?? "draft",
    currency,
    currencyRateE6: currency === context.homeCurrency ? null : (input.currencyRateE6 ?? before?.currencyRateE6 ?? null),
    lineAmountTypes: input.lineAmountTypes,
    ...totals,
    amountDueMinor: totals.totalMinor - amountPaidMinor - amountCreditedMinor,
    amountPaidMinor,
    amountCreditedMinor,
    fullyPaidOn: before?.fullyPaidOn ?? null,
    sentToContact: before?.sentToContact ?? false,
    allocations: before?.allocations ?? [],
    bankAccountId: before?.bankAccountId ?? null,
    isReconciled: before?.isReconciled ?? false,
    title: "title" in input ? (input.title ?? null) : null,
    summary: "summary" in input ? (input.summary ?? null) : null,
    terms: "terms" in input ? (input.terms ?? null) : null,
  };
}

function lineOf(input: LineIn, index: number, before: Document | null, context: BodyContext): Omit<Line, "amountMinor" | "taxMinor"> {
  const kept = input.id === undefined ? undefined : before?.lines.find((line) => line.id === input.id);
  if (input.id !== undefined && kept === undefined)
    refuse("unknown_reference", `lines.${index}.id is not a line of this document.`, { at: `lines.${index}.id`, remedy: "Leave id out for a new line: it gets one." });
  if (input.discountRateE4 != null && input.discountMinor != null)
    refuse("invalid_input", `lines.${index} has two discounts: send discountRateE4 or discountMinor.`, { at: `lines.${index}.discountMinor` });
  return {
    id: kept?.id ?? context.newId(),
    xeroLineId: kept?.xeroLineId ?? null,
    description: input.description ?? null,
    quantityE4: input.quantityE4,
    unitAmountE4: input.unitAmountE4,
    discountRateE4: input.discountRateE4 ?? null,
    discountMinor: input.discountMinor ?? null,
    itemCode: input.itemCode ?? null,
    accountCode: input.accountCode ?? null,
    taxType: input.taxType ?? null,
    tracking: input.tracking ?? [],
    projectId: input.projectId ?? null,
    serviceId: input.serviceId ?? null,
    timeEntryIds: input.timeEntryIds ?? [],
  };
}
