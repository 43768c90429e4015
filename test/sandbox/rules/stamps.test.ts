import { describe, expect, test } from "vitest";
import { asClient, type Body } from "../asClient.ts";
import { createSandbox } from "../sandbox.ts";

/** A customer with an approved invoice of 110.00 and a credit note of 22.00, a bill part-paid, and a bank account. */
function scene() {
  const sandbox = createSandbox({ seed: 1, organisations: 1, firm: "empty" });
  const client = asClient(sandbox);
  const { tenantId } = client;
  const { bookkeeper } = sandbox;
  const contact = bookkeeper.createContact({ tenantId, contact: { Name: "A" } });
  const paper = { Status: "AUTHORISED", DueDate: "2026-12-20", Contact: { ContactID: contact.id } };
  const invoice = bookkeeper.createInvoice({ tenantId, invoice: { ...paper, LineItems: [{ Description: "x", UnitAmount: 100, AccountCode: "200" }] } });
  const bill = bookkeeper.createBill({ tenantId, bill: { ...paper, LineItems: [{ Description: "y", UnitAmount: 100, AccountCode: "400" }] } });
  const note = bookkeeper.createCreditNote({ tenantId, creditNote: { Type: "ACCRECCREDIT", ...paper, LineItems: [{ Description: "z", UnitAmount: 20, AccountCode: "200" }] } });
  bookkeeper.payInvoice({ tenantId, invoiceId: bill.id, amountMinor: 1_000 });
  const stamps = () => {
    const { invoices, creditNotes, contacts } = sandbox.organisations[0]!.books;
    return { invoice: invoices.get(invoice.id)?.updatedAtMs, bill: invoices.get(bill.id)?.updatedAtMs, note: creditNotes.get(note.id)?.updatedAtMs, contact: contacts.get(contact.id)?.updatedAtMs };
  };
  const bankId = [...sandbox.organisations[0]!.books.accounts.values()].find((account) => account.code === "090")!.id;
  return { sandbox, client, bookkeeper, bankId, tenantId, contact, invoice, bill, note, stamps };
}
type Scene = ReturnType<typeof scene>;

const payment = ({ client, invoice }: Scene, more: Body = {}) => client.put("/Payments", { Invoice: { InvoiceID: invoice.id }, Account: { Code: "090" }, Amount: 10, ...more });
const allocation = ({ client, note, invoice }: Scene) => client.put(`/CreditNotes/${note.id}/Allocations`, { Amount: 5, Invoice: { InvoiceID: invoice.id } });

/** What happens, and whose UpdatedDateUTC it moves. */
const acts: [what: string, act: (given: Scene) => unknown, moves: string[]][] = [
  ["a changed reference", ({ client, invoice }) => client.post(`/Invoices/${invoice.id}`, { Reference: "new" }), ["invoice"]],
  ["a payment by API (facts §4.4)", (given) => payment(given), ["invoice"]],
  ["a payment by a person (facts §4.4)", ({ bookkeeper, tenantId, invoice }) => bookkeeper.payInvoice({ tenantId, invoiceId: invoice.id }), ["invoice"]],
  ["a payment run over it (facts §4.4)", ({ client, invoice, bankId }) => client.put("/BatchPayments", { Account: { AccountID: bankId }, Date: "2026-11-20", Payments: [{ Invoice: { InvoiceID: invoice.id }, Amount: 1 }] }), ["invoice"]],
  ["an allocation, on both of its sides (facts §4.4)", (given) => allocation(given), ["invoice", "note"]],
  ["a retag of a part-paid bill (facts §5.3)", ({ client, bill }) => client.post(`/Invoices/${bill.id}`, { LineItems: [{ LineItemID: bill.lines[0]!.lineItemId, AccountCode: "404" }] }), ["bill"]],
  ["DueDate of a part-paid bill (facts §2.4)", ({ client, bill }) => client.post(`/Invoices/${bill.id}`, { DueDate: "2027-01-31" }), []],
  ["a note in its history (facts §2.4)", ({ client, invoice }) => client.put(`/Invoices/${invoice.id}/History`, { HistoryRecords: [{ Details: "seen" }] }), []],
  ["a contact's phone", ({ client, contact }) => client.post(`/Contacts/${contact.id}`, { Phones: [{ PhoneType: "MOBILE", PhoneNumber: "1" }] }), ["contact"]],
  ["a bill for a customer: a supplier now, and owed more (facts §2.4)", ({ bookkeeper, tenantId, contact }) => bookkeeper.createBill({ tenantId, bill: { Status: "AUTHORISED", DueDate: "2026-12-20", Contact: { ContactID: contact.id }, LineItems: [{ Description: "x", UnitAmount: 5, AccountCode: "400" }] } }), []],
  ["a refused write", ({ client, invoice }) => client.post(`/Invoices/${invoice.id}`, { Status: "DRAFT" }), []],
];

describe("one UpdatedDateUTC a record: what moves it and what does not", () => {
  test.each(acts)("%s", async (_, act, moves) => {
    const given = scene();
    const before = given.stamps();
    given.sandbox.clock.advance(5_000);
    await act(given);
    const after = given.stamps();
    expect(Object.keys(after).filter((name) => after[name as keyof typeof after] !== before[name as keyof typeof before])).toEqual(moves);
  });

  test.each([["taken back", "payment"], ["taken back", "allocation"]] as const)("what was %s moves it once more: %s", async (_, what) => {
    const given = scene();
    const made = what === "payment" ? (await payment(given)).json()["Payments"][0].PaymentID : (await allocation(given), given.sandbox.organisations[0]!.books.allocations.keys().next().value);
    const before = given.stamps();
    given.sandbox.clock.advance(5_000);
    if (what === "payment") await given.client.post(`/Payments/${made}`, { Status: "DELETED" });
    else await given.client.send("DELETE", `/CreditNotes/${given.note.id}/Allocations/${made}`);
    const after = given.stamps();
    expect([after.invoice !== before.invoice, after.note !== before.note]).toEqual([true, what === "allocation"]);
  });
});
