import { describe, expect, test } from "vitest";
import { routeOf } from "./route.ts";

const id = "7f3c1a52-0d4e-4a5b-9f0e-2b6c1d8e9a01";
const bare = id.replaceAll("-", "").toUpperCase();

const pages: readonly [string, Partial<ReturnType<typeof routeOf>> & object][] = [
  [`/app/!DmO1!/invoicing/view/${id}`, { kind: "invoice-view", ui: "spa", shortCode: "!DmO1!", id }],
  [`/app/!G!hH0/invoicing/view/${id}`, { kind: "invoice-view", shortCode: "!G!hH0", id }],
  [`/app/!v!s-w/invoicing/edit/${id}/`, { kind: "invoice-edit", shortCode: "!v!s-w", id }],
  [`/app/!-jCNg/invoicing`, { kind: "invoice-edit", shortCode: "!-jCNg", id: null }],
  [`/app/invoicing/view/${id}`, { kind: "invoice-view", shortCode: null, id }],
  [`/AccountsReceivable/View.aspx?InvoiceID=${id}`, { kind: "invoice-view", ui: "classic", shortCode: null, id }],
  [`/accountsreceivable/edit.aspx?invoiceid=${bare}`, { kind: "invoice-edit", ui: "classic", id }],
  [`/app/!!MbJQ/bills/view/bill?id=${id}`, { kind: "bill-view", ui: "spa", shortCode: "!!MbJQ", id }],
  [`/AccountsPayable/View.aspx?invoiceID=${id}`, { kind: "bill-view", ui: "classic", id }],
  [`/AccountsPayable/Edit.aspx?InvoiceID=${id}`, { kind: "bill-edit", ui: "classic", id }],
  [`/AccountsPayable/Edit.aspx`, { kind: "bill-edit", ui: "classic", id: null }],
  [`/app/!25F0!/bills`, { kind: "bills-list", tab: null }],
  [`/app/!0X0!!/bills/list/awaiting-payment`, { kind: "bills-list", tab: "awaiting-payment", shortCode: "!0X0!!" }],
  [`/app/bills/list/all`, { kind: "bills-list", tab: "all", shortCode: null }],
  [`/AccountsReceivable/Search.aspx?invoiceStatus=INVOICESTATUS%2FDRAFT`, { kind: "invoices-list", tab: "DRAFT" }],
  [`/app/!DmO1!/contacts/contact/${id}`, { kind: "contact-view", ui: "spa", id }],
  [`/Contacts/View.aspx?contactID=${id}`, { kind: "contact-view", ui: "classic", id }],
  [`/BankRec/BankRec.aspx?accountID=${bare}&page=3`, { kind: "bank-rec", accountId: id, page: 3 }],
  [`/Bank/ViewTransaction.aspx?bankTransactionID=${id}&accountID=${id}`, { kind: "bank-transaction", id }],
];

describe("the pages of Xero that an address names", () => {
  test.each(pages)("%s", (path, expected) => {
    expect(routeOf(new URL(path, "https://go.xero.com"))).toMatchObject(expected);
  });
});

describe("addresses where the overlay does nothing", () => {
  test.each([
    "https://go.xero.com/app/!DmO1!/homepage",
    "https://go.xero.com/app/!DmO1!/invoicing/view/not-an-id",
    "https://go.xero.com/app/!DmO1!/invoicing/view/00000000-0000-0000-0000-000000000000",
    "https://go.xero.com/app/!DmO1!/bills/view/bill",
    "https://go.xero.com/BankRec/BankRec.aspx",
    "https://go.xero.com/AccountsReceivable/View.aspx",
    `https://go.xero.com.example.test/app/!DmO1!/invoicing/view/${id}`,
    `https://reporting.xero.com/app/!DmO1!/invoicing/view/${id}`,
    `http://go.xero.com/app/!DmO1!/invoicing/view/${id}`,
  ])("%s", (address) => {
    expect(routeOf(new URL(address))).toBeNull();
  });
});
