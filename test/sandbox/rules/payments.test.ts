import { describe, expect, test } from "vitest";
import { asClient, type Body, type Client } from "../asClient.ts";
import { createSandbox, type Sandbox } from "../sandbox.ts";

interface Stage {
  sandbox: Sandbox;
  client: Client;
  invoiceId: string;
  contactId: string;
}

/** One approved sales invoice of 110.00. */
async function stage(options: Partial<Parameters<typeof createSandbox>[0]> = {}): Promise<Stage> {
  const sandbox = createSandbox({ seed: 1, firm: "empty", ...options });
  const client = asClient(sandbox);
  const invoice = (await client.put("/Invoices", { Type: "ACCREC", Status: "AUTHORISED", InvoiceNumber: "S-1", DueDate: "2026-12-01", Contact: { Name: "Payer" }, LineItems: [{ Description: "x", UnitAmount: 100, AccountCode: "200" }] })).json()["Invoices"][0];
  return { sandbox, client, invoiceId: invoice.InvoiceID, contactId: invoice.Contact.ContactID };
}

const read = async ({ client, invoiceId }: Stage) => (await client.get(`/Invoices/${invoiceId}`)).json()["Invoices"][0] as Body;
const pay = ({ client, invoiceId }: Stage, Amount: number, more: Body = {}) => client.put("/Payments", { Invoice: { InvoiceID: invoiceId }, Account: { Code: "090" }, Date: "2026-11-23", Amount, ...more });
const errorsOf = (answer: { json: () => Body }) => answer.json()["Elements"][0].ValidationErrors.map((error: Body) => error["Message"]) as string[];
const amounts = (invoice: Body) => [invoice["AmountDue"], invoice["AmountPaid"], invoice["AmountCredited"], invoice["Status"]];

async function note(here: Stage, UnitAmount: number, Status = "AUTHORISED"): Promise<Body> {
  return (await here.client.put("/CreditNotes", { Type: "ACCRECCREDIT", Status, Contact: { ContactID: here.contactId }, LineAmountTypes: "NoTax", LineItems: [{ Description: "back", UnitAmount, AccountCode: "200" }] })).json()["CreditNotes"][0];
}

