import type { Books } from "../books/books.ts";
import type { Invoice, Line } from "../books/document.ts";
import { usableOnLines } from "../rules/accounts.ts";
import { accountLabel, activeTracking, taxLabel, trackingLabel } from "./documentParts.ts";
import { m, type Markup } from "./markup.ts";

/**
 * An edit form's own copy of one line. Xero's forms have no version check: whatever happened in between, saving overwrites the
 * document with the copy (design of the overlay: why it never writes while a form is open).
 */
export interface FormLine {
  LineItemID?: string;
  ItemCode?: string;
  Description: string;
  Quantity: string;
  UnitAmount: string;
  DiscountRate: string;
  account: string;
  tax: string;
  /** The line's tax as it stood; dropped by the form when a figure it depends on is edited. */
  TaxAmount?: number;
  /** Option names by category id. */
  tracking: Record<string, string>;
}

const plain = (scaled: number | undefined) => (scaled === undefined ? "" : String(scaled / 10_000));

export function formLines(books: Books, invoice: Invoice | undefined): FormLine[] {
  return (invoice?.lines ?? []).map((line: Line) => ({
    LineItemID: line.lineItemId,
    ...(line.itemCode === undefined ? {} : { ItemCode: line.itemCode }),
    Description: line.description ?? "",
    Quantity: plain(line.quantityScaled),
    UnitAmount: plain(line.unitAmountScaled),
    DiscountRate: plain(line.discountRateScaled),
    account: accountLabel(books, line.accountId),
    tax: taxLabel(books, line.taxType),
    TaxAmount: line.taxMinor / 100,
    tracking: Object.fromEntries(activeTracking(books).map((category) => [category.id, trackingLabel(books, line, category.id)])),
  }));
}

/** What the form's combos offer, as lists of the browser's own. */
export function comboLists(books: Books, side: "sales" | "purchases"): Markup {
  const accounts = [...books.accounts.values()].filter(usableOnLines).sort((one, other) => (one.code < other.code ? -1 : 1));
  const rates = [...books.taxRates.values()].filter((rate) => rate.status === "ACTIVE" && (side === "sales" ? rate.appliesTo.REVENUE : rate.appliesTo.EXPENSE || rate.appliesTo.ASSET));
  const contacts = [...books.contacts.values()].filter((contact) => contact.status === "ACTIVE").sort((one, other) => one.name.localeCompare(other.name));
  const list = (id: string, values: string[]) => m`<datalist id="${id}">${values.map((value) => m`<option value="${value}"></option>`)}</datalist>`;
  return m`${list("standin-accounts", accounts.map((account) => accountLabel(books, account.id)))}${list("standin-taxes", rates.map((rate) => rate.name))}${list("standin-contacts", contacts.map((contact) => contact.name))}${activeTracking(books).map((category, index) => list(`standin-tracking-${index}`, category.options.filter((option) => option.status === "ACTIVE").map((option) => option.name)))}`;
}
