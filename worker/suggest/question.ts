import type { Line } from "../../shared/records/document.ts";
import { hash } from "../../shared/suggest/hash.ts";
import { supplierOf } from "../../shared/suggest/supplierOf.ts";
import type { SuggestLine } from "../../shared/suggest/types.ts";
import type { Purchase } from "../http/suggest.ts";

/** Long ids are only compared for equality, so their hash is kept with the counts: a third of the size. */
export const shortId = (id: string): string => hash(id).toString(36);

/** A line of a purchase as the suggestions see it; what is already decided stays out unless `decided`. */
export function asQuestion(document: Purchase, line: Line, supplierName: string, decided = false): SuggestLine {
  const { body } = document;
  return {
    lineId: line.id,
    documentId: document.id,
    kind: document.kind,
    supplierName,
    contactId: shortId(body.contactId),
    description: (line.description ?? "").slice(0, 400),
    amountMinor: body.lineAmountTypes === "inclusive" ? line.amountMinor - line.taxMinor : line.amountMinor,
    currency: body.currency,
    date: body.date,
    paidFrom: body.bankAccountId === null ? null : shortId(body.bankAccountId),
    documentNumber: body.number?.slice(0, 64) ?? null,
    ...(decided && { accountCode: line.accountCode, taxType: line.taxType, projectId: line.projectId }),
  };
}

/** By which a supplier's newest lines are found. */
export const supplierHash = (line: SuggestLine): number => hash(supplierOf(line));
