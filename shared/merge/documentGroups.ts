import type { Document, Line } from "../records/document.ts";
import { fields, type GroupSpec, type GroupValue } from "./groupSpec.ts";
import type { Json } from "./groups.ts";
import { sameJson } from "./sameJson.ts";

/** What belongs to the document's money of one line. Written out: it is made for each line of each value that is kept or compared. */
function moneyOf({ quantityE4, unitAmountE4, discountRateE4, discountMinor, itemCode, taxType, taxMinor, amountMinor }: Line) {
  return { quantityE4, unitAmountE4, discountRateE4, discountMinor, itemCode, taxType, taxMinor, amountMinor };
}

/** The set of lines, their amounts, the tax and the currency: moved as one, because half an invoice is no invoice. */
const money: GroupSpec<Document> = {
  key: "money",
  value: (document) => ({
    lineAmountTypes: document.lineAmountTypes,
    currency: document.currency,
    currencyRateE6: document.currencyRateE6,
    subtotalMinor: document.subtotalMinor,
    taxMinor: document.taxMinor,
    totalMinor: document.totalMinor,
    lines: document.lines.map((line) => ({ id: line.id, ...moneyOf(line) })),
  }),
  equal: (a, b) => sameMoney(a, b),
  take: (target, source) => {
    const known = new Map(target.lines.map((line) => [line.id, line]));
    return {
      ...target,
      lineAmountTypes: source.lineAmountTypes,
      currency: source.currency,
      currencyRateE6: source.currencyRateE6,
      subtotalMinor: source.subtotalMinor,
      taxMinor: source.taxMinor,
      totalMinor: source.totalMinor,
      amountDueMinor: source.totalMinor - target.amountPaidMinor - target.amountCreditedMinor,
      // A line that is new to the target comes whole; one that it has keeps its coding, text and what is ours alone.
      lines: source.lines.map((line) => {
        const own = known.get(line.id);
        if (!own) return line;
        return { ...own, ...moneyOf(line), xeroLineId: own.xeroLineId ?? line.xeroLineId };
      }),
    };
  },
};

function sameMoney(a: Document, b: Document): boolean {
  if (a.lineAmountTypes !== b.lineAmountTypes || a.currency !== b.currency || a.currencyRateE6 !== b.currencyRateE6) return false;
  if (a.totalMinor !== b.totalMinor || a.taxMinor !== b.taxMinor || a.subtotalMinor !== b.subtotalMinor) return false;
  if (a.lines.length !== b.lines.length) return false;
  for (let index = 0; index < a.lines.length; index += 1) {
    if (a.lines[index]!.id !== b.lines[index]!.id || !sameLineMoney(a.lines[index]!, b.lines[index]!)) return false;
  }
  return true;
}

/** Written out: it runs for each line of each document of a sweep. */
export function sameLineMoney(a: Line, b: Line): boolean {
  return (
    a.quantityE4 === b.quantityE4 &&
    a.unitAmountE4 === b.unitAmountE4 &&
    a.amountMinor === b.amountMinor &&
    a.taxMinor === b.taxMinor &&
    a.taxType === b.taxType &&
    a.discountRateE4 === b.discountRateE4 &&
    a.discountMinor === b.discountMinor &&
    a.itemCode === b.itemCode
  );
}

export function sameLineCoding(a: Line, b: Line): boolean {
  if (a.accountCode !== b.accountCode || a.tracking.length !== b.tracking.length) return false;
  for (let index = 0; index < a.tracking.length; index += 1) {
    const left = a.tracking[index]!;
    const right = b.tracking[index]!;
    if (left.optionId !== right.optionId || left.categoryId !== right.categoryId) return false;
  }
  return true;
}

/** Account and tracking of one line. What our project says follows its tracking option (planning/projectTracking.ts). */
export function codingGroup(lineId: string): GroupSpec<Document> {
  return lineGroup(`coding:${lineId}`, lineId, CODING);
}

