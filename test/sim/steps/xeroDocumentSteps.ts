import type { SimOrganisation, SimWorld } from "../world/simWorld.ts";
import { activeContactsOf, inXero, invoicesOf, saying } from "./inXero.ts";
import { anOrganisation, anyOf, chosen, step, type StepKind } from "./step.ts";

type Posted = Record<string, unknown>;
const line = (quantity: number, account: string, tax: string): Posted => ({ Description: "Hire", Quantity: quantity, UnitAmount: 100, AccountCode: account, TaxType: tax });

/** Some contacts are abroad: what is made for them is in dollars, each document at a rate of its own. */
const abroad = (contact: number): Posted => (contact % 4 === 3 ? { CurrencyCode: "USD", CurrencyRate: 0.5 + (contact % 7) / 10 } : {});
const rateOf = ({ currency }: { currency: string }, day: number): { currencyRate?: number } => (currency === "AUD" ? {} : { currencyRate: 0.4 + (day % 5) / 10 });

/** Documents that a person makes in Xero, by sort. */
const MAKES: Readonly<Record<string, (world: SimWorld, organisation: SimOrganisation, made: { contactId: string; quantity: number; currency: Posted }) => unknown>> = {
  bill: (world, { tenantId }, { contactId, quantity, currency }) =>
    world.sandbox.bookkeeper.createBill({ tenantId, bill: { ...currency, Contact: { ContactID: contactId }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [line(quantity, "429", "INPUT")] } as never }),
  invoice: (world, { tenantId }, { contactId, quantity, currency }) =>
    world.sandbox.bookkeeper.createInvoice({ tenantId, invoice: { ...currency, Contact: { ContactID: contactId }, Date: "2026-11-20", DueDate: "2026-12-01", LineItems: [line(quantity, "200", "OUTPUT"), line(1, "260", "OUTPUT")] } as never }),
  "credit note": (world, { tenantId }, { contactId, quantity, currency }) =>
    world.sandbox.bookkeeper.createCreditNote({ tenantId, creditNote: { ...currency, Type: "ACCRECCREDIT", Status: "AUTHORISED", Date: "2026-11-21", Contact: { ContactID: contactId }, LineItems: [line(quantity, "200", "OUTPUT")] } as never }),
  quote: (world, { tenantId }, { contactId, quantity, currency }) =>
    world.sandbox.bookkeeper.createQuote({ tenantId, quote: { ...currency, Contact: { ContactID: contactId }, Date: "2026-11-20", LineItems: [line(quantity, "200", "OUTPUT")] } as never }),
  "bank transaction": (world, organisation, { contactId, quantity }) => bank(world, organisation, { Type: "SPEND", Contact: { ContactID: contactId }, LineItems: [line(quantity, "404", "EXEMPTEXPENSES")] }),
  prepayment: (world, organisation, { contactId, quantity, currency }) => bank(world, organisation, { ...currency, Type: "RECEIVE-PREPAYMENT", Contact: { ContactID: contactId }, LineItems: [line(quantity, "200", "OUTPUT")] }),
};

function bank(world: SimWorld, { tenantId, books }: SimOrganisation, transaction: Posted): unknown {
  const account = [...books.accounts.values()].find((one) => one.type === "BANK")!;
  return world.sandbox.bookkeeper.createBankTransaction({ tenantId, bankTransaction: { Date: "2026-11-20", BankAccount: { AccountID: account.id }, ...transaction } as never });
}

/** What a person does with an invoice or bill that is there. */
const ACTS = ["approve", "approve", "submit", "void", "delete", "pay", "pay in part", "pay too much", "delete payment", "credit"] as const;

