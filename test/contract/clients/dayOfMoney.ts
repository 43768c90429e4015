import assert from "node:assert/strict";
import { CreditNote, Invoice, LineAmountTypes, Payment } from "xero-node";
import { type Day, idOf, sale, TODAY } from "./day.ts";

const account = { code: "090" };

/** Part of the invoice is paid here, part by the bookkeeper; a payment is deleted and remains to be read. */
export async function paymentsInAndOut({ client: { accountingApi: api }, tenantId, made, act }: Day): Promise<void> {
  const invoice = { invoiceID: made["invoice"]! };
  const [first] = (await api.createPayment(tenantId, { invoice, account, amount: 100, date: TODAY, reference: "first" })).body.payments!;
  const [second, third] = (await api.createPayments(tenantId, { payments: [{ invoice, account, amount: 40, date: TODAY }, { invoice: { invoiceID: made["foreignBill"]! }, account, amount: 44, date: TODAY, currencyRate: 0.65 }] })).body.payments!;
  made["payment"] = idOf(first!.paymentID);
  made["deletedPayment"] = idOf(second!.paymentID);
  assert.ok(third!.paymentID);
  await api.deletePayment(tenantId, made["deletedPayment"], { status: "DELETED" });
  const gone = (await api.getPayment(tenantId, made["deletedPayment"])).body.payments![0]!;
  assert.deepEqual([gone.status, gone.amount], [Payment.StatusEnum.DELETED, 40], "a deleted payment keeps its amount (facts §5.5)");
  await act("payInvoice", { invoiceId: made["invoice"], amountMinor: 5_000 });
  const read = (await api.getInvoice(tenantId, made["invoice"]!)).body.invoices![0]!;
  assert.deepEqual([read.amountPaid, read.payments!.length, read.status], [150, 2, Invoice.StatusEnum.AUTHORISED]);
  const listed = await api.getPayments(tenantId, undefined, `Invoice.InvoiceID==guid("${made["invoice"]!}")`, "UpdatedDateUTC DESC", 1, 10);
  assert.equal(listed.body.payments!.length, 3);
}

/** A credit note, the prepayment and the overpayment go against the invoice; one allocation is taken back. */
export async function allocations({ client: { accountingApi: api }, tenantId, made }: Day): Promise<void> {
  const note = { type: CreditNote.TypeEnum.ACCRECCREDIT, contact: { contactID: made["customer"]! }, date: TODAY, status: CreditNote.StatusEnum.AUTHORISED, lineAmountTypes: LineAmountTypes.Exclusive, lineItems: [sale("Rain", 60)] };
  made["creditNote"] = idOf((await api.createCreditNotes(tenantId, { creditNotes: [note] })).body.creditNotes![0]!.creditNoteID);
  const apply = (amount: number) => ({ allocations: [{ amount, date: TODAY, invoice: { invoiceID: made["invoice"]! } }] });
  await api.createCreditNoteAllocation(tenantId, made["creditNote"], apply(66));
  await api.createPrepaymentAllocations(tenantId, made["prepayment"]!, apply(110));
  await api.createOverpaymentAllocations(tenantId, made["overpayment"]!, apply(20));
  const [overpayment] = (await api.getOverpayments(tenantId, undefined, undefined, undefined, 1)).body.overpayments!.filter((each) => each.overpaymentID === made["overpayment"]);
  await api.deleteOverpaymentAllocations(tenantId, made["overpayment"]!, idOf(overpayment!.allocations![0]!.allocationID));
  const read = (await api.getInvoice(tenantId, made["invoice"]!)).body.invoices![0]!;
  assert.equal(read.amountCredited, 176);
  const spent = (await api.getCreditNote(tenantId, made["creditNote"])).body.creditNotes![0]!;
  assert.deepEqual([spent.status, spent.remainingCredit], [CreditNote.StatusEnum.PAID, 0], "all of a credit used is PAID (facts §5.5)");
}

/** One payment run over a bill, taken back whole. */
export async function batches({ client: { accountingApi: api }, tenantId, made }: Day): Promise<void> {
  const accountID = idOf((await api.getAccounts(tenantId, undefined, 'Code=="090"')).body.accounts![0]!.accountID);
  const run = { account: { accountID }, date: TODAY, payments: [{ invoice: { invoiceID: made["bill"]! }, amount: 440 }] };
  const [batch] = (await api.createBatchPayment(tenantId, { batchPayments: [run] })).body.batchPayments!;
  assert.equal((await api.getInvoice(tenantId, made["bill"]!)).body.invoices![0]!.status, Invoice.StatusEnum.PAID);
  made["batch"] = idOf(batch!.batchPaymentID);
  await api.deleteBatchPaymentByUrlParam(tenantId, made["batch"], { status: "DELETED" });
  assert.equal((await api.getInvoice(tenantId, made["bill"]!)).body.invoices![0]!.amountDue, 440);
}

interface Refusal {
  response: { statusCode: number; body: { Type?: string; Elements?: { ValidationErrors: { Message: string }[] }[] }; headers: Record<string, string> };
}

/** How refusals reach a user of the client: a string of JSON with Xero's status and body (facts §7). */
export async function refusals({ client: { accountingApi: api }, tenantId, made, act }: Day): Promise<void> {
  const refused = async (call: Promise<unknown>): Promise<Refusal["response"]> => (JSON.parse(await call.then(() => assert.fail("was accepted"), String)) as Refusal).response;
  const locked = await refused(api.updateInvoice(tenantId, made["invoice"]!, { invoices: [{ lineItems: [sale("Other", 1)] }] }));
  assert.deepEqual([locked.statusCode, locked.body.Type], [400, "ValidationException"]);
  assert.match(locked.body.Elements![0]!.ValidationErrors[0]!.Message, /has a payment or credit note allocated/);
  const twice = await refused(api.createInvoices(tenantId, { invoices: [{ type: Invoice.TypeEnum.ACCREC, invoiceNumber: "INV-0001", contact: { contactID: made["customer"]! }, lineItems: [sale("x", 1)] }] }, true));
  assert.match(JSON.stringify(twice.body), /must be unique/);
  assert.equal((await refused(api.getInvoice(tenantId, "00000000-0000-0000-0000-000000000001"))).statusCode, 404);
  assert.equal((await refused(api.getInvoices(tenantId, undefined, "Nonsense>>1"))).body.Type, "QueryParseException");
  await act("setLockDates", { periodLockDate: null, endOfYearLockDate: "2026-11-30" });
  const late = await refused(api.createPayment(tenantId, { invoice: { invoiceID: made["bill"]! }, account, amount: 1, date: TODAY }));
  assert.match(JSON.stringify(late.body), /end of year lock date, currently set at 30 November 2026/);
  await act("setLockDates", { endOfYearLockDate: null });
}
