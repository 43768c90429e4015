import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { BankTransaction, Contact, CurrencyCode, Invoice, LineAmountTypes, Phone, QuoteLineAmountTypes, QuoteStatusCodes } from "xero-node";
import { ChargeType } from "xero-node/dist/gen/model/projects/chargeType.js";
import { ProjectStatus } from "xero-node/dist/gen/model/projects/projectStatus.js";
import { cost, type Day, idOf, sale, TODAY } from "./day.ts";

/** Contacts and their group, an item, an account, an option of a tracking category, as a firm sets itself up. */
export async function contactsAndItems({ client: { accountingApi: api }, tenantId, made }: Day): Promise<void> {
  const contacts = [{ name: "Harbour Films", contactNumber: "ours-1", emailAddress: "hi@harbour.example", phones: [{ phoneType: Phone.PhoneTypeEnum.MOBILE, phoneNumber: "0400 111 222" }] }, { name: "Marquee Hire" }];
  const { body } = await api.createContacts(tenantId, { contacts }, true, "contacts-1");
  made["customer"] = idOf(body.contacts![0]!.contactID);
  made["supplier"] = idOf(body.contacts![1]!.contactID);
  // The same key and body again within six minutes is the same answer, not a second pair of contacts (facts §2.5).
  const again = await api.createContacts(tenantId, { contacts }, true, "contacts-1");
  assert.deepEqual(again.body.contacts!.map((each) => each.contactID), [made["customer"], made["supplier"]]);
  await api.updateContact(tenantId, made["customer"]!, { contacts: [{ firstName: "Ada", taxNumber: "51 824 753 556" }] });
  const found = await api.getContacts(tenantId, undefined, 'ContactNumber=="ours-1"', "Name ASC", undefined, 1);
  assert.equal(found.body.contacts![0]!.firstName, "Ada");
  assert.equal(found.body.contacts![0]!.contactStatus, Contact.ContactStatusEnum.ACTIVE);

  const group = await api.createContactGroup(tenantId, { contactGroups: [{ name: "Films" }] });
  made["group"] = idOf(group.body.contactGroups![0]!.contactGroupID);
  await api.createContactGroupContacts(tenantId, made["group"], { contacts: [{ contactID: made["customer"]! }] });
  await api.createItems(tenantId, { items: [{ code: "SHOOT", name: "Shooting day", description: "Shooting day, crewed", salesDetails: { unitPrice: 1_200.5, accountCode: "200", taxType: "OUTPUT" } }] });
  const category = (await api.getTrackingCategories(tenantId)).body.trackingCategories![0]!;
  made["category"] = idOf(category.trackingCategoryID);
  const option = await api.createTrackingOptions(tenantId, made["category"], { name: "Harbour: documentary" });
  made["option"] = idOf(option.body.options![0]!.trackingOptionID);
  await api.updateTrackingOptions(tenantId, made["category"], made["option"], { name: "Harbour: feature" });
  assert.ok((await api.getAccounts(tenantId, undefined, 'Type=="BANK"')).body.accounts!.length > 0);
  assert.ok((await api.getTaxRates(tenantId)).body.taxRates!.some((rate) => rate.taxType === "OUTPUT"));
  assert.ok((await api.getUsers(tenantId)).body.users!.length > 0);
  assert.ok((await api.getOrganisationActions(tenantId)).body.actions!.length > 0);
}

