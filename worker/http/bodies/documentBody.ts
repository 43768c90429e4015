import type * as v from "valibot";
import type { CreditNoteInput, InvoiceInput, QuoteInput } from "../../../shared/api/inputs.ts";
import { isExact, isExactAtHome, withAmounts } from "../../../shared/documentAmounts.ts";
import type { Document, Line } from "../../../shared/records/document.ts";
import { refuse } from "../refuse.ts";
import type { BodyContext } from "./bodyOf.ts";
import { kept } from "./kept.ts";

type Input = v.InferOutput<typeof InvoiceInput> | v.InferOutput<typeof CreditNoteInput> | v.InferOutput<typeof QuoteInput>;
type LineIn = Input["lines"][number];

/** A document as sent over what it was, with its amounts worked out. What Xero alone decides (payments, allocations, sent) stays. */
export function documentBody(input: Input, side: Document["side"], before: Document | null, context: BodyContext): Document {
  if (before !== null && before.side !== side) refuse("invalid_input", "side cannot change.", { at: "side" });
  const currency = input.currency ?? before?.currency ?? context.homeCurrency;
  const lines = input.lines.map((line, index) => lineOf(line, index, before, context));
  const lineAmountTypes = kept(input.lineAmountTypes, before?.lineAmountTypes, "exclusive");
  const document: Document = {
    side,
    contactId: input.contactId,
    number: kept(input.number, before?.number, null),
    reference: kept(input.reference, before?.reference, null),
    date: input.date,
    dueDate: kept(input.dueDate, before?.dueDate, null),
    status: kept<Document["status"]>(input.status, before?.status, "draft"),
    currency,
    currencyRateE6: currency === context.homeCurrency ? null : kept(input.currencyRateE6, before?.currencyRateE6, null),
    lineAmountTypes,
    lines,
    subtotalMinor: 0,
    taxMinor: 0,
    totalMinor: 0,
    amountDueMinor: 0,
    amountPaidMinor: before?.amountPaidMinor ?? 0,
    amountCreditedMinor: before?.amountCreditedMinor ?? 0,
    ...(before?.separateFrom === undefined ? {} : { separateFrom: before.separateFrom }),
    ...(before?.settlements === undefined ? {} : { settlements: before.settlements }),
    fullyPaidOn: before?.fullyPaidOn ?? null,
    sentToContact: before?.sentToContact ?? false,
    allocations: before?.allocations ?? [],
    bankAccountId: before?.bankAccountId ?? null,
    isReconciled: before?.isReconciled ?? false,
    title: kept("title" in input ? input.title : undefined, before?.title, null),
    summary: kept("summary" in input ? input.summary : undefined, before?.summary, null),
    terms: kept("terms" in input ? input.terms : undefined, before?.terms, null),
  };
  const added = withAmounts(document, context.rateE4Of);
  if (!isExact(added)) refuse("invalid_input", "lines add up to more than can be kept exactly.", { at: "lines" });
  if (!isExactAtHome(added, context.homeCurrency)) refuse("invalid_input", "At this exchange rate the total is more than can be kept exactly in home currency.", { at: "currencyRateE6", remedy: "Check the rate: it is units of the document's currency for one of home currency." });
  return added;
}

function lineOf(input: LineIn, index: number, before: Document | null, context: BodyContext): Line {
  const was = input.id === undefined ? undefined : before?.lines.find((line) => line.id === input.id);
  if (input.id !== undefined && was === undefined)
    refuse("unknown_reference", `lines.${index}.id is not a line of this document.`, { at: `lines.${index}.id`, remedy: "Leave id out for a new line: it gets one." });
  if (input.discountRateE4 != null && input.discountMinor != null)
    refuse("invalid_input", `lines.${index} has two discounts: send discountRateE4 or discountMinor.`, { at: `lines.${index}.discountMinor` });
  return {
    id: was?.id ?? context.newId(),
    xeroLineId: was?.xeroLineId ?? null,
    description: kept(input.description, was?.description, null),
    quantityE4: kept(input.quantityE4, was?.quantityE4, 10_000),
    unitAmountE4: input.unitAmountE4,
    // One kind of discount replaces the other.
    discountRateE4: input.discountMinor == null ? kept(input.discountRateE4, was?.discountRateE4, null) : null,
    discountMinor: input.discountRateE4 == null ? kept(input.discountMinor, was?.discountMinor, null) : null,
    itemCode: kept(input.itemCode, was?.itemCode, null),
    accountCode: kept(input.accountCode, was?.accountCode, null),
    taxType: kept(input.taxType, was?.taxType, null),
    taxMinor: 0,
    amountMinor: 0,
    tracking: kept(input.tracking, was?.tracking, []),
    projectId: kept(input.projectId, was?.projectId, null),
    serviceId: kept(input.serviceId, was?.serviceId, null),
    timeEntryIds: kept(input.timeEntryIds, was?.timeEntryIds, []),
  };
}