describe("what is due (facts §5.5)", () => {
  test("part payments, a credit and a deletion add up; the deleted payment stays readable with its amount", async () => {
    const here = await stage();
    const first = (await pay(here, 40)).json()["Payments"][0];
    expect(amounts(await read(here))).toEqual([70, 40, 0, "AUTHORISED"]);
    const credit = await note(here, 20);
    await here.client.put(`/CreditNotes/${credit["CreditNoteID"]}/Allocations`, { Amount: 20, Invoice: { InvoiceID: here.invoiceId }, Date: "2026-11-23" });
    expect(amounts(await read(here))).toEqual([50, 40, 20, "AUTHORISED"]);
    await pay(here, 50);
    const paid = await read(here);
    expect(amounts(paid)).toEqual([0, 90, 20, "PAID"]);
    expect(paid["FullyPaidOnDate"]).toBe("/Date(1795392000000+0000)/");
    expect(paid["Payments"]).toHaveLength(2);

    const deleted = (await here.client.post(`/Payments/${first.PaymentID}`, { Status: "DELETED" })).json()["Payments"][0];
    expect(deleted).toMatchObject({ Status: "DELETED", Amount: 40 });
    const after = await read(here);
    expect(amounts(after)).toEqual([40, 50, 20, "AUTHORISED"]);
    expect(after["Payments"]).toHaveLength(1);
    expect((await here.client.get(`/Payments/${first.PaymentID}`)).json()["Payments"][0]).toMatchObject({ Status: "DELETED", Amount: 40 });
  });

  test("paid without any payment row, by a credit alone", async () => {
    const here = await stage();
    const credit = await note(here, 110);
    await here.client.put(`/CreditNotes/${credit["CreditNoteID"]}/Allocations`, { Amount: 110, Invoice: { InvoiceID: here.invoiceId }, Date: "2026-11-23" });
    const invoice = await read(here);
    expect(amounts(invoice)).toEqual([0, 0, 110, "PAID"]);
    expect(invoice["Payments"]).toEqual([]);
    expect((await here.client.get(`/CreditNotes/${credit["CreditNoteID"]}`)).json()["CreditNotes"][0]).toMatchObject({ Status: "PAID", RemainingCredit: 0 });
  });

  test("an overpayment and a prepayment, made as bank transactions, pay it too", async () => {
    const here = await stage();
    for (const [Type, list, amount] of [["RECEIVE-OVERPAYMENT", "Overpayments", 30], ["RECEIVE-PREPAYMENT", "Prepayments", 80]] as const) {
      const made = (await here.client.put("/BankTransactions", { Type, Contact: { ContactID: here.contactId }, BankAccount: { Code: "090" }, LineAmountTypes: "NoTax", LineItems: [{ Description: "x", Quantity: 1, UnitAmount: amount, AccountCode: "200" }] })).json()["BankTransactions"][0];
      const id = made.OverpaymentID ?? made.PrepaymentID;
      expect((await here.client.put(`/${list}/${id}/Allocations`, { Amount: amount, Invoice: { InvoiceID: here.invoiceId }, Date: "2026-11-23" })).status).toBe(200);
      expect((await here.client.get(`/${list}/${id}`)).json()[list][0]).toMatchObject({ Status: "PAID", RemainingCredit: 0 });
    }
    expect(amounts(await read(here))).toEqual([0, 0, 110, "PAID"]);
  });

  test("a person who overpays leaves an overpayment", async () => {
    const here = await stage();
    const { overpayment } = here.sandbox.bookkeeper.payInvoice({ tenantId: here.client.tenantId, invoiceId: here.invoiceId, amountMinor: 12_000 });
    expect(overpayment).toMatchObject({ totalMinor: 1_000, status: "AUTHORISED" });
    expect(amounts(await read(here))).toEqual([0, 110, 0, "PAID"]);
  });

  test("an allocation taken back opens the invoice again", async () => {
    const here = await stage();
    const credit = await note(here, 110);
    await here.client.put(`/CreditNotes/${credit["CreditNoteID"]}/Allocations`, { Amount: 110, Invoice: { InvoiceID: here.invoiceId }, Date: "2026-11-23" });
    const [allocation] = (await here.client.get(`/CreditNotes/${credit["CreditNoteID"]}`)).json()["CreditNotes"][0].Allocations;
    await here.client.send("DELETE", `/CreditNotes/${credit["CreditNoteID"]}/Allocations/${allocation.AllocationID}`);
    expect(amounts(await read(here))).toEqual([110, 0, 0, "AUTHORISED"]);
  });

  test("a payment moves UpdatedDateUTC of the invoice (facts §4.4)", async () => {
    const here = await stage();
    const before = await read(here);
    here.sandbox.clock.advance(3_000);
    await pay(here, 1);
    expect((await read(here))["UpdatedDateUTC"]).not.toBe(before["UpdatedDateUTC"]);
  });
});

describe("foreign currency (facts §5.3, §5.5)", () => {
  const invoice = async (here: Stage, more: Body = {}) => (await here.client.put("/Invoices", { Type: "ACCREC", Status: "AUTHORISED", DueDate: "2026-12-01", CurrencyCode: "USD", Contact: { Name: "Payer" }, LineItems: [{ Description: "x", UnitAmount: 100, AccountCode: "200", TaxType: "EXEMPTEXPORT" }], ...more })).json()["Invoices"][0] as Body;
  test.each([["the day's rate where none is given", {}, 0.6523], ["the rate that is given", { CurrencyRate: 0.5 }, 0.5]])("an invoice takes %s", async (_, more, rate) => {
    expect(await invoice(await stage(), more)).toMatchObject({ CurrencyCode: "USD", CurrencyRate: rate, Total: 100 });
  });
  test("its payment is in its own currency, the bank's amount by the payment's rate or as told; dues stay foreign", async () => {
    const here = await stage();
    const { InvoiceID } = await invoice(here, { CurrencyRate: 0.5 });
    const paid = async (more: Body) => (await here.client.put("/Payments", { Invoice: { InvoiceID }, Account: { Code: "090" }, Date: "2026-11-23", Amount: 10, ...more })).json()["Payments"][0] as Body;
    expect(await paid({})).toMatchObject({ Amount: 10, BankAmount: 20, CurrencyRate: 0.5 });
    expect(await paid({ CurrencyRate: 0.8 })).toMatchObject({ Amount: 10, BankAmount: 12.5, CurrencyRate: 0.8 });
    expect(await paid({ BankAmount: 15.4 })).toMatchObject({ Amount: 10, BankAmount: 15.4 });
    expect((await here.client.get(`/Invoices/${InvoiceID}`)).json()["Invoices"][0]).toMatchObject({ AmountPaid: 30, AmountDue: 70 });
  });
  test("a credit of another currency does not go against it", async () => {
    const here = await stage();
    const { InvoiceID } = await invoice(here);
    const credit = await note(here, 20);
    const answer = await here.client.put(`/CreditNotes/${credit["CreditNoteID"]}/Allocations`, { Amount: 5, Invoice: { InvoiceID } });
    expect([answer.status, errorsOf(answer)]).toEqual([400, ["The currencies of the documents must match"]]);
  });
});

