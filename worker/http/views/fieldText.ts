import type { Address, PaymentTerms, Phone } from "../../../shared/records/contact.ts";
import type { TrackingChoice } from "../../../shared/records/document.ts";
import { formatMinor } from "../../../shared/money.ts";
import type { Names } from "./names.ts";

const NOTHING = "—";

/** What people call a field. The last part of a path is looked up. */
const LABELS: Readonly<Record<string, string>> = {
  name: "Name", firstName: "First name", lastName: "Last name", email: "E-mail", taxNumber: "Tax number", accountNumber: "Account number",
  default: "Phone", mobile: "Mobile", direct: "Direct line", fax: "Fax", postal: "Postal address", street: "Street address",
  phones: "Phones", addresses: "Addresses", persons: "People", salesTerms: "Invoice terms", billTerms: "Bill terms",
  phone: "Phone", address: "Address", terms: "Terms", contactId: "Contact", contact: "Contact", number: "Number", reference: "Reference",
  date: "Date", dueDate: "Due date", status: "Status", currency: "Currency", currencyRateE6: "Exchange rate", lineAmountTypes: "Amounts are",
  description: "Description", quantityE4: "Quantity", unitAmountE4: "Unit price", discountRateE4: "Discount %", discountMinor: "Discount",
  itemCode: "Item", accountCode: "Account", account: "Account", taxType: "Tax rate", taxMinor: "Tax", amountMinor: "Amount", tracking: "Tracking",
  projectId: "Project", serviceId: "Service", timeEntryIds: "Time", subtotalMinor: "Subtotal", totalMinor: "Total", lines: "Lines", money: "Amounts",
  coding: "Coding", text: "Description", heading: "Title and texts", allocations: "Allocations", payment: "Payment", identity: "Date, number and contact", title: "Title", summary: "Summary",
};

export function fieldLabel(field: string): string {
  const known = LABELS[field];
  if (known !== undefined) return known;
  const words = field.replaceAll(/[_-]/g, " ").replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value as a person reads it. `field` is its name, whose last part says the unit. */
export function fieldText(field: string, value: unknown, names: Names): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return NOTHING;
  if (typeof value === "number") return numberText(field, value, names.currency);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return REFERENCES[field]?.(names, value) ?? value;
  if (Array.isArray(value)) return value.map((item: unknown) => fieldText(field, item, names)).join(", ");
  const shape = SHAPES.find(({ is }) => is(value as object));
  return shape ? shape.text(value as never, names) : JSON.stringify(value);
}

/** Whether a value is shown as one thing, not field by field. */
export function isOneText(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every((item: unknown) => isOneText(item) && !(typeof item === "object" && item !== null && "id" in item));
  return SHAPES.some(({ is }) => is(value));
}

function numberText(field: string, value: number, currency: string): string {
  if (field.endsWith("E4")) return decimal(value, 10_000);
  if (field.endsWith("E6")) return decimal(value, 1_000_000);
  return field.endsWith("Minor") ? formatMinor(value, currency) : String(value);
}

function decimal(value: number, scale: number): string {
  return (value / scale).toLocaleString("en-AU", { maximumFractionDigits: Math.log10(scale) });
}

const REFERENCES: Readonly<Record<string, (names: Names, value: string) => string>> = {
  accountCode: (names, code) => names.account(code),
  taxType: (names, type) => names.tax(type),
  projectId: (names, id) => names.record(id),
  contactId: (names, id) => names.record(id),
  clientId: (names, id) => names.record(id),
  serviceId: (names, id) => names.record(id),
};

interface Shape<T> {
  is: (value: object) => boolean;
  text: (value: T, names: Names) => string;
}

const TERMS: Readonly<Record<PaymentTerms["type"], (day: number) => string>> = {
  days_after_bill_date: (day) => `${day} days after the date`,
  days_after_bill_month: (day) => `${day} days after the end of the month`,
  of_current_month: (day) => `day ${day} of the same month`,
  of_following_month: (day) => `day ${day} of the following month`,
};

const joined = (parts: readonly (string | null | undefined)[], by: string): string => parts.filter(Boolean).join(by) || NOTHING;

const SHAPES: readonly [Shape<Phone>, Shape<Address>, Shape<PaymentTerms>, Shape<TrackingChoice>] = [
  { is: (value) => "number" in value && "area" in value, text: (phone) => joined([phone.country && `+${phone.country.replace(/^\+/, "")}`, phone.area, phone.number], " ") },
  { is: (value) => "lines" in value && "postalCode" in value, text: (address) => joined([address.attention, ...address.lines, address.city, address.region, address.postalCode, address.country], ", ") },
  { is: (value) => "day" in value && "type" in value, text: (terms) => TERMS[terms.type](terms.day) },
  { is: (value) => "categoryId" in value && "optionId" in value, text: (choice, names) => names.trackingOption(choice.optionId) },
];
