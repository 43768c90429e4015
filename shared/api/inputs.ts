import * as v from "valibot";

/**
 * What clients may send. Strict: an unknown field is refused by name, a float where minor units belong is refused, and a date
 * must exist. On a change, a field left out keeps its value and null empties it: a client cannot wipe what it does not know of, such
 * as the number that Xero gave. Lines are replaced as a set. Amounts are integers in minor units; unit prices, quantities and percentages are scaled by 10,000.
 */

/** Other control characters than tabs and line breaks are in no document of Xero's, and half a surrogate pair would not be kept as it was sent. */
const isPlain = (value: string): boolean => value.isWellFormed() && ![...value].some((sign) => sign < " " && !"\t\n\r".includes(sign));
const text = (max: number) =>
  v.pipe(v.string(), v.trim(), v.minLength(1, "must not be empty"), v.maxLength(max, `must be at most ${max} characters`), v.check(isPlain, "has characters that are not text"));
const optionalText = (max: number) => v.optional(v.nullable(text(max)));
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, "is not an id"));
const MONEY_MAX = 999_999_999_999;
/** Minor units, whole numbers: 1250 is 12.50. */
const minor = v.pipe(v.number(), v.integer("must be a whole number of minor units (12.50 is 1250)"), v.minValue(-MONEY_MAX), v.maxValue(MONEY_MAX));
const positiveMinor = v.pipe(minor, v.minValue(1, "must be more than zero"));
const scaled = v.pipe(v.number(), v.integer("must be a whole number, scaled by 10,000 (1.5 is 15000)"), v.minValue(0), v.maxValue(99_999_999_999_999));
/** Any count or rate that people type: far past what means anything, and kept exactly. */
const COUNT_MAX = 999_999_999_999;
const minutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24 * 60));

/** A calendar day that exists, in a year that a firm can mean: 2026-02-30 is refused, and so is 0026-11-23. */
const LocalDateInput = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date such as 2026-11-23"),
  v.check((day) => {
    const at = new Date(`${day}T00:00:00Z`);
    return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day;
  }, "is not a day of the calendar"),
  v.check((day) => day >= "1900-01-01" && day < "2200-01-01", "must lie between 1900 and 2199"),
);

const PhoneInput = v.strictObject({ country: optionalText(20), area: optionalText(10), number: text(50) });
const AddressInput = v.strictObject({
  lines: v.pipe(v.array(text(500)), v.maxLength(4)),
  city: optionalText(255),
  region: optionalText(255),
  postalCode: optionalText(50),
  country: optionalText(50),
  attention: optionalText(255),
});
const TermsInput = v.strictObject({
  day: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(365)),
  type: v.picklist(["days_after_bill_date", "days_after_bill_month", "of_current_month", "of_following_month"]),
});

export const ContactInput = v.strictObject({
  /** Xero refuses < and > in names (facts: Contacts, Name). */
  name: v.pipe(text(255), v.regex(/^[^<>]*$/, "must not contain < or >")),
  firstName: optionalText(255),
  lastName: optionalText(255),
  email: v.optional(v.nullable(v.pipe(text(255), v.email("is not an e-mail address")))),
  taxNumber: optionalText(50),
  accountNumber: optionalText(50),
  phones: v.optional(v.partial(v.strictObject({ default: v.nullable(PhoneInput), mobile: v.nullable(PhoneInput), direct: v.nullable(PhoneInput), fax: v.nullable(PhoneInput) }))),
  addresses: v.optional(v.partial(v.strictObject({ postal: v.nullable(AddressInput), street: v.nullable(AddressInput) }))),
  salesTerms: v.optional(v.nullable(TermsInput)),
  billTerms: v.optional(v.nullable(TermsInput)),
  isCustomer: v.optional(v.boolean()),
  isSupplier: v.optional(v.boolean()),
});

const LineInput = v.strictObject({
  /** Keep a line's id when changing a document; a line without one is new, a missing line is removed. */
  id: v.optional(id),
  description: optionalText(4000),
  /** 1 where a new line has none. */
  quantityE4: v.optional(scaled),
  unitAmountE4: v.pipe(v.number(), v.integer("must be a whole number, scaled by 10,000 (1.5 is 15000)"), v.minValue(-99_999_999_999_999), v.maxValue(99_999_999_999_999)),
  discountRateE4: v.optional(v.nullable(v.pipe(scaled, v.maxValue(1_000_000)))),
  discountMinor: v.optional(v.nullable(minor)),
  itemCode: optionalText(30),
  accountCode: optionalText(10),
  taxType: optionalText(50),
  tracking: v.optional(v.pipe(v.array(v.strictObject({ categoryId: id, optionId: id })), v.maxLength(2, "Xero takes at most two tracking options on a line"))),
  projectId: v.optional(v.nullable(id)),
  serviceId: v.optional(v.nullable(id)),
  timeEntryIds: v.optional(v.pipe(v.array(id), v.maxLength(500))),
});

/** Units of the document's currency for one of home currency, scaled by 1,000,000: from a millionth to a million. Left out: Xero's rate of the day. */
const rateE6 = v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000_000))));

const documentEntries = {
  contactId: id,
  number: optionalText(255),
  reference: optionalText(255),
  date: LocalDateInput,
  dueDate: v.optional(v.nullable(LocalDateInput)),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, "must be a currency code such as AUD"))),
  currencyRateE6: rateE6,
  /** Exclusive of tax where a new document does not say. */
  lineAmountTypes: v.optional(v.picklist(["exclusive", "inclusive", "none"])),
  lines: v.pipe(v.array(LineInput), v.minLength(1, "needs at least one line"), v.maxLength(500, "takes at most 500 lines")),
};

