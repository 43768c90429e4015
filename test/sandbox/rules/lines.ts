import type { Books } from "../books/books.ts";
import type { Line, LineAmountTypes, LineTracking } from "../books/document.ts";
import type { Account, TaxRate } from "../books/ledger.ts";
import { minorFromJson, multiplyRounded, scale, scaledFromJson4 } from "../money.ts";
import { nextGuid } from "../random.ts";
import type { Writing } from "../world.ts";
import { accountByCode, effectiveRateScaled, taxFitsAccount, usableOnLines } from "./accounts.ts";
import { messages } from "./outcome.ts";
import { children, guid, number, text, tooLong, type Posted } from "./posted.ts";

export interface LineRules {
  side: "sales" | "purchases";
  lineAmountTypes: LineAmountTypes;
  /** Drafts may leave the account out; approved documents may not. */
  accountRequired: boolean;
  discounts: boolean;
  /** Digits of UnitAmount kept (facts §2.3: 2 unless unitdp=4). */
  unitdp: 2 | 4;
}

const maxLineMinor = 999_999_999_999;
const percentDivisor = 100 * scale;
/** How far a sent TaxAmount may lie from the computed one: enough for rounding, not for another rate. */
const taxToleranceMinor = 5;

/** Reads the replacing set of lines: with a LineItemID a line keeps it, without one it is new (facts §5.3). */
export function readLines(writing: Writing, posted: Posted[], before: Line[], rules: LineRules): { lines: Line[]; errors: string[] } {
  const known = new Map(before.map((line) => [line.lineItemId, line]));
  const errors: string[] = [];
  const lines = posted.map((element) => readLine(writing, element, known, rules, errors));
  return { lines, errors };
}

function readLine(writing: Writing, posted: Posted, known: Map<string, Line>, rules: LineRules, errors: string[]): Line {
  const { books } = writing;
  const givenId = guid(posted, "LineItemID");
  const old = givenId === undefined ? undefined : known.get(givenId);
  // An id of no line of this document is not an error in Xero: the line is new and gets an id of its own.
  const line: Line = { lineItemId: old?.lineItemId ?? nextGuid(writing.world.state.random), taxMinor: 0, lineMinor: 0, tracking: old?.tracking ?? [] };
  if (old !== undefined) known.delete(old.lineItemId);
  errors.push(...tooLong(posted, { Description: 4000, ItemCode: 30 }));

  const item = readItem(books, posted, rules, errors);
  if (item) line.itemCode = item.code;
  const description = text(posted, "Description") ?? item?.description ?? old?.description;
  if (description !== undefined && description !== "") line.description = description;
  else errors.push("Description must be specified on every line item");

  const amounts = readAmounts(posted, item?.unitPriceScaled, old, rules, errors);
  const isTextOnly = amounts === undefined && posted["AccountCode"] === undefined && posted["AccountID"] === undefined && !item;
  if (isTextOnly) return line;

  const account = readAccount(books, posted, item?.accountId, old?.accountId, rules, errors);
  if (account) line.accountId = account.id;
  const rate = readTaxType(books, posted, item?.taxType ?? old?.taxType, account, rules, errors);
  if (rules.lineAmountTypes === "NoTax") line.taxType = "NONE";
  else if (rate) line.taxType = rate.taxType;
  if (posted["Tracking"] !== undefined) line.tracking = readTracking(books, posted, errors);

  line.quantityScaled = amounts?.quantityScaled ?? scale;
  line.unitAmountScaled = amounts?.unitAmountScaled ?? 0;
  const discount = readDiscount(posted, old, multiplyRounded(line.quantityScaled, line.unitAmountScaled, scale * scale / 100), rules, errors);
  if (discount.rateScaled !== undefined) line.discountRateScaled = discount.rateScaled;
  if (discount.minor !== undefined) line.discountMinor = discount.minor;
  line.lineMinor = lineAmount(line);
  checkLineAmount(posted, line, errors);
  line.taxMinor = rules.lineAmountTypes === "NoTax" || !rate ? 0 : readTaxAmount(writing, posted, taxOf(line.lineMinor, rate, rules.lineAmountTypes), errors);
  return line;
}