/** An invoice from draft to approved, with four decimals, an item, a discount and a project's option; a bill; a batch with one bad element. */
export async function invoicesAndBills({ client: { accountingApi: api }, tenantId, made }: Day): Promise<void> {
  const tracking = [{ trackingCategoryID: made["category"]!, trackingOptionID: made["option"]! }];
  const paper = { contact: { contactID: made["customer"]! }, date: TODAY, dueDate: "2026-12-20", lineAmountTypes: LineAmountTypes.Exclusive };
  const draft = { ...paper, type: Invoice.TypeEnum.ACCREC, reference: "Feature", url: "https://books.example/r/1", lineItems: [{ ...sale("Edit", 33.3333, 3), discountRate: 10, tracking }, { itemCode: "SHOOT", quantity: 1 }] };
  const [invoice] = (await api.createInvoices(tenantId, { invoices: [draft] }, false, 4, "invoice-1")).body.invoices!;
  made["invoice"] = idOf(invoice!.invoiceID);
  assert.equal(invoice!.lineItems![0]!.unitAmount, 33.3333);
  assert.equal(invoice!.lineItems![0]!.lineAmount, 90);
  const lines = invoice!.lineItems!.map((line) => ({ ...line, description: `${line.description ?? ""}, approved` }));
  const [approved] = (await api.updateInvoice(tenantId, made["invoice"], { invoices: [{ status: Invoice.StatusEnum.AUTHORISED, lineItems: lines, sentToContact: true }] }, 4)).body.invoices!;
  assert.deepEqual(approved!.lineItems!.map((line) => line.lineItemID), invoice!.lineItems!.map((line) => line.lineItemID));
  assert.equal(approved!.status, Invoice.StatusEnum.AUTHORISED);

  const bill = { ...paper, contact: { contactID: made["supplier"]! }, type: Invoice.TypeEnum.ACCPAY, invoiceNumber: "MH-9", status: Invoice.StatusEnum.AUTHORISED, lineItems: [{ ...cost("Marquee", 400), tracking }] };
  const foreign = { ...bill, invoiceNumber: "MH-10", currencyCode: CurrencyCode.USD, currencyRate: 0.65 };
  const mixed = (await api.updateOrCreateInvoices(tenantId, { invoices: [bill, { ...bill, invoiceNumber: "MH-bad", lineItems: [{ ...cost("x", 1), accountCode: "9999" }] }, foreign] }, false, 4)).body.invoices!;
  assert.deepEqual(mixed.map((each) => each.statusAttributeString), ["OK", "ERROR", "OK"]);
  assert.match(mixed[1]!.validationErrors![0]!.message!, /Account code '9999' is not a valid code/);
  made["bill"] = idOf(mixed[0]!.invoiceID);
  made["foreignBill"] = idOf(mixed[2]!.invoiceID);

  const since = await api.getInvoices(tenantId, new Date("2026-11-01T00:00:00.000Z"), 'Status=="AUTHORISED"', "UpdatedDateUTC DESC", undefined, undefined, [made["supplier"]!], undefined, 1, undefined, true, 4, false, 50);
  assert.deepEqual(new Set(since.body.invoices!.map((each) => each.invoiceID)), new Set([made["bill"], made["foreignBill"]]));
  assert.equal(since.body.pagination!.itemCount, 2);
  const thin = await api.getInvoices(tenantId, undefined, undefined, undefined, [made["invoice"]]);
  assert.equal(thin.body.invoices![0]!.lineItems?.length ?? 0, 0, "lists without pages are thin (facts §2.3)");
  await api.emailInvoice(tenantId, made["invoice"], {});
  assert.match((await api.getOnlineInvoice(tenantId, made["invoice"])).body.onlineInvoices![0]!.onlineInvoiceUrl!, /^https:/);
}

