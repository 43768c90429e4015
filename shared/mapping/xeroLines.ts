import { minorToNumber, scaledToNumber } from "../money.ts";
import type { Document, Line, TrackingChoice } from "../records/document.ts";
import type { FromXeroContext, Raw } from "./mapped.ts";
import { cannotMap, child, children, minor, requiredText, scaled, text } from "./reading.ts";

/** Xero's LineItems. A line's id is its LineItemID until alignment gives it ours (merge/alignLines.ts). */
export function readLines(raw: Raw, currency: string, context: FromXeroContext): Line[] {
  return children(raw, "LineItems").map((item, index) => readLine(item, index, currency, context));
}

function readLine(raw: Raw, index: number, currency: string, context: FromXeroContext): Line {
  const xeroLineId = text(raw, "LineItemID");
  const tracking = children(raw, "Tracking").map((choice) => readTracking(choice, context));
  const discountRateE4 = scaled(raw, "DiscountRate", 4);
  const discountMinor = minor(raw, "DiscountAmount", currency);
  return {
    // Quotes of old and deleted drafts may lack line ids; the position is all there is then.
    id: xeroLineId ?? `line-${index}`,
    xeroLineId,
    description: text(raw, "Description"),
    quantityE4: scaled(raw, "Quantity", 4) ?? 0,
    unitAmountE4: scaled(raw, "UnitAmount", 4) ?? 0,
    discountRateE4: discountRateE4 || null,
    // Xero answers both where a rate was given; the rate is what a person typed.
    discountMinor: discountRateE4 ? null : discountMinor || null,
    itemCode: text(raw, "ItemCode") ?? itemCode(child(raw, "Item")),
    accountCode: text(raw, "AccountCode"),
    taxType: text(raw, "TaxType"),
    taxMinor: minor(raw, "TaxAmount", currency) ?? 0,
    amountMinor: minor(raw, "LineAmount", currency) ?? 0,
    tracking: sortedTracking(tracking),
    projectId: projectOf(tracking, context),
    serviceId: null,
    timeEntryIds: [],
  };
}

function itemCode(item: Raw | null): string | null {
  return item && text(item, "Code");
}

function readTracking(raw: Raw, context: FromXeroContext): TrackingChoice {
  const categoryId = text(raw, "TrackingCategoryID");
  const optionId = text(raw, "TrackingOptionID");
  if (categoryId !== null && optionId !== null) return { categoryId, optionId };
  const named = context.optionByName?.(categoryId, text(raw, "Name"), requiredText(raw, "Option"));
  return named ?? cannotMap(`Tracking option ${String(raw["Option"])} is not known yet`);
}

/** One order for all, so that equal sets compare equal. */
export function sortedTracking(tracking: readonly TrackingChoice[]): readonly TrackingChoice[] {
  return tracking.length < 2 ? tracking : [...tracking].sort((a, b) => (a.categoryId < b.categoryId ? -1 : 1));
}

function projectOf(tracking: readonly TrackingChoice[], context: FromXeroContext): string | null {
  for (const { optionId } of tracking) {
    const project = context.projectOfOption(optionId);
    if (project !== null) return project;
  }
  return null;
}

/**
 * Lines for Xero's wire: the whole set, because Xero replaces it; each with its LineItemID, because one without is made anew and
 * loses its links (Xero's page on updating invoices).
 */
export function linesToXero(document: Document): Record<string, unknown>[] {
  return document.lines.map((line) => lineElement(line, document));
}

function lineElement(line: Line, document: Document): Record<string, unknown> {
  const { currency, lineAmountTypes, side } = document;
  const element: Record<string, unknown> = {};
  if (line.xeroLineId !== null) element["LineItemID"] = line.xeroLineId;
  if (line.description !== null) element["Description"] = line.description;
  if (isTextOnly(line)) return element;
  element["Quantity"] = scaledToNumber(line.quantityE4, 4);
  element["UnitAmount"] = scaledToNumber(line.unitAmountE4, 4);
  if (line.itemCode !== null) element["ItemCode"] = line.itemCode;
  if (line.accountCode !== null) element["AccountCode"] = line.accountCode;
  if (line.taxType !== null && lineAmountTypes !== "none") {
    element["TaxType"] = line.taxType;
    // Kept when a person overrode it; computed as Xero computes it otherwise.
    element["TaxAmount"] = minorToNumber(line.taxMinor, currency);
  }
  if (line.discountRateE4 !== null) element["DiscountRate"] = scaledToNumber(line.discountRateE4, 4);
  else if (line.discountMinor !== null) element["DiscountAmount"] = minorToNumber(line.discountMinor, currency);
  // A discount left out stays as it was; zero takes it away. Purchases have none.
  else if (side === "sales" && line.xeroLineId !== null) element["DiscountRate"] = 0;
  element["Tracking"] = line.tracking.map((choice) => ({ TrackingCategoryID: choice.categoryId, TrackingOptionID: choice.optionId }));
  return element;
}

/** A heading between lines: Xero allows a line of text alone, and refuses numbers without an account on it. */
export function isTextOnly(line: Line): boolean {
  return line.quantityE4 === 0 && line.unitAmountE4 === 0 && line.accountCode === null && line.itemCode === null && line.taxType === null;
}
