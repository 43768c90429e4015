import { describe, expect, test } from "vitest";
import { readPage } from "../../../extension/page/readPage.ts";
import { visitor } from "./openPage.ts";
import { statementLines } from "./statementLines.ts";

const visit = visitor();
const { base, organisation, sandbox } = visit;
const { books } = organisation;
const invoice = visit.find("ACCREC", "AUTHORISED");
const bill = visit.find("ACCPAY", "AUTHORISED");
const draft = visit.find("ACCPAY", "DRAFT");
const contact = books.contacts.get(bill.contactId)!;
const bank = [...books.accounts.values()].find((account) => account.type === "BANK")!;
const newest = sandbox.bookkeeper.createInvoice({ tenantId: organisation.tenantId, invoice: { Contact: { ContactID: invoice.contactId }, LineItems: [{ Description: "Draft work", Quantity: 1, UnitAmount: 10, AccountCode: "200" }] } });

const grid = "InvoiceTable--line-item-grid";
/** Page, its address, what the overlay must read from it, and the hooks that facts on the web app §3 give it. */
const pages = [
  {
    name: "invoice view (§3.2)", at: `${base}/invoicing/view/${invoice.id}`, reads: { kind: "invoice-view", ui: "spa", id: invoice.id },
    hooks: ['[data-automationid="PageHeader"]', '[data-automationid="PageHeader--title"]', '[data-automationid="PageHeader--tag"]', ".xui-pageheading--actions .xui-actions", '[data-automationid="PreviewButton"]', '[data-automationid="PrintDropdown-print"]', '[data-automationid="PrintDropdown-dropdown-trigger"]', '[data-automationid="kebab-options-button"]', '[data-automationid="contacts-picker-read-only--label"] + button', 'section[aria-label="Contact address"]', ".ReadOnlyInvoice-invoiceNumber", ".ReadOnlyInvoice-reference", ".ReadOnlyInvoice-date", ".ReadOnlyLineItems[role=table] .ReadOnlyLineItem[role=row]", ".ReadOnlyLineItem--description", ".ReadOnlyLineItem--accountCode span", ".ReadOnlyLineItem--taxType span", '[data-automationid="as-total--as-readonly-row"] [data-automationid="as-readonly-row-field"] .xui-textcolor-standard'],
  },
  {
    name: "invoice editor (§3.3; its rows are drawn by script)", at: `${base}/invoicing/edit/${newest.id}`, reads: { kind: "invoice-edit", ui: "spa", id: newest.id },
    hooks: ['[data-automationid="contacts-picker-search-field--input"]', "#InvoiceDateInput", "#DueDateInput", '[data-automationid="invoice-number-input--input"]', '[data-automationid="reference-input--input"]', `table[aria-label="Line items"][data-automationid="${grid}"]`, `[data-automationid="${grid}--account-heading"]`, `[data-automationid="${grid}--add-new-row-button"]`, '[data-automationid="SaveAndCloseButton-save-and-close"]', '[data-automationid^="ApproveAndEmailButton"]', 'button[aria-label="More approve options"]', "#ApproveAndEmailButton-approve", '[data-automationid="AmountSummaryCommonComponent"]'],
  },
  {
    name: "bill view (§2, §3.9)", at: `${base}/bills/view/bill?id=${bill.id}`, reads: { kind: "bill-view", ui: "spa", id: bill.id },
    hooks: ['[data-automationid="PageHeader--title"]', ".xui-pageheading--actions .xui-actions", 'table.xui-readonlytable[aria-label="Line items"] tbody tr.xui-readonlytablerow'],
  },
  {
    name: "bill edit, classic (§3.4)", at: `/AccountsPayable/Edit.aspx?InvoiceID=${draft.id}`, reads: { kind: "bill-edit", ui: "classic", id: draft.id },
    hooks: ['input[name="CleanInvoiceID"]', 'input[id^="PaidToName_"][id$="_value"]', 'input[id^="InvoiceDate_"]', 'input[id^="DueDate_"]', 'input[id^="Reference_"]', "#invoice .x-grid3-body .x-grid3-row", ".x-grid3-hd-row td", ...["PriceList", "Description", "Quantity", "UnitPrice", "Account", "GST", "Tracking1", "LineAmount", "Delete"].map((name) => `td.x-grid3-td-col${name} .x-grid3-cell-inner`), "#approveBttn a.words", ".float-left a.words"],
  },
  {
    name: "bills list (§3.5)", at: `${base}/bills/list/awaiting-payment`, reads: { kind: "bills-list", ui: "spa", tab: "awaiting-payment" },
    hooks: ['tr a[href*="/bills/view/bill?"]', 'tbody input[type="checkbox"]', ".xui-u-flex.bulk-actions-spacing", 'select[aria-label="Items per page"]', '[aria-label="Next page"]', ".xui-pagination--items--count"],
  },
  {
    name: "invoices list, classic (§3.6)", at: "/AccountsReceivable/Search.aspx?invoiceStatus=INVOICESTATUS%2FAUTHORISED", reads: { kind: "invoices-list", ui: "classic", tab: "AUTHORISED" },
    hooks: ["#page_title h1", "#title", 'tbody > tr a[href^="View.aspx?InvoiceID="]', 'a[href="Edit.aspx"]'],
  },
  {
    name: "bank reconciliation (§3.7)", at: `/BankRec/BankRec.aspx?accountID=${bank.id.replaceAll("-", "").toUpperCase()}`, reads: { kind: "bank-rec", ui: "classic", accountId: bank.id },
    hooks: ["#ItemsToReconcile #statementLines > .line[data-statementlineid][data-index]", "#statementLines > .line.no-display", '[data-testid="posted-date"]', '[data-testid="amount-spent"]', '[data-testid="amount-received"]', '[data-testid="payee"]', '[data-testid="more-details"]', ".statement-line-header", ".tabs a.t5.find", ".info.c0 .details span", '.info.c2 input[id^="paidTo"][id$="_value"]', 'input[placeholder="Choose the account..."]', "div.tracking > .x-form-field-wrap > input.x-form-empty-field", ".ok > a.okayButton", ".xui-select--content"],
  },
  {
    name: "contact (§3.8)", at: `${base}/contacts/contact/${contact.id}`, reads: { kind: "contact-view", ui: "spa", id: contact.id },
    hooks: ["h1.cnt-ContactHeader__title", ".cnt-ContactHeaderDetails .xui-margin-right-small svg title", 'a[href^="mailto:"]', '.xui-pageheading--actions .xui-actions button[data-automationid="CONTACT_HEADER_ACTIONS_EDIT"]', "table.xui-readonlytable tbody tr td:nth-child(8) .xui-tagcontent", 'a[href*="View.aspx?invoiceID="]'],
  },
] as const;

