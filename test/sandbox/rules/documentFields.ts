import type { LineAmountTypes } from "../books/document.ts";
import { dayInZone, type LocalDate } from "../dates.ts";
import { rateFromJson } from "../money.ts";
import type { Writing } from "../world.ts";
import { messages } from "./outcome.ts";
import { number, PostDataInvalid, text, type Posted } from "./posted.ts";

export const unitRate = 1_000_000;

/** Today as the organisation's own calendar has it: the date of a document that names none (facts §5.1). */
export const today = (writing: Writing): LocalDate => dayInZone(writing.nowMs, writing.books.organisation.timezone);

/** The currency and its rate; without a rate Xero takes the day's (facts §5.3). */
export function readCurrency(writing: Writing, posted: Posted, before: { currency: string; rateScaled: number } | undefined, errors: string[]) {
  const { baseCurrency, currencies } = writing.books.organisation;
  const currency = text(posted, "CurrencyCode") || before?.currency || baseCurrency;
  const dayRate = currency === baseCurrency ? unitRate : Object.hasOwn(currencies, currency) ? currencies[currency] : undefined;
  if (dayRate === undefined) {
    errors.push(messages.currencyNotSubscribed(currency));
    return { currency, rateScaled: unitRate };
  }
  const given = rateFromJson(number(posted, "CurrencyRate"));
  if (given !== undefined && given <= 0) errors.push("Currency rate must be greater than zero");
  if (currency === baseCurrency) return { currency, rateScaled: unitRate };
  return { currency, rateScaled: given ?? (before?.currency === currency ? before.rateScaled : dayRate) };
}

/** Literals are exact on the wire: NO_TAX is refused with ErrorNumber 14 (facts §5.3). */
export function readLineAmountTypes(posted: Posted): LineAmountTypes | undefined {
  const value = text(posted, "LineAmountTypes");
  if (value === undefined || value === "") return undefined;
  if (value !== "Exclusive" && value !== "Inclusive" && value !== "NoTax") throw new PostDataInvalid(`Error converting value "${value}" to type 'LineAmountTypes'`);
  return value;
}

/** Url must be absolute and may not speak of Xero (facts §5.3). */
export function urlErrors(url: string | undefined): string[] {
  if (url === undefined || url === "") return [];
  if (!/^https?:\/\/[^\s/]+/.test(url)) return ["Url must be a valid absolute url"];
  return /xero/i.test(url) ? ["Url can not contain the word xero"] : [];
}