/** Saving an invoice pushes it to Xero by the organisation's sync rules; `approve` asks for the approved status. */
export const InvoiceInput = v.strictObject({ ...documentEntries, status: v.optional(v.picklist(["draft", "submitted", "authorised", "voided", "deleted"])) });
export const CreditNoteInput = v.strictObject({ ...documentEntries, side: v.picklist(["sales", "purchases"]), status: v.optional(v.picklist(["draft", "submitted", "authorised", "voided", "deleted"])) });
export const QuoteInput = v.strictObject({
  ...documentEntries,
  status: v.optional(v.picklist(["draft", "sent", "accepted", "declined", "deleted"])),
  title: optionalText(100),
  summary: optionalText(3000),
  terms: optionalText(4000),
});

const PaymentInput = v.strictObject({
  documentId: id,
  accountId: v.optional(v.nullable(id)),
  method: optionalText(50),
  date: LocalDateInput,
  amountMinor: positiveMinor,
  currencyRateE6: rateE6,
  reference: optionalText(255),
});

const ProjectInput = v.strictObject({
  name: text(100),
  code: optionalText(30),
  clientId: v.optional(v.nullable(id)),
  status: v.optional(v.picklist(["active", "closed"])),
  startsOn: v.optional(v.nullable(LocalDateInput)),
  endsOn: v.optional(v.nullable(LocalDateInput)),
  budgetMinor: v.optional(v.nullable(v.pipe(minor, v.minValue(0)))),
  labourBudgetMinor: v.optional(v.nullable(v.pipe(minor, v.minValue(0)))),
  budgetMinutes: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(COUNT_MAX)))),
  targetMarginPercent: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(-100), v.maxValue(100)))),
  billing: v.optional(v.picklist(["time_and_materials", "fixed_price", "retainer"])),
  retainerMinutesPerMonth: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(COUNT_MAX)))),
});

const ServiceInput = v.strictObject({
  name: text(100),
  unitAmountE4: v.optional(v.nullable(scaled)),
  accountCode: optionalText(10),
  taxType: optionalText(50),
  active: v.optional(v.boolean()),
});

const PersonInput = v.strictObject({
  name: text(100),
  email: v.optional(v.nullable(v.pipe(text(255), v.email("is not an e-mail address")))),
  costRates: v.optional(v.pipe(v.array(v.strictObject({ from: LocalDateInput, perHourMinor: v.pipe(minor, v.minValue(0)) })), v.maxLength(100))),
  active: v.optional(v.boolean()),
});

const TimeEntryInput = v.strictObject({
  projectId: id,
  personId: id,
  serviceId: v.optional(v.nullable(id)),
  date: LocalDateInput,
  minutes,
  note: optionalText(2000),
  billable: v.optional(v.boolean()),
  approved: v.optional(v.boolean()),
});

/** Resource name in the address → record kind and what it takes. */
export const RESOURCES = {
  contacts: { kind: "contact", input: ContactInput },
  projects: { kind: "project", input: ProjectInput },
  services: { kind: "service", input: ServiceInput },
  people: { kind: "person", input: PersonInput },
  "time-entries": { kind: "time_entry", input: TimeEntryInput },
  quotes: { kind: "quote", input: QuoteInput },
  invoices: { kind: "invoice", input: InvoiceInput },
  bills: { kind: "bill", input: InvoiceInput },
  "credit-notes": { kind: "credit_note", input: CreditNoteInput },
  payments: { kind: "payment", input: PaymentInput },
} as const;
export type ResourceName = keyof typeof RESOURCES;

/** A bookkeeper's choice for lines of a bill: what Apply writes to Xero. */
export const ApplyCodingInput = v.strictObject({
  shortCode: text(20),
  lines: v.pipe(
    v.array(
      v.strictObject({
        lineId: id,
        /** The line as it was seen: one that is another amount by now is left alone, with all the others. Absent: as it is when the request comes. */
        amountMinor: v.optional(minor),
        accountCode: v.optional(v.nullable(text(10))),
        taxType: v.optional(v.nullable(text(50))),
        projectId: v.optional(v.nullable(id)),
        /** Whether the person took the suggestion as it was. */
        feedback: v.optional(v.picklist(["accepted", "corrected"]), "corrected" as const),
      }),
    ),
    v.minLength(1),
    v.maxLength(500),
  ),
});

export const ResolveConflictInput = v.strictObject({
  /** Keep one side, or choose per field ("quantity": "ours"). */
  choice: v.union([v.picklist(["ours", "xero"]), v.record(v.string(), v.picklist(["ours", "xero"]))]),
});
/** The contact that a held-back one is; null: it is a new one. */
export const DecideContactInput = v.strictObject({ sameAs: v.nullable(id) });
/** So much of a credit is applied to an invoice or bill; dated today unless said otherwise. */
export const AllocateInput = v.strictObject({ documentId: id, amountMinor: positiveMinor, date: v.optional(LocalDateInput) });
/** An accepted quote becomes an invoice: dated today, a draft, without a due date, unless said otherwise. */
export const InvoiceQuoteInput = v.strictObject({ date: v.optional(LocalDateInput), dueDate: v.optional(LocalDateInput), status: v.optional(v.picklist(["draft", "authorised"])) });
export const DecideProposalInput = v.strictObject({ decision: v.picklist(["apply", "decline"]) });

export const MarksInput = v.strictObject({
  shortCode: text(20),
  records: v.pipe(v.array(v.strictObject({ kind: v.picklist(["invoice", "bill", "contact", "bank_transaction", "credit_note", "quote"]), id: text(64) })), v.maxLength(200)),
});

/** The organisation's name, as typed by whoever deletes its data. */
export const DeleteOrganisationInput = v.strictObject({ confirm: v.pipe(v.string(), v.maxLength(255, "is too long")) });
