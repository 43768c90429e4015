import { beforeEach, describe, expect, test } from "vitest";
import { createSandbox } from "../sandbox.ts";
import { invoiceBalance } from "../rules/balance.ts";
import type { FormLine } from "./formCopy.ts";
import { visitor } from "./openPage.ts";

let visit: ReturnType<typeof visitor>;
const saved = createSandbox({ seed: 7 }).save();
beforeEach(() => {
  visit = visitor(createSandbox({ seed: 7, state: saved }));
});

const books = () => visit.organisation.books;
const invoice = (id: string) => books().invoices.get(id)!;
const bankId = () => [...books().accounts.values()].find((account) => account.type === "BANK")!.id;
const money = (minor: number) => (minor / 100).toFixed(2);

/** The form as its page sent it: the copy that the page carries. */
async function formOf(id: string, edit: (lines: FormLine[]) => void = () => {}) {
  const one = invoice(id);
  const { document } = await visit.open(one.type === "ACCREC" ? `${visit.base}/invoicing/edit/${id}` : `/AccountsPayable/Edit.aspx?InvoiceID=${id}`);
  const { lines } = JSON.parse(document.getElementById("standin-form")!.textContent!) as { lines: FormLine[] };
  edit(lines);
  return { invoiceId: id, type: one.type, saveAs: "save", form: JSON.stringify({ contact: books().contacts.get(one.contactId)!.name, date: one.date, dueDate: one.dueDate ?? "", number: one.number, lines }) };
}