/** What people do with documents in Xero. */
export const XERO_DOCUMENT_STEPS: Readonly<Record<string, StepKind>> = {
  "new document in Xero": step({
    side: "xero",
    draw: (dice) => ({ org: anOrganisation(dice), sort: dice.pick(["bill", "bill", ...Object.keys(MAKES)]), contact: anyOf(dice), quantity: 1 + dice.below(30) }),
    run: async (world, { org, sort, contact, quantity }) => {
      const organisation = world.organisations[org]!;
      const to = chosen(activeContactsOf(organisation), contact);
      if (to !== null) inXero(world, () => MAKES[sort]!(world, organisation, { contactId: to.id, quantity, currency: abroad(contact) }));
    },
  }),
  "edit document in Xero": step({
    side: "xero",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), field: dice.pick(["reference", "reference", "quantity", "quantity", "coding", "add a line", "due date"]), value: 100 + dice.below(900) }),
    run: async (world, { org, which, field, value }) => {
      const organisation = world.organisations[org]!;
      const { tenantId } = organisation;
      const invoice = chosen(invoicesOf(organisation), which);
      if (invoice === null) return;
      const kept = invoice.lines.map((one) => ({ LineItemID: one.lineItemId }));
      const { bookkeeper } = world.sandbox;
      const lines = (changed: Posted[]): unknown => bookkeeper.editInvoiceLines({ tenantId, invoiceId: invoice.id, lines: changed as never });
      const edits: Readonly<Record<string, [text: string, act: () => unknown]>> = {
        reference: [`xero ${value} said`, () => bookkeeper.editInvoice({ tenantId, invoiceId: invoice.id, changes: { Reference: `xero ${value} said` } as never })],
        quantity: [`"Quantity":${value}`, () => lines(kept.map((one, index) => (index === 0 ? { ...one, Quantity: value } : one)))],
        coding: [`"AccountCode":"${invoice.type === "ACCREC" ? "260" : "441"}"`, () => lines(kept.map((one, index) => (index === 0 ? { ...one, AccountCode: invoice.type === "ACCREC" ? "260" : "441" } : one)))],
        "add a line": [`Added ${value}`, () => lines([...kept, { Description: `Added ${value}`, Quantity: 1, UnitAmount: 10, AccountCode: invoice.type === "ACCREC" ? "200" : "429", TaxType: invoice.type === "ACCREC" ? "OUTPUT" : "INPUT" }])],
        "due date": [`2026-12-${10 + (value % 20)}`, () => bookkeeper.editInvoice({ tenantId, invoiceId: invoice.id, changes: { DueDate: `2026-12-${10 + (value % 20)}`, ...(invoice.currency === "AUD" ? {} : { CurrencyRate: value / 1_000 }) } as never })],
      };
      const [text, act] = edits[field]!;
      if (field === "due date") inXero(world, act);
      else saying(world, organisation, { xeroId: invoice.id, field: field === "reference" ? field : `lines ${field}`, text }, act);
    },
  }),
  "act on document in Xero": step({
    side: "xero",
    draw: (dice) => ({ org: anOrganisation(dice), which: anyOf(dice), act: dice.pick<string>(ACTS), other: anyOf(dice) }),
    run: async (world, { org, which, act, other }) => {
      const organisation = world.organisations[org]!;
      const { tenantId, books } = organisation;
      const invoice = chosen(invoicesOf(organisation).filter((one) => one.status !== "VOIDED" && one.status !== "DELETED"), which);
      if (invoice === null) return;
      const what = { tenantId, invoiceId: invoice.id };
      const { bookkeeper } = world.sandbox;
      const payment = chosen([...books.payments.values()].filter(({ status }) => status !== "DELETED"), other);
      const credit = chosen([...books.creditNotes.values(), ...books.overpayments.values(), ...books.prepayments.values()], other);
      const acts: Readonly<Record<string, () => unknown>> = {
        approve: () => bookkeeper.approve(what), submit: () => bookkeeper.submit(what), void: () => bookkeeper.void(what), delete: () => bookkeeper.delete(what),
        pay: () => bookkeeper.payInvoice({ ...what, ...rateOf(invoice, other) }),
        "pay in part": () => bookkeeper.payInvoice({ ...what, amountMinor: 1_000 + (other % 10) * 100, ...rateOf(invoice, other) }),
        "pay too much": () => bookkeeper.payInvoice({ ...what, amountMinor: 1_000_000, ...rateOf(invoice, other) }),
        "delete payment": () => (payment === null ? null : bookkeeper.deletePayment({ tenantId, paymentId: payment.id })),
        credit: () => (credit === null ? null : bookkeeper.allocate({ tenantId, creditId: credit.id, invoiceId: invoice.id })),
      };
      inXero(world, acts[act]!);
    },
  }),
};
