import type { Books } from "../books/books.ts";
import type { Invoice } from "../books/document.ts";
import type { Posted } from "../rules/posted.ts";
import { accountLabel, numberOf } from "./documentParts.ts";
import { typedDate, typedNumber } from "./format.ts";
import type { FormLine } from "./formCopy.ts";

/** What an edit form sends: its header fields as typed, and its copy of the lines. */
export interface SentForm {
  contact: string;
  date: string;
  dueDate: string;
  number: string;
  /** Bills have none: what their page calls Reference is the supplier's number (facts §5.3). */
  reference?: string;
  lines: FormLine[];
}

export type ReadForm = { ok: true; posted: Posted } | { ok: false; errors: string[] };

/** Turns what a person typed into a document in Xero's own JSON, or says which field cannot be read. */
export function readForm(books: Books, form: SentForm, before: Invoice | undefined): ReadForm {
  const errors: string[] = [];
  const day = (text: string, name: string) => {
    const read = typedDate(text);
    if (read === undefined && text.trim() !== "") errors.push(`${name}: "${text}" is not a date`);
    return read;
  };
  const date = day(form.date, "Date");
  const dueDate = day(form.dueDate, "Due date");
  const lines = form.lines.filter((line) => !isBlank(line)).map((line, index) => readLine(books, line, index + 1, errors));
  const contactName = form.contact.trim();
  if (contactName === "") errors.push("A contact must be chosen");
  if (errors.length > 0) return { ok: false, errors };
  const isSameContact = before !== undefined && books.contacts.get(before.contactId)?.name === contactName;
  return {
    ok: true,
    posted: {
      ...(isSameContact ? {} : { Contact: { Name: contactName } }),
      ...(date === undefined ? {} : { Date: date }),
      ...(dueDate === undefined ? {} : { DueDate: dueDate }),
      ...(form.number.trim() === "" && before === undefined ? {} : { InvoiceNumber: form.number.trim() === "" && before ? before.number : form.number.trim() }),
      ...(form.reference === undefined ? {} : { Reference: form.reference }),
      LineItems: lines,
    },
  };
}

const isBlank = (line: FormLine) => [line.Description, line.Quantity, line.UnitAmount, line.account].every((text) => text.trim() === "");

function readLine(books: Books, line: FormLine, place: number, errors: string[]): Posted {
  const figure = (text: string, name: string) => {
    const read = typedNumber(text);
    if (read === undefined && text.trim() !== "") errors.push(`Line ${place}: ${name} "${text}" is not a number`);
    return read;
  };
  const account = line.account.trim() === "" ? undefined : [...books.accounts.values()].find((one) => accountLabel(books, one.id) === line.account.trim() || one.code === line.account.trim());
  if (line.account.trim() !== "" && !account) errors.push(`Line ${place}: there is no account "${line.account}"`);
  const rate = line.tax.trim() === "" ? undefined : [...books.taxRates.values()].find((one) => one.name === line.tax.trim());
  if (line.tax.trim() !== "" && !rate) errors.push(`Line ${place}: there is no tax rate "${line.tax}"`);
  const [quantity, unitAmount, discount] = [figure(line.Quantity, "quantity"), figure(line.UnitAmount, "price"), figure(line.DiscountRate ?? "", "discount")];
  return {
    ...(line.LineItemID === undefined ? {} : { LineItemID: line.LineItemID }),
    ...(line.ItemCode === undefined ? {} : { ItemCode: line.ItemCode }),
    Description: line.Description,
    ...(quantity === undefined ? {} : { Quantity: quantity }),
    ...(unitAmount === undefined ? {} : { UnitAmount: unitAmount }),
    ...(discount === undefined ? {} : { DiscountRate: discount }),
    ...(account === undefined ? {} : { AccountID: account.id }),
    ...(rate === undefined ? {} : { TaxType: rate.taxType }),
    ...(line.TaxAmount === undefined || rate === undefined ? {} : { TaxAmount: line.TaxAmount }),
    Tracking: Object.entries(line.tracking ?? {}).filter(([, option]) => option.trim() !== "").map(([id, option]) => ({ TrackingCategoryID: id, Option: option.trim() })),
  };
}

/** The title of a document's edit page. */
export const editTitle = (invoice: Invoice | undefined, kind: "invoice" | "bill") => (invoice ? `${kind === "invoice" ? "Invoice" : "Bill"} ${numberOf(invoice)}` : `New ${kind}`);