describe("the bookkeeper's day", () => {
  test("pays in part, then in full; the payment can be removed again", async () => {
    const { id, totalMinor } = visit.find("ACCREC", "AUTHORISED");
    expect(await visit.act("pay", { invoiceId: id, amount: "100.00", date: "20 Nov 2026", accountId: bankId() })).toEqual({ ok: true });
    expect(invoiceBalance(books(), invoice(id)).dueMinor).toBe(totalMinor - 10_000);
    await visit.act("pay", { invoiceId: id, amount: money(totalMinor - 10_000), date: "23 Nov 2026", accountId: bankId() });
    expect(invoice(id).status).toBe("PAID");
    await visit.act("removePayment", { paymentId: invoice(id).paymentIds[0]! });
    expect(invoice(id).status).toBe("AUTHORISED");
    expect(visit.sandbox.log.changes({ entity: "Payment", by: "bookkeeper", tenantId: visit.organisation.tenantId }).filter((change) => invoice(id).paymentIds.includes(change.id)).map((change) => change.action)).toEqual(["create", "create", "delete"]);
  });

  test("paying more than is due leaves an overpayment with the contact (§5.5)", async () => {
    const { id, totalMinor, contactId } = visit.find("ACCREC", "AUTHORISED");
    await visit.act("pay", { invoiceId: id, amount: money(totalMinor + 5000), date: "", accountId: bankId() });
    expect(invoice(id).status).toBe("PAID");
    expect([...books().overpayments.values()].find((one) => one.contactId === contactId)?.totalMinor).toBe(5000);
  });

  test("approves a draft bill, and the view then offers to pay it", async () => {
    const { id } = visit.find("ACCPAY", "DRAFT");
    await visit.act("approve", { invoiceId: id });
    expect(invoice(id).status).toBe("AUTHORISED");
    const { document } = await visit.open(`${visit.base}/bills/view/bill?id=${id}`);
    expect(document.querySelector('section[aria-label="Make a payment"] [data-standin=pay]')).not.toBeNull();
  });

  test("edits a line's account, tax, quantity and words, and the line keeps its id (§5.3)", async () => {
    const { id } = visit.find("ACCPAY", "DRAFT");
    const before = invoice(id).lines[0]!;
    const other = [...books().accounts.values()].find((one) => one.type === "EXPENSE" && one.id !== before.accountId && one.systemAccount === undefined)!;
    const form = await formOf(id, (lines) => Object.assign(lines[0]!, { account: `${other.code} - ${other.name}`, tax: "GST Free Expenses", Quantity: "3", UnitAmount: "10.5", Description: "Changed", TaxAmount: undefined }));
    const done = await visit.act("save", form);
    expect(done).toEqual({ ok: true, go: `${visit.base}/bills/view/bill?id=${id}` });
    expect(invoice(id).lines[0]).toMatchObject({ lineItemId: before.lineItemId, accountId: other.id, taxType: "EXEMPTEXPENSES", quantityScaled: 30_000, unitAmountScaled: 105_000, description: "Changed", taxMinor: 0, lineMinor: 3150 });
  });

  test("an untouched form saved again changes no line", async () => {
    const { id } = visit.find("ACCREC", "AUTHORISED");
    const before = structuredClone(invoice(id).lines);
    expect(await visit.act("save", await formOf(id))).toMatchObject({ ok: true });
    expect(invoice(id).lines).toEqual(before);
  });

  test("a form opened before somebody else's write overwrites that write: no version is checked", async () => {
    const { id } = visit.find("ACCPAY", "DRAFT");
    const stale = await formOf(id);
    const old = invoice(id).lines[0]!;
    visit.sandbox.bookkeeper.editInvoiceLines({ tenantId: visit.organisation.tenantId, invoiceId: id, lines: [{ LineItemID: old.lineItemId, Description: "Written by the API meanwhile" }, ...invoice(id).lines.slice(1).map((line) => ({ LineItemID: line.lineItemId }))] });
    expect(invoice(id).lines[0]?.description).toBe("Written by the API meanwhile");
    await visit.act("save", stale);
    expect(invoice(id).lines[0]?.description).toBe(old.description);
  });

  test("creates a bill for a supplier it has, and one for a supplier it has not", async () => {
    const line = { Description: "Toner", Quantity: "2", UnitAmount: "50", DiscountRate: "", account: "310 - Contractors", tax: "GST on Expenses", tracking: {} };
    const supplier = [...books().contacts.values()].find((contact) => contact.isSupplier)!;
    const make = (contact: string, saveAs: string) => visit.act("save", { invoiceId: "", type: "ACCPAY", saveAs, form: JSON.stringify({ contact, date: "23 Nov 2026", dueDate: "30 Nov 2026", number: "T-1", lines: [line, { ...line, Description: "", Quantity: "", UnitAmount: "", account: "", tax: "" }] }) });
    const first = await make(supplier.name, "save");
    const second = await make("Newcomer Pty Ltd", "approve");
    const id = (done: { go?: string }) => /id=(.+)$/.exec(done.go ?? "")![1]!;
    expect(invoice(id(first))).toMatchObject({ contactId: supplier.id, status: "DRAFT", totalMinor: 11_000, date: "2026-11-23" });
    expect(invoice(id(second))).toMatchObject({ status: "AUTHORISED", number: "T-1" });
    expect(books().contacts.get(invoice(id(second)).contactId)?.name).toBe("Newcomer Pty Ltd");
  });

  test("credits what is due, and the allocation can be removed and made by hand", async () => {
    const { id } = visit.find("ACCREC", "AUTHORISED");
    expect(await visit.act("addCredit", { invoiceId: id })).toEqual({ ok: true });
    expect(invoice(id).status).toBe("PAID");
    const allocation = books().allocations.get(invoice(id).allocationIds[0]!)!;
    await visit.act("removeAllocation", { allocationId: allocation.id });
    expect(invoice(id).status).toBe("AUTHORISED");
    await visit.act("allocate", { creditId: allocation.creditId, invoiceId: id, amount: "1.00" });
    expect(invoiceBalance(books(), invoice(id)).creditedMinor).toBe(100);
  });

  test("voids an approved invoice, deletes a draft", async () => {
    const sale = visit.find("ACCREC", "AUTHORISED");
    const draft = visit.find("ACCPAY", "DRAFT");
    await visit.act("void", { invoiceId: sale.id });
    expect(await visit.act("deleteDraft", { invoiceId: draft.id })).toEqual({ ok: true, go: `${visit.base}/bills/list/all` });
    expect([invoice(sale.id).status, invoice(draft.id).status]).toEqual(["VOIDED", "DELETED"]);
  });

  test("merges two contacts: the loser is archived and points to the one that is kept (§5.2)", async () => {
    const [loser, kept] = [...books().contacts.values()].filter((contact) => contact.isSupplier && contact.status === "ACTIVE");
    expect(await visit.act("mergeContact", { contactId: loser!.id, intoContactId: kept!.id })).toMatchObject({ ok: true });
    expect(books().contacts.get(loser!.id)).toMatchObject({ status: "ARCHIVED", mergedToContactId: kept!.id });
  });

  test("edits, archives and restores a contact", async () => {
    const contact = [...books().contacts.values()][0]!;
    await visit.act("editContact", { contactId: contact.id, name: contact.name, firstName: "Kit", lastName: "Moss", emailAddress: "kit@example.test", phone: "5550 9999", taxNumber: contact.taxNumber });
    expect(books().contacts.get(contact.id)).toMatchObject({ firstName: "Kit", emailAddress: "kit@example.test" });
    expect(books().contacts.get(contact.id)?.phones.find((phone) => phone.type === "DEFAULT")?.number).toBe("5550 9999");
    await visit.act("archiveContact", { contactId: contact.id });
    expect(books().contacts.get(contact.id)?.status).toBe("ARCHIVED");
    await visit.act("restoreContact", { contactId: contact.id });
    expect(books().contacts.get(contact.id)?.status).toBe("ACTIVE");
  });

  test("accepts a bank match: the payment counts as reconciled", async () => {
    const { document } = await visit.open(`/BankRec/BankRec.aspx?accountID=${bankId()}`);
    const line = [...document.querySelectorAll<HTMLElement>("#statementLines > .line")].find((one) => one.querySelector(".info.c0"))!;
    const reconciled = () => [...books().payments.values()].filter((payment) => payment.isReconciled).length;
    const before = reconciled();
    expect(await visit.act("reconcile", { statementLineId: line.dataset["statementlineid"]! })).toEqual({ ok: true });
    expect(reconciled()).toBe(before + 1);
  });
});

