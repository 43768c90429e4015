import { withAmounts } from "../../../shared/documentAmounts.ts";
import type { Document, Line } from "../../../shared/records/document.ts";

const TEN_PERCENT_E4 = 100_000;

/** Amounts as the API works them out: Australian GST or none. */
export function totalled(document: Document): Document {
  return withAmounts(document, (taxType) => (taxType === "OUTPUT" || taxType === "INPUT" ? TEN_PERCENT_E4 : 0));
}

export interface LineWish {
  id: string;
  quantity: number;
  accountCode: string | null;
  taxType: string | null;
  projectId?: string | null;
}

export function aLine({ id, quantity, accountCode, taxType, projectId = null }: LineWish): Line {
  return {
    id, xeroLineId: null, description: "Design", quantityE4: quantity * 10_000, unitAmountE4: 1_000_000, discountRateE4: null, discountMinor: null, itemCode: null, accountCode,
    taxType, taxMinor: 0, amountMinor: 0, tracking: [], projectId, serviceId: null, timeEntryIds: [],
  };
}

export function aDocument(side: Document["side"], contactId: string, lines: readonly Line[], more: Partial<Document> = {}): Document {
  return totalled({
    side, contactId, number: null, reference: null, date: "2026-11-20", dueDate: "2026-12-20", status: "draft", currency: "AUD", currencyRateE6: null, lineAmountTypes: "exclusive",
    lines, subtotalMinor: 0, taxMinor: 0, totalMinor: 0, amountDueMinor: 0, amountPaidMinor: 0, amountCreditedMinor: 0, fullyPaidOn: null, sentToContact: false, allocations: [],
    bankAccountId: null, isReconciled: false, title: null, summary: null, terms: null, ...more,
  });
}

export function withFirstLine(document: Document, change: Partial<Line>): Document {
  return totalled({ ...document, lines: document.lines.map((line, index) => (index === 0 ? { ...line, ...change } : line)) });
}