describe("what is refused (facts §5.5, §5.12)", () => {
  test("more than is due, a draft, a paid invoice, no bank account, a change", async () => {
    const here = await stage();
    expect(errorsOf(await pay(here, 110.01))).toEqual(["Payment amount exceeds the amount outstanding on this document"]);
    expect(errorsOf(await pay(here, 0))).toEqual(["Payment amount must be greater than zero"]);
    expect(errorsOf(await pay(here, 5, { Account: { Code: "200" } }))).toEqual(["Account could not be found"]);
    const payment = (await pay(here, 110)).json()["Payments"][0];
    expect(errorsOf(await pay(here, 5))).toEqual(["The invoice S-1 has already been paid off"]);
    expect(errorsOf(await here.client.post(`/Payments/${payment.PaymentID}`, { Amount: 5 }))).toEqual(["Payments cannot be modified, only created and deleted."]);
    await here.client.post(`/Payments/${payment.PaymentID}`, { Status: "DELETED" });
    expect((await here.client.post(`/Payments/${payment.PaymentID}`, { Status: "DELETED" })).status).toBe(400);
  });

  test("a draft credit, or more of it than is left of either side", async () => {
    const here = await stage();
    const draft = await note(here, 20, "DRAFT");
    const allocation = (amount: number) => ({ Amount: amount, Invoice: { InvoiceID: here.invoiceId }, Date: "2026-11-23" });
    expect((await here.client.put(`/CreditNotes/${draft["CreditNoteID"]}/Allocations`, allocation(20))).status).toBe(400);
    const small = await note(here, 20);
    expect(errorsOf(await here.client.put(`/CreditNotes/${small["CreditNoteID"]}/Allocations`, allocation(20.01)))).toEqual(["Credit Note cannot be allocated as amount is greater than outstanding"]);
    const large = await note(here, 200);
    expect((await here.client.put(`/CreditNotes/${large["CreditNoteID"]}/Allocations`, allocation(110.01))).status).toBe(400);
  });

  test("a payment before the lock date", async () => {
    const here = await stage();
    here.sandbox.bookkeeper.setLockDates({ tenantId: here.client.tenantId, endOfYearLockDate: "2026-11-22" });
    expect((await pay(here, 10, { Date: "2026-11-22" })).status).toBe(400);
    expect((await pay(here, 10)).status).toBe(200);
  });

  test("a payment that is part of a batch; the batch itself by the switch", async () => {
    const here = await stage();
    const batch = (await here.client.put("/BatchPayments", { Account: { Code: "090" }, Date: "2026-11-23", Payments: [{ Invoice: { InvoiceID: here.invoiceId }, Amount: 60 }] })).json()["BatchPayments"][0];
    expect(batch).toMatchObject({ TotalAmount: 60, Type: "RECBATCH" });
    expect((await here.client.post(`/Payments/${batch.Payments[0].PaymentID}`, { Status: "DELETED" })).status).toBe(400);
    here.sandbox.assume({ batchPaymentDelete: "refused" });
    expect((await here.client.post(`/BatchPayments/${batch.BatchPaymentID}`, { Status: "DELETED" })).status).toBe(400);
    here.sandbox.assume({ batchPaymentDelete: "allowed" });
    expect((await here.client.post(`/BatchPayments/${batch.BatchPaymentID}`, { Status: "DELETED" })).status).toBe(200);
    expect(amounts(await read(here))).toEqual([110, 0, 0, "AUTHORISED"]);
  });

  test.each([["allowed", 200], ["refused", 400]] as const)("deleting a reconciled payment: %s", async (choice, status) => {
    const here = await stage({ assumptions: { reconciledPaymentDelete: choice } });
    const payment = (await pay(here, 10, { IsReconciled: true })).json()["Payments"][0];
    expect((await here.client.post(`/Payments/${payment.PaymentID}`, { Status: "DELETED" })).status).toBe(status);
  });
});