describe("what Xero refuses, its page says", () => {
  test.for([
    ["a payment on a locked day (§5.8)", async () => {
      await visit.act("setLockDates", { periodLockDate: "", endOfYearLockDate: "31 Oct 2026" });
      return visit.act("pay", { invoiceId: visit.find("ACCREC", "AUTHORISED").id, amount: "1", date: "30 Oct 2026", accountId: bankId() });
    }, "end of year lock date"],
    ["voiding what has a payment (§5.3)", async () => {
      const { id } = visit.find("ACCREC", "AUTHORISED");
      await visit.act("pay", { invoiceId: id, amount: "1", date: "", accountId: bankId() });
      return visit.act("void", { invoiceId: id });
    }, "payment or credit note allocated"],
    ["an amount that is no number", () => visit.act("pay", { invoiceId: visit.find("ACCREC", "AUTHORISED").id, amount: "ten", date: "", accountId: bankId() }), "is not a number"],
    ["a date that does not exist", () => visit.act("pay", { invoiceId: visit.find("ACCREC", "AUTHORISED").id, amount: "1", date: "30 Feb 2026", accountId: bankId() }), "is not a date"],
    ["an account that does not exist", async () => visit.act("save", await formOf(visit.find("ACCPAY", "DRAFT").id, (lines) => Object.assign(lines[0]!, { account: "999 - Nowhere" }))), "there is no account"],
    ["a form that is none", () => visit.act("save", { invoiceId: "", type: "ACCPAY", saveAs: "save", form: "{" }), "could not be read"],
    ["an action that does not exist", () => visit.act("explode", {}), "no action"],
  ] as const)("%s", async ([, attempt, sentence]) => {
    const done = await attempt();
    expect(done.ok).toBe(false);
    expect(done.errors?.join(" ")).toContain(sentence);
  });

  test("a person whose role is read-only changes nothing", async () => {
    visit.sandbox.bookkeeper.setRole({ tenantId: visit.organisation.tenantId, userId: visit.sandbox.users[0]!.userId, role: "READONLY" });
    const { id } = visit.find("ACCREC", "AUTHORISED");
    expect(await visit.act("void", { invoiceId: id })).toMatchObject({ ok: false });
    expect(invoice(id).status).toBe("AUTHORISED");
  });
});
