import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import { withAmounts } from "../documentAmounts.ts";
import { groupsOf, groupValue } from "../merge/recordGroups.ts";
import type { SyncedBody } from "../merge/groups.ts";
import { minorToNumber } from "../money.ts";
import type { Address, Contact, Phone } from "../records/contact.ts";
import type { Document, Line } from "../records/document.ts";
import type { SyncedKind } from "../records/kinds.ts";
import { fromXero, type XeroListKind } from "./fromXero.ts";
import type { FromXeroContext, Raw, ToXeroOptions } from "./mapped.ts";
import { toXero } from "./toXero.ts";

const CONTEXT: FromXeroContext = { recordIdOf: (_, xeroId) => xeroId.replace(/^x-/, ""), projectOfOption: () => null, homeCurrency: "AUD" };
const CREATE: ToXeroOptions = { groups: "all", xeroId: null, xeroIdOf: (_, id) => `x-${id}`, backLink: null };

const word = fc.string({ minLength: 1, maxLength: 12 }).map((text) => text.trim()).filter((text) => text !== "");
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const phone: fc.Arbitrary<Phone> = fc.record({ country: maybe(word), area: maybe(word), number: word });
const address: fc.Arbitrary<Address> = fc.record({ lines: fc.array(word, { minLength: 1, maxLength: 4 }), city: maybe(word), region: maybe(word), postalCode: maybe(word), country: maybe(word), attention: maybe(word) });
const terms = fc.record({ day: fc.integer({ min: 1, max: 31 }), type: fc.constantFrom("days_after_bill_date", "of_following_month") as fc.Arbitrary<"days_after_bill_date"> });

const contact: fc.Arbitrary<Contact> = fc.record({
  name: word,
  firstName: maybe(word),
  lastName: maybe(word),
  email: maybe(word),
  taxNumber: maybe(word),
  accountNumber: maybe(word),
  phones: fc.record({ default: maybe(phone), mobile: maybe(phone), direct: maybe(phone), fax: maybe(phone) }),
  addresses: fc.record({ postal: maybe(address), street: maybe(address) }),
  persons: fc.array(fc.record({ firstName: maybe(word), lastName: maybe(word), email: maybe(word), includeInEmails: fc.boolean() }), { maxLength: 5 }),
  salesTerms: maybe(terms),
  billTerms: maybe(terms),
  status: fc.constant("active" as const),
  mergedIntoId: fc.constant(null),
  isCustomer: fc.constant(false),
  isSupplier: fc.constant(false),
});

const line: fc.Arbitrary<Line> = fc
  .record({
    description: maybe(word),
    quantityE4: fc.integer({ min: 1, max: 9_999_999 }),
    unitAmountE4: fc.integer({ min: -99_999_999, max: 99_999_999 }),
    discountRateE4: maybe(fc.integer({ min: 1, max: 1_000_000 })),
    itemCode: maybe(word),
    accountCode: maybe(word),
    taxType: fc.constantFrom("OUTPUT", "FREE"),
    tracking: fc.subarray([{ categoryId: "c1", optionId: "o1" }, { categoryId: "c2", optionId: "o2" }]),
    number: fc.nat({ max: 1_000_000 }),
  })
  .map(({ number, ...rest }) => ({ ...rest, id: `x-line-${number}`, xeroLineId: `x-line-${number}`, discountMinor: null, taxMinor: 0, amountMinor: 0, projectId: null, serviceId: null, timeEntryIds: [] }));