function readItem(books: Books, posted: Posted, rules: LineRules, errors: string[]) {
  const code = text(posted, "ItemCode");
  if (code === undefined || code === "") return undefined;
  for (const item of books.items.values()) {
    if (item.code !== code) continue;
    const details = rules.side === "sales" ? item.sales : item.purchases;
    return { code, description: rules.side === "sales" ? item.description : item.purchaseDescription, ...details };
  }
  errors.push(`Item code '${code}' is not valid`);
  return undefined;
}

/** Numbers a line leaves out stay as they were (U: Xero's pages only say that a line with its id is updated). */
function readAmounts(posted: Posted, itemPriceScaled: number | undefined, old: Line | undefined, rules: LineRules, errors: string[]) {
  const quantity = number(posted, "Quantity");
  if (quantity !== undefined && (quantity < 0 || quantity >= 1e9)) errors.push(messages.quantityNotValid(String(quantity)));
  const quantityScaled = scaledFromJson4(quantity) ?? old?.quantityScaled;
  let unitAmountScaled = scaledFromJson4(number(posted, "UnitAmount")) ?? itemPriceScaled;
  if (unitAmountScaled === undefined && posted["LineAmount"] === undefined) unitAmountScaled = old?.unitAmountScaled;
  const lineMinor = minorFromJson(number(posted, "LineAmount"));
  if (unitAmountScaled === undefined && lineMinor !== undefined) {
    unitAmountScaled = multiplyRounded(lineMinor, scale * 100, quantityScaled || scale);
  }
  if (quantityScaled === undefined && unitAmountScaled === undefined) return undefined;
  if (unitAmountScaled !== undefined && rules.unitdp === 2) unitAmountScaled = multiplyRounded(unitAmountScaled, 1, 100) * 100;
  return { quantityScaled: quantityScaled ?? scale, unitAmountScaled: unitAmountScaled ?? 0 };
}

function readAccount(books: Books, posted: Posted, itemAccountId: string | undefined, oldAccountId: string | undefined, rules: LineRules, errors: string[]) {
  const id = guid(posted, "AccountID");
  const code = text(posted, "AccountCode");
  let account: Account | undefined;
  if (code !== undefined && code !== "") account = accountByCode(books, code);
  else if (id !== undefined) account = books.accounts.get(id);
  else if (itemAccountId !== undefined) account = books.accounts.get(itemAccountId);
  else if (oldAccountId !== undefined) account = books.accounts.get(oldAccountId);
  else if (rules.accountRequired) errors.push(messages.accountMissing);
  else return undefined;
  if (account && usableOnLines(account)) return account;
  if (account || code !== undefined || id !== undefined) errors.push(messages.accountNotValid(code ?? account?.code ?? id ?? ""));
  return undefined;
}

function readTaxType(books: Books, posted: Posted, usualTaxType: string | undefined, account: Account | undefined, rules: LineRules, errors: string[]): TaxRate | undefined {
  if (rules.lineAmountTypes === "NoTax") return undefined;
  const given = text(posted, "TaxType");
  const taxType = given !== undefined && given !== "" ? given : (usualTaxType ?? account?.taxType);
  if (taxType === undefined) return undefined;
  const rate = books.taxRates.get(taxType);
  if (!rate || rate.status !== "ACTIVE") {
    errors.push(messages.taxTypeNotValid(taxType));
    return undefined;
  }
  if (account && !taxFitsAccount(rate, account)) errors.push(messages.taxTypeNotForAccount(taxType, account.code));
  return rate;
}

function readTracking(books: Books, posted: Posted, errors: string[]): LineTracking[] {
  const given = children(posted, "Tracking") ?? [];
  if (given.length > 2) errors.push(messages.tooManyTracking);
  const result: LineTracking[] = [];
  for (const element of given) {
    const categoryId = guid(element, "TrackingCategoryID");
    const categoryName = text(element, "Name");
    const category = [...books.trackingCategories.values()].find((one) => (categoryId === undefined ? one.name === categoryName : one.id === categoryId));
    const optionId = guid(element, "TrackingOptionID");
    const optionName = text(element, "Option");
    const option = category?.options.find((one) => (optionId === undefined ? one.name === optionName : one.id === optionId));
    if (!category || category.status !== "ACTIVE") errors.push(`The tracking category '${categoryName ?? categoryId ?? ""}' is not valid or is archived`);
    else if (!option || option.status !== "ACTIVE") errors.push(`The tracking option '${optionName ?? optionId ?? ""}' is not valid or is archived`);
    else if (result.some((one) => one.categoryId === category.id)) errors.push(`The tracking category '${category.name}' may be used once on a line item`);
    else result.push({ categoryId: category.id, optionId: option.id });
  }
  return result;
}