describe("every page kind carries the hooks that Xero's does", () => {
  test.for(pages)("$name", async ({ at, hooks, reads }) => {
    const { document, url, status } = await visit.open(at);
    expect(status).toBe(200);
    expect(hooks.filter((hook) => document.querySelector(hook) === null)).toEqual([]);
    for (const hook of ["nav#wac-top-panel", `a[href*="/app/${organisation.shortCode}"]`, "button.x-nav--tenant-menu-button", 'ul[aria-label="Primary navigation items"] > li[aria-label="Sales"]', 'button[aria-controls="sales-sub-nav"]']) {
      expect(document.querySelector(hook), hook).not.toBeNull();
    }
    const context = readPage(document, url);
    expect(context?.route).toMatchObject(reads);
    expect(context?.organisation).toEqual({ shortCode: organisation.shortCode, from: reads.ui === "spa" ? "url" : "nav-link" });
    expect(context?.chip).not.toBeNull();
    expect(document.body.textContent).toContain("Stand-in, not Xero");
  });
});

describe("rows", () => {
  test("the bills list shows the ids of its tab, each once though two links lead to it", async () => {
    const { document, url } = await visit.open(`${base}/bills/list/awaiting-payment?pageSize=200`);
    const waiting = [...books.invoices.values()].filter((one) => one.type === "ACCPAY" && one.status === "AUTHORISED").map((one) => one.id);
    expect(readPage(document, url)?.rows.map((row) => row.id).sort()).toEqual(waiting.sort());
  });
  test.for([["25", 25], ["50", 50], ["100", 100], ["200", 200], ["5000", 100]] as const)("asked for %s bills, a page holds %i at most", async ([size, most]) => {
    const all = [...books.invoices.values()].filter((one) => one.type === "ACCPAY").length;
    const { document } = await visit.open(`${base}/bills/list/all?pageSize=${size}`);
    expect(all).toBeGreaterThan(200);
    expect(document.querySelectorAll("tbody tr")).toHaveLength(most);
  });
  test("the second page goes on where the first ended", async () => {
    const first = await visit.open(`${base}/bills/list/all?pageSize=50`);
    const second = await visit.open(`${base}/bills/list/all?pageSize=50&page=2`);
    const ids = (document: Document) => new Set([...document.querySelectorAll<HTMLAnchorElement>("tbody a")].map((link) => link.getAttribute("href")));
    expect([...ids(second.document)].some((id) => ids(first.document).has(id))).toBe(false);
    expect(second.document.querySelectorAll("tbody tr")).toHaveLength(50);
  });
  test("drafts of the classic list open in the editor, others in the view", async () => {
    const { document } = await visit.open("/AccountsReceivable/Search.aspx?pageSize=200");
    expect(document.querySelector(`a[href="Edit.aspx?InvoiceID=${newest.id}"]`)).not.toBeNull();
    expect(document.querySelector(`a[href="View.aspx?InvoiceID=${invoice.id}"]`)).not.toBeNull();
  });
  test("statement lines keep their ids from load to load", async () => {
    const { document, url } = await visit.open(`/BankRec/BankRec.aspx?accountID=${bank.id}`);
    expect(readPage(document, url)?.rows.map((row) => row.id)).toEqual(statementLines(books, bank.id).map((line) => line.id));
  });
  test("below a classic bill's lines wait blank rows whose cells hold a non-breaking space", async () => {
    const { document } = await visit.open(`/AccountsPayable/Edit.aspx?InvoiceID=${draft.id}`);
    const rows = [...document.querySelectorAll(".x-grid3-row")];
    expect(rows).toHaveLength(5);
    expect(rows.at(-1)?.querySelector(".x-grid3-col-colAccount")?.textContent).toBe("\u00a0");
  });
});