/** A quote that the customer accepts, and money spent and received straight on the bank account. */
export async function quotesAndBank({ client: { accountingApi: api }, tenantId, made }: Day): Promise<void> {
  const contact = { contactID: made["customer"]! };
  const quote = { contact, date: TODAY, expiryDate: "2026-12-31", title: "Sequel", lineAmountTypes: QuoteLineAmountTypes.EXCLUSIVE, lineItems: [sale("Sequel", 5_000)] };
  made["quote"] = idOf((await api.createQuotes(tenantId, { quotes: [quote] })).body.quotes![0]!.quoteID);
  for (const status of [QuoteStatusCodes.SENT, QuoteStatusCodes.ACCEPTED]) await api.updateQuote(tenantId, made["quote"], { quotes: [{ contact, date: TODAY, status }] });
  assert.equal((await api.getQuote(tenantId, made["quote"])).body.quotes![0]!.status, QuoteStatusCodes.ACCEPTED);

  const spend = { type: BankTransaction.TypeEnum.SPEND, contact: { contactID: made["supplier"]! }, bankAccount: { code: "090" }, date: TODAY, reference: "Ice", lineItems: [cost("Ice", 22)] };
  const prepaid = { ...spend, type: BankTransaction.TypeEnum.RECEIVEPREPAYMENT, contact, reference: "Deposit", lineItems: [sale("Deposit", 110)] };
  const overpaid = { ...spend, type: BankTransaction.TypeEnum.RECEIVEOVERPAYMENT, contact, reference: "Too much", lineItems: [{ description: "Too much", quantity: 1, unitAmount: 50 }] };
  const [spent, deposit, tooMuch] = (await api.createBankTransactions(tenantId, { bankTransactions: [spend, prepaid, overpaid] }, true, 4)).body.bankTransactions!;
  made["spent"] = idOf(spent!.bankTransactionID);
  made["prepayment"] = idOf(deposit!.prepaymentID);
  made["overpayment"] = idOf(tooMuch!.overpaymentID);
  await api.updateBankTransaction(tenantId, made["spent"], { bankTransactions: [{ type: spend.type, bankAccount: spend.bankAccount, lineItems: spent!.lineItems!, reference: "Ice and salt" }] }, 4);
}

/** Notes in History and a file, on what they belong to. */
export async function papers({ client: { accountingApi: api }, tenantId, made }: Day): Promise<void> {
  const note = { historyRecords: [{ details: "Pushed by a day's work" }] };
  await api.createInvoiceHistory(tenantId, made["invoice"]!, note);
  await api.createContactHistory(tenantId, made["customer"]!, note);
  await api.createQuoteHistory(tenantId, made["quote"]!, note);
  await api.createBankTransactionHistoryRecord(tenantId, made["spent"]!, note);
  assert.ok((await api.getInvoiceHistory(tenantId, made["invoice"]!)).body.historyRecords!.some((each) => each.details === "Pushed by a day's work"));
  await api.createInvoiceAttachmentByFileName(tenantId, made["bill"]!, "receipt.txt", Readable.from(Buffer.from("Marquee, paid in full")), false, "file-1");
  assert.equal((await api.getInvoiceAttachments(tenantId, made["bill"]!)).body.attachments![0]!.fileName, "receipt.txt");
  const file = await api.getInvoiceAttachmentByFileName(tenantId, made["bill"]!, "receipt.txt", "text/plain");
  assert.match(file.body.toString(), /paid in full/);
}

/** Xero Projects: a project, a task, an hour, and the project closed. */
export async function projectsAndTime({ client: { projectApi: api }, tenantId, made }: Day): Promise<void> {
  made["project"] = idOf((await api.createProject(tenantId, { contactId: made["customer"]!, name: "Feature", estimateAmount: 9_000 })).body.projectId);
  const task = await api.createTask(tenantId, made["project"], { name: "Edit", rate: { currency: CurrencyCode.AUD as never, value: 120 }, chargeType: ChargeType.TIME, estimateMinutes: 600 });
  made["task"] = idOf(task.body.taskId);
  const userId = (await api.getProjectUsers(tenantId)).body.items![0]!.userId!;
  await api.createTimeEntry(tenantId, made["project"], { userId, taskId: made["task"], dateUtc: new Date("2026-11-20T00:00:00Z"), duration: 60, description: "Rough cut" });
  assert.equal((await api.getTimeEntries(tenantId, made["project"])).body.items![0]!.duration, 60);
  await api.patchProject(tenantId, made["project"], { status: ProjectStatus.CLOSED });
  assert.equal((await api.getProject(tenantId, made["project"])).body.status, ProjectStatus.CLOSED);
}