function readDiscount(posted: Posted, old: Line | undefined, grossMinor: number, rules: LineRules, errors: string[]): { rateScaled?: number; minor?: number } {
  const rate = scaledFromJson4(number(posted, "DiscountRate"));
  const amount = minorFromJson(number(posted, "DiscountAmount"));
  if (rate === undefined && amount === undefined && old) {
    return {
      ...(old.discountRateScaled === undefined ? {} : { rateScaled: old.discountRateScaled }),
      ...(old.discountMinor === undefined ? {} : { minor: old.discountMinor }),
    };
  }
  if (!rate && !amount) return {};
  if (!rules.discounts) errors.push("Discounts can only be used on ACCREC invoices and quotes");
  else if (rate && (rate < 0 || rate > percentDivisor)) errors.push("Discount rate must be between 0 and 100");
  else if (!rate && amount !== undefined && Math.abs(amount) > Math.abs(grossMinor)) errors.push("Discount amount cannot exceed the line amount");
  else if (rate) return { rateScaled: rate };
  else if (amount !== undefined) return { minor: amount };
  return {};
}

/** Quantity × price − discount, rounded once to cents (facts §5.3). */
function lineAmount(line: Line): number {
  const gross = multiplyRounded(line.quantityScaled ?? 0, line.unitAmountScaled ?? 0, (scale * scale) / 100);
  if (line.discountRateScaled !== undefined) return gross - multiplyRounded(gross, line.discountRateScaled, percentDivisor);
  return gross - (line.discountMinor ?? 0);
}

function checkLineAmount(posted: Posted, line: Line, errors: string[]): void {
  const given = minorFromJson(number(posted, "LineAmount"));
  if (Math.abs(line.lineMinor) > maxLineMinor) errors.push("The line amount must be less than 9,999,999,999.99");
  if (given === undefined) return;
  if (Math.abs(given - line.lineMinor) > 1) errors.push(messages.lineTotal((given / 100).toFixed(2), (line.lineMinor / 100).toFixed(2)));
  else line.lineMinor = given;
}

/** The tax of one line, rounded to cents on its own, before any summing (facts §5.3). */
function taxOf(lineMinor: number, rate: TaxRate, lineAmountTypes: LineAmountTypes): number {
  const percent = effectiveRateScaled(rate);
  if (lineAmountTypes === "Exclusive") return multiplyRounded(lineMinor, percent, percentDivisor);
  if (lineAmountTypes === "Inclusive") return multiplyRounded(lineMinor, percent, percentDivisor + percent);
  return 0;
}

function readTaxAmount(writing: Writing, posted: Posted, computed: number, errors: string[]): number {
  const given = minorFromJson(number(posted, "TaxAmount"));
  if (given === undefined) return computed;
  if (Math.abs(given - computed) > taxToleranceMinor && writing.world.state.assumptions.unknownTaxAmount === "refused") {
    errors.push(`The tax amount ${(given / 100).toFixed(2)} does not match the expected tax amount ${(computed / 100).toFixed(2)}`);
  }
  return given;
}

/** Sums lines into a document's totals. */
export function totalsOf(lines: readonly Line[], lineAmountTypes: LineAmountTypes): { subTotalMinor: number; taxMinor: number; totalMinor: number } {
  let sum = 0;
  let taxMinor = 0;
  for (const line of lines) {
    sum += line.lineMinor;
    taxMinor += line.taxMinor;
  }
  if (lineAmountTypes === "Inclusive") return { subTotalMinor: sum - taxMinor, taxMinor, totalMinor: sum };
  return { subTotalMinor: sum, taxMinor, totalMinor: sum + taxMinor };
}