interface LinePart {
  read(line: Line): GroupValue;
  write(own: Line, line: Line): Line;
  equal(a: Line, b: Line): boolean;
}

const CODING: LinePart = {
  read: (line) => ({ accountCode: line.accountCode, tracking: line.tracking as unknown as Json }),
  write: (own, line) => ({ ...own, accountCode: line.accountCode, tracking: line.tracking }),
  equal: sameLineCoding,
};

const TEXT: LinePart = {
  read: (line) => ({ description: line.description }),
  write: (own, line) => ({ ...own, description: line.description }),
  equal: (a, b) => a.description === b.description,
};

export function textGroup(lineId: string): GroupSpec<Document> {
  return lineGroup(`text:${lineId}`, lineId, TEXT);
}

/** A line that a side does not have has the value null-of-everything; taking from or into such a side changes nothing. */
function lineGroup(key: string, lineId: string, part: LinePart): GroupSpec<Document> {
  const find = (document: Document) => document.lines.find((line) => line.id === lineId);
  return {
    key,
    value: (document) => {
      const line = find(document);
      return line ? part.read(line) : {};
    },
    equal: (a, b) => {
      const left = find(a);
      const right = find(b);
      return left && right ? part.equal(left, right) : left === right;
    },
    take: (target, source) => {
      const line = find(source);
      if (!line) return target;
      return { ...target, lines: target.lines.map((own) => (own.id === lineId ? part.write(own, line) : own)) };
    },
  };
}

/** Where a credit was applied. Merged as a set (planning/planAllocations.ts), so it only compares and copies here. */
const allocations: GroupSpec<Document> = {
  key: "allocations",
  value: (document) => ({ allocations: document.allocations as unknown as Json }),
  equal: (a, b) => sameJson(a.allocations as unknown as Json, b.allocations as unknown as Json),
  take: (target, source) => ({ ...target, allocations: source.allocations }),
};

/** Groups that speak of the document as a whole. */
export const DOCUMENT_GROUPS: readonly GroupSpec<Document>[] = [
  money,
  fields<Document>("identity", "date", "number", "contactId"),
  fields<Document>("reference", "reference"),
  fields<Document>("dueDate", "dueDate"),
  fields<Document>("status", "status"),
  fields<Document>("heading:title", "title"),
  fields<Document>("heading:summary", "summary"),
  fields<Document>("heading:terms", "terms"),
  allocations,
];

/** Whether the same was paid and credited at the same rates. */
export function sameSettlements(a: Document, b: Document): boolean {
  return sameJson((a.settlements ?? []) as unknown as Json, (b.settlements ?? []) as unknown as Json);
}

/** What Xero works out or only Xero can do. Never pushed; taken whenever it moved. */
export function takeObservedDocument(ours: Document, xero: Document): Document {
  // While our money differs, what is due is our total less what Xero says was paid.
  const amountDueMinor =
    ours.totalMinor === xero.totalMinor ? xero.amountDueMinor : ours.totalMinor - xero.amountPaidMinor - xero.amountCreditedMinor;
  const same =
    ours.amountDueMinor === amountDueMinor &&
    ours.amountPaidMinor === xero.amountPaidMinor &&
    ours.amountCreditedMinor === xero.amountCreditedMinor &&
    sameSettlements(ours, xero) &&
    ours.fullyPaidOn === xero.fullyPaidOn &&
    ours.sentToContact === xero.sentToContact &&
    ours.isReconciled === xero.isReconciled &&
    ours.bankAccountId === xero.bankAccountId;
  if (same) return ours;
  const { settlements: _, ...rest } = ours;
  return {
    ...rest,
    ...(xero.settlements === undefined ? {} : { settlements: xero.settlements }),
    amountDueMinor,
    amountPaidMinor: xero.amountPaidMinor,
    amountCreditedMinor: xero.amountCreditedMinor,
    fullyPaidOn: xero.fullyPaidOn,
    sentToContact: xero.sentToContact,
    isReconciled: xero.isReconciled,
    bankAccountId: xero.bankAccountId,
  };
}