const documentOf = (kind: SyncedKind): fc.Arbitrary<Document> =>
  fc
    .record({
      contactId: word.map((id) => id.replace(/^x-/, "")).filter((id) => id !== ""),
      number: maybe(word),
      reference: maybe(word),
      date: fc.date({ min: new Date("2000-01-01"), max: new Date("2090-01-01"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
      dueDate: fc.constantFrom("2026-12-24", "2027-01-31"),
      currency: fc.constantFrom("AUD", "USD", "JPY", "BHD"),
      rate: fc.integer({ min: 1, max: 99_999_999 }),
      lineAmountTypes: fc.constantFrom("exclusive", "inclusive") as fc.Arbitrary<"exclusive">,
      lines: fc.uniqueArray(line, { minLength: 1, maxLength: 6, selector: (one) => one.id }),
    })
    .map(({ rate, ...rest }) => {
      const purchases = kind === "bill";
      // Discounts exist on sales alone.
      const lines = purchases ? rest.lines.map((one) => ({ ...one, discountRateE4: null })) : rest.lines;
      const document: Document = {
        ...rest,
        lines,
        side: purchases ? "purchases" : "sales",
        status: "draft",
        currencyRateE6: rest.currency === "AUD" ? null : rate,
        subtotalMinor: 0,
        taxMinor: 0,
        totalMinor: 0,
        amountDueMinor: 0,
        amountPaidMinor: 0,
        amountCreditedMinor: 0,
        fullyPaidOn: null,
        sentToContact: false,
        allocations: [],
        bankAccountId: null,
        isReconciled: false,
        title: null,
        summary: null,
        terms: null,
      };
      return withAmounts(document, (taxType) => (taxType === "OUTPUT" ? 100_000 : 0));
    });

/** What Xero adds of its own to a body it took: ids, totals, the fields that we never write. */
function answered(element: Record<string, unknown>, list: XeroListKind, body: SyncedBody): Raw {
  const raw: Record<string, unknown> = { ...structuredClone(element), [`${ID_OF[list]}`]: "x-1", UpdatedDateUTC: "/Date(1700000000000+0000)/", SomethingNew: { unknown: true } };
  if (!("lines" in body)) return raw;
  const document = body as Document;
  const money = (minor: number) => minorToNumber(minor, document.currency);
  raw["LineItems"] = (raw["LineItems"] as Record<string, unknown>[]).map((item, index) => ({ ...item, LineAmount: money(document.lines[index]!.amountMinor) }));
  return { ...raw, Date: `/Date(${Date.parse(`${document.date}T00:00:00Z`)}+0000)/`, SubTotal: money(document.subtotalMinor), TotalTax: money(document.taxMinor), Total: money(document.totalMinor), AmountDue: money(document.totalMinor), RemainingCredit: money(document.totalMinor), AmountPaid: 0, AmountCredited: 0 };
}

const ID_OF: Partial<Record<XeroListKind, string>> = { contact: "ContactID", invoice: "InvoiceID", credit_note: "CreditNoteID", quote: "QuoteID" };

function roundTrip(kind: SyncedKind, list: XeroListKind, body: SyncedBody): void {
  const sent = toXero(kind, body, CREATE);
  if (!sent.ok) throw new Error("nothing is missing here");
  const back = fromXero(list, answered(sent.element, list, body), CONTEXT);
  if (!back.ok) throw new Error(JSON.stringify(back));
  expect(back.kind).toBe(kind);
  for (const group of groupsOf(kind, body)) expect(groupValue(kind, group, back.body), group).toEqual(groupValue(kind, group, body));
}

promise(["AX-03"], "round trips of generated records", "a record sent to Xero and read back is the record, group by group, to the last decimal", () => {
  fc.assert(fc.property(contact, (body) => roundTrip("contact", "contact", body)));
  fc.assert(fc.property(documentOf("invoice"), (body) => roundTrip("invoice", "invoice", body)));
  fc.assert(fc.property(documentOf("bill"), (body) => roundTrip("bill", "invoice", body)));
  fc.assert(fc.property(documentOf("credit_note"), (body) => roundTrip("credit_note", "credit_note", body)));
  fc.assert(fc.property(documentOf("quote"), (body) => roundTrip("quote", "quote", body)));
});

describe("what cannot be read is said, never thrown and never dropped", () => {
  const invoice = { InvoiceID: "i", Type: "ACCREC", Status: "AUTHORISED", Contact: { ContactID: "x-acme" }, Date: "/Date(1700000000000+0000)/", LineAmountTypes: "Exclusive", LineItems: [], Total: 0 };
  const cases: [string, Raw, string][] = [
    ["a status Xero invents", { ...invoice, Status: "PARKED" }, "Status PARKED is not known"],
    ["a date that does not exist", { ...invoice, Date: "2026-02-30" }, 'Date is not a date: "2026-02-30"'],
    ["an amount with three decimals", { ...invoice, Total: 1.005 }, "Total is no number with at most 2 decimals: 1.005"],
    ["lines that are no list", { ...invoice, LineItems: "none" }, "LineItems is not a list"],
    ["no contact", { ...invoice, Contact: null }, "Contact is missing"],
    ["a quantity that is a word", { ...invoice, LineItems: [{ Quantity: "many" }] }, 'Quantity is no number with at most 4 decimals: "many"'],
  ];
  test.each(cases)("%s", (_, raw, reason) => {
    expect(fromXero("invoice", raw, CONTEXT)).toEqual({ ok: false, type: "unmappable", xeroId: "i", reason });
  });

  test("anything at all", () => {
    const lists: XeroListKind[] = ["contact", "invoice", "credit_note", "quote", "payment", "bank_transaction", "overpayment", "prepayment"];
    fc.assert(fc.property(fc.constantFrom(...lists), fc.object(), (list, raw) => "ok" in fromXero(list, raw, CONTEXT)));
    const shaped = fc.record({ Type: fc.constantFrom("ACCREC", "SPEND", "ACCRECCREDIT"), Status: fc.constant("DRAFT"), Contact: fc.constant({ ContactID: "c" }), Date: fc.constant("2026-01-01"), LineItems: fc.array(fc.anything()), Total: fc.anything(), Allocations: fc.anything() });
    fc.assert(fc.property(fc.constantFrom(...lists), shaped, (list, raw) => "ok" in fromXero(list, raw, CONTEXT)));
  });

  test("a contact that has not been read yet is asked for", () => {
    const known = { ...CONTEXT, recordIdOf: () => null };
    expect(fromXero("invoice", invoice, known)).toEqual({ ok: false, type: "unresolved", xeroId: "i", needs: { kind: "contact", xeroId: "x-acme" } });
  });

  test("a transfer is shown by another list", () => {
    expect(fromXero("bank_transaction", { BankTransactionID: "b", Type: "SPEND-TRANSFER" }, CONTEXT)).toMatchObject({ ok: false, type: "elsewhere" });
  });

  test("a light row without lines does not pass for a document without lines", () => {
    const { LineItems: _, ...light } = { ...invoice, Total: 12 };
    expect(fromXero("invoice", light, CONTEXT)).toMatchObject({ ok: true, complete: false });
    expect(fromXero("invoice", { ...invoice, Total: 12 }, CONTEXT)).toMatchObject({ ok: true, complete: false });
  });
});

describe("what goes to Xero", () => {
  const lines = [{ id: "a", xeroLineId: "x-a", description: "Work", quantityE4: 15_000, unitAmountE4: 1_234_567, discountRateE4: null, discountMinor: null, itemCode: null, accountCode: "200", taxType: "OUTPUT", taxMinor: 1_852, amountMinor: 18_519, tracking: [], projectId: "p1", serviceId: null, timeEntryIds: [] }];
  const body = { side: "sales", contactId: "acme", number: "INV-1", reference: "R", date: "2026-11-20", dueDate: null, status: "draft", currency: "AUD", currencyRateE6: null, lineAmountTypes: "exclusive", lines, subtotalMinor: 18_519, taxMinor: 1_852, totalMinor: 20_371, amountDueMinor: 20_371, amountPaidMinor: 0, amountCreditedMinor: 0, fullyPaidOn: null, sentToContact: false, allocations: [], bankAccountId: null, isReconciled: false, title: null, summary: null, terms: null } satisfies Document;

  test("a document names its contact by id alone: any other field would rewrite the contact", () => {
    const sent = toXero("invoice", body, CREATE);
    expect(sent.ok && sent.element["Contact"]).toEqual({ ContactID: "x-acme" });
  });

  test("the lines' ids go along, prices keep four decimals, and what is ours alone stays here", () => {
    const sent = toXero("invoice", body, { ...CREATE, xeroId: "x-1", groups: ["coding:a"] });
    expect(sent).toEqual({ ok: true, element: {
      InvoiceID: "x-1",
      LineAmountTypes: "Exclusive",
      LineItems: [{ LineItemID: "x-a", Description: "Work", Quantity: 1.5, UnitAmount: 123.4567, AccountCode: "200", TaxType: "OUTPUT", TaxAmount: 18.52, DiscountRate: 0, Tracking: [] }],
    } });
  });

  test("only the fields of the groups asked for", () => {
    const sent = toXero("invoice", body, { ...CREATE, xeroId: "x-1", groups: ["reference"] });
    expect(sent).toEqual({ ok: true, element: { InvoiceID: "x-1", Reference: "R" } });
  });

  test("our address goes along when it is made, so that a probe finds it again", () => {
    const sent = toXero("invoice", body, { ...CREATE, backLink: "https://books.example/r/1" });
    expect(sent.ok && sent.element["Url"]).toBe("https://books.example/r/1");
  });

  test("a contact that is not in Xero yet is named", () => {
    expect(toXero("invoice", body, { ...CREATE, xeroIdOf: () => null })).toEqual({ ok: false, needs: { kind: "contact", recordId: "acme" } });
  });
});
