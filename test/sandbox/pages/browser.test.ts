import { existsSync, readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve, type Served } from "../http/serve.ts";
import { visitor } from "./openPage.ts";

/** Pages with the structure of Xero's, if they lie beside the checkout. */
const guidance = new URL("../../../../shared/xero-pages/", import.meta.url);

/** What an overlay may hold on to in a page: test ids, labels of what is no document's own, and classes; generated ids are left out. */
function hooksOf(document: Document): string[] {
  const hooks = [...document.querySelectorAll("*")].flatMap((element) => [
    ...["data-automationid", "data-testid", "role"].flatMap((name) => (element.getAttribute(name) ?? "").split(" ").filter(Boolean).map((value) => `${name}=${value}`)),
    ...[...element.classList].map((name) => `.${name}`),
  ]);
  return [...new Set(hooks)];
}

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const grid = "InvoiceTable--line-item-grid";

/** What only a browser can show: scripts draw, move and redraw the pages. Without Chromium these tests are skipped, and vitest says so. */
describe.skipIf(!existsSync(executablePath))("the pages in Chromium", () => {
  const visit = visitor();
  const { base, organisation, sandbox } = visit;
  const { books } = organisation;
  let served: Served;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const bankId = () => [...books.accounts.values()].find((account) => account.type === "BANK")!.id;
  /** Where the stand-in's page of each kind is. */
  const likePages: Record<string, () => string> = {
    "bank-rec-hybrid": () => `/BankRec/BankRec.aspx?accountID=${bankId()}`,
    "bill-edit-classic": () => `/AccountsPayable/Edit.aspx?InvoiceID=${visit.find("ACCPAY", "DRAFT").id}`,
    "bill-view-spa": () => `${base}/bills/view/bill?id=${visit.find("ACCPAY", "AUTHORISED").id}`,
    "bills-list": () => `${base}/bills/list/awaiting-payment`,
    "contact-view": () => `${base}/contacts/contact/${visit.find("ACCPAY", "AUTHORISED").contactId}`,
    "invoice-edit": () => `${base}/invoicing/edit/${visit.find("ACCREC", "SUBMITTED").id}`,
    "invoice-view": () => `${base}/invoicing/view/${visit.find("ACCREC", "AUTHORISED").id}`,
    "invoices-list-classic": () => "/AccountsReceivable/Search.aspx?invoiceStatus=INVOICESTATUS%2FAUTHORISED",
  };

  beforeAll(async () => {
    served = await serve(sandbox, { port: 0 });
    browser = await chromium.launch({ executablePath, args: quiet });
    const context = await browser.newContext({ baseURL: `http://localhost:${served.port}`, viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(8_000);
    page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
  }, 30_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
    expect(complaints).toEqual([]);
  });

  test("a React-like page arrives after the document is complete; moving inside it keeps the document", async () => {
    await page.goto(`${base}/bills/list/draft?standin=late:2000`, { waitUntil: "load" });
    expect(await page.locator("#wac-top-panel").count()).toBe(0);
    await page.locator("#wac-top-panel").waitFor();
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await page.locator("tbody a").first().click();
    await page.locator('[data-automationid="PageHeader--title"]', { hasText: "Bill " }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`${base}/bills/view/bill`);
    await page.goBack();
    await page.locator(".bulk-actions-spacing").waitFor();
    expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
  });

  test("choosing a row draws the toolbar anew, sorting draws the rows anew", async () => {
    await page.goto(`${base}/bills/list/all?standin=`);
    const toolbar = await page.waitForSelector(".bulk-actions-spacing");
    const row = await page.waitForSelector("tbody tr");
    await page.locator("tbody input[type=checkbox]").first().check();
    expect(await toolbar.evaluate((element) => element.isConnected)).toBe(false);
    expect(await page.locator("tbody input[type=checkbox]").first().isChecked()).toBe(true);
    await page.locator("th a", { hasText: "From" }).click();
    await page.waitForURL(/sort=/);
    await page.waitForFunction((element) => !element.isConnected, row);
  });

  test("with the switches, a second extension has marked the rows, and the page redraws itself without end", async () => {
    await page.goto(`${base}/bills/list/all?standin=marks,redraw:150`);
    await page.locator("tbody .flagger-mark").first().waitFor();
    const row = await page.waitForSelector("tbody tr");
    await page.waitForFunction((element) => !element.isConnected, row);
    expect(await page.locator("tbody tr").first().locator(".flagger-mark").count()).toBe(1);
    await page.goto(`${base}/homepage?standin=`);
  });

  test("the invoice is paid on its page", async () => {
    const invoice = visit.find("ACCREC", "AUTHORISED");
    await page.goto(`${base}/invoicing/view/${invoice.id}`);
    await page.locator("[data-standin=pay]").click();
    await page.locator('[data-automationid="PageHeader--tag"]', { hasText: "Paid" }).waitFor();
    expect(books.invoices.get(invoice.id)?.status).toBe("PAID");
  });

  test("what the books refuse stands on the page", async () => {
    const invoice = visit.find("ACCREC", "AUTHORISED");
    await page.goto(`${base}/invoicing/view/${invoice.id}`);
    await page.locator("input[name=amount]").first().fill("nothing");
    await page.locator("[data-standin=pay]").click();
    expect(await page.getByRole("alert").innerText()).toContain("is not a number");
  });

  test("the invoice editor has Xero's grid; an edited line is saved and keeps its id (§3.3)", async () => {
    const invoice = visit.find("ACCREC", "SUBMITTED");
    const before = invoice.lines[0]!;
    await page.goto(`${base}/invoicing/edit/${invoice.id}`);
    const row = page.locator(`tr[data-automationid="${grid}--row"]`).first();
    await row.waitFor();
    for (const hook of ["inventory--search-field", "description", "quantity", "unitAmount", "discount", "account--search-field", "taxRate--search-field", "lineAmount"]) {
      expect(await row.locator(`[data-automationid="${grid}--${hook}--input"]`).count(), hook).toBe(1);
    }
    expect(await page.locator('[data-automationid*="tracking-"][data-automationid$="--search-field--input"]').count()).toBeGreaterThan(0);
    expect(await row.locator(`[data-automationid="${grid}--account--search-field--input"]`).inputValue()).toMatch(/^\d+ - /);
    await row.locator(`[data-automationid="${grid}--quantity--input"]`).fill("3");
    await page.locator('[data-automationid="SaveAndCloseButton-save-and-close"]').click();
    await page.waitForURL(/invoicing\/view/);
    expect(books.invoices.get(invoice.id)?.lines[0]).toMatchObject({ lineItemId: before.lineItemId, quantityScaled: 30_000, accountId: before.accountId });
  });

  test("in the classic bill form a cell becomes an editor while it is edited, and approving saves it (§3.4)", async () => {
    const bill = visit.find("ACCPAY", "DRAFT");
    await page.goto(`/AccountsPayable/Edit.aspx?InvoiceID=${bill.id}`);
    const cell = page.locator(".x-grid3-row").first().locator("td.x-grid3-td-colDescription");
    expect(await cell.locator("textarea, input").count()).toBe(0);
    await cell.click();
    await cell.locator(".x-form-textarea").fill("Seen and corrected");
    await page.locator("#title").click();
    expect(await cell.innerText()).toBe("Seen and corrected");
    await page.locator("#approveBttn a.words").click();
    await page.waitForURL(/bills\/view\/bill/);
    expect(books.invoices.get(bill.id)).toMatchObject({ status: "AUTHORISED" });
    expect(books.invoices.get(bill.id)?.lines[0]?.description).toBe("Seen and corrected");
  });

  test("a new bill is written by hand", async () => {
    await page.goto("/AccountsPayable/Edit.aspx");
    await page.locator('input[id^="PaidToName_"][id$="_value"]').fill([...books.contacts.values()].find((contact) => contact.isSupplier)!.name);
    await page.locator('input[id^="Reference_"]').fill("HAND-1");
    await page.locator('input[id^="DueDate_"]').fill("30 Nov 2026");
    for (const [column, value] of [["Description", "Paper"], ["Quantity", "2"], ["UnitPrice", "12.50"], ["Account", "310 - Contractors"], ["GST", "GST on Expenses"]] as const) {
      const cell = page.locator(".x-grid3-row").first().locator(`td.x-grid3-td-col${column}`);
      await cell.click();
      await cell.locator("input, textarea").fill(value);
      await page.locator("#title").click();
    }
    await page.locator(".float-left a.words").click();
    await page.waitForURL(/bills\/view\/bill/);
    expect([...books.invoices.values()].find((one) => one.number === "HAND-1")).toMatchObject({ status: "DRAFT", subTotalMinor: 2500, totalMinor: 2750 });
  });

  test("touching a bank line draws it anew: foreign marks are gone, its id stays (§0.8)", async () => {
    const bank = [...books.accounts.values()].find((account) => account.type === "BANK")!;
    await page.goto(`/BankRec/BankRec.aspx?accountID=${bank.id}`);
    const line = await page.waitForSelector("#statementLines > .line");
    const id = await line.getAttribute("id");
    await line.evaluate((element) => element.append(Object.assign(document.createElement("b"), { className: "flagger-mark" })));
    await page.locator("#statementLines > .line .tabs a.t2").first().click();
    expect(await line.evaluate((element) => element.isConnected)).toBe(false);
    expect(await page.locator(`#${id} .flagger-mark`).count()).toBe(0);
  });

  test.skipIf(!existsSync(guidance)).each(Object.keys(likePages))(existsSync(guidance) ? "%s has every hook that the page of its kind among the guidance has" : "%s: skipped, there are no pages to compare with beside the checkout", async (kind) => {
    const wanted = new JSDOM(readFileSync(new URL(`${kind}.html`, guidance), "utf8")).window.document;
    await page.goto(likePages[kind]!());
    await page.locator(kind === "invoice-edit" ? `tr[data-automationid="${grid}--row"]` : "#wac-top-panel").first().waitFor();
    const found = new Set(hooksOf(new JSDOM(await page.content()).window.document));
    expect(hooksOf(wanted).filter((hook) => !found.has(hook))).toEqual([]);
  });

  /** Opens the menu that a document's or contact's options hang in, and chooses one. */
  const choose = async (menu: string, act: string): Promise<void> => {
    await page.locator(`[aria-controls="${menu}"]`).first().click();
    await page.locator(`#${menu} [data-standin=${act}]`).click();
  };
  const tagged = (text: string) => page.locator('[data-automationid="PageHeader--tag"]', { hasText: text }).waitFor();

  test("part is paid, then more than the rest: the invoice is paid and an overpayment is left", async () => {
    const invoice = visit.find("ACCREC", "AUTHORISED");
    const payable = async (amount: string): Promise<void> => {
      await page.goto(`${base}/invoicing/view/${invoice.id}`);
      await page.locator("input[name=amount]").first().fill(amount);
      await page.locator("[data-standin=pay]").click();
    };
    await payable("10.00");
    await page.locator(".xui-panel", { hasText: "10.00" }).first().waitFor();
    await page.waitForFunction((due) => document.querySelector<HTMLInputElement>("input[name=amount]")?.value.replaceAll(",", "") === due, ((invoice.totalMinor - 1_000) / 100).toFixed(2));
    const overpayments = books.overpayments.size;
    await payable(((invoice.totalMinor + 4_000) / 100).toFixed(2));
    await tagged("Paid");
    expect(books.invoices.get(invoice.id)?.status).toBe("PAID");
    expect(books.overpayments.size).toBe(overpayments + 1);
    expect([...books.overpayments.values()].at(-1)).toMatchObject({ contactId: invoice.contactId, totalMinor: 5_000 });
  });

  test("what is due is credited by a note of its own", async () => {
    const invoice = visit.find("ACCREC", "AUTHORISED");
    await page.goto(`${base}/invoicing/view/${invoice.id}`);
    await choose("document-options", "addCredit");
    await tagged("Paid");
    expect(books.invoices.get(invoice.id)).toMatchObject({ status: "PAID", paymentIds: [] });
    expect([...books.creditNotes.values()].at(-1)).toMatchObject({ contactId: invoice.contactId, totalMinor: invoice.totalMinor, status: "PAID" });
  });

  test("a draft is approved by its menu, an approved invoice voided by it", async () => {
    const bill = visit.find("ACCPAY", "DRAFT");
    await page.goto(`${base}/bills/view/bill?id=${bill.id}`);
    await choose("document-options", "approve");
    await tagged("Awaiting payment");
    expect(books.invoices.get(bill.id)?.status).toBe("AUTHORISED");
    await choose("document-options", "void");
    await tagged("Voided");
    expect(books.invoices.get(bill.id)?.status).toBe("VOIDED");
  });

  test("a bill's line gets another account and another GST rate, in the classic form", async () => {
    const bill = visit.find("ACCPAY", "AUTHORISED");
    const before = bill.lines[0]!;
    await page.goto(`/AccountsPayable/Edit.aspx?InvoiceID=${bill.id}`);
    for (const [column, value] of [["Account", "404 - Bank Fees"], ["GST", "GST Free Expenses"]] as const) {
      const cell = page.locator(".x-grid3-row").first().locator(`td.x-grid3-td-col${column}`);
      await cell.click();
      await cell.locator("input, textarea").fill(value);
      await page.locator("#title").click();
    }
    await page.locator(".float-left a.words").click();
    await page.waitForURL(/bills\/view\/bill/);
    const account = [...books.accounts.values()].find((each) => each.code === "404");
    expect(books.invoices.get(bill.id)?.lines[0]).toMatchObject({ lineItemId: before.lineItemId, accountId: account?.id, taxType: "EXEMPTEXPENSES", taxMinor: 0 });
  });

  test("a contact is merged into another, a third archived and restored", async () => {
    const [loser, winner, third] = [...books.contacts.values()].filter((contact) => contact.status === "ACTIVE" && contact.isCustomer);
    await page.goto(`${base}/contacts/contact/${loser!.id}`);
    await page.locator("select[name=intoContactId]").selectOption(winner!.id);
    await page.locator("[data-standin=mergeContact]").click();
    await page.waitForURL(new RegExp(winner!.id));
    expect(books.contacts.get(loser!.id)).toMatchObject({ status: "ARCHIVED", mergedToContactId: winner!.id });
    await page.goto(`${base}/contacts/contact/${third!.id}`);
    await choose("contact-options", "archiveContact");
    await page.locator(".xui-tagcontent.ARCHIVED").first().waitFor();
    expect(books.contacts.get(third!.id)?.status).toBe("ARCHIVED");
    await choose("contact-options", "restoreContact");
    await page.locator(".xui-tagcontent.ARCHIVED").first().waitFor({ state: "detached" });
    expect(books.contacts.get(third!.id)?.status).toBe("ACTIVE");
  });

  test("lock dates are set, hold, and are taken away (facts §5.8)", async () => {
    const invoice = visit.find("ACCREC", "AUTHORISED");
    await page.goto(`${base}/settings/financial`);
    await page.locator("input[name=endOfYearLockDate]").fill("30 Nov 2026");
    await page.locator("[data-standin=setLockDates]").click();
    await expect.poll(() => books.organisation.endOfYearLockDate).toBe("2026-11-30");
    await page.goto(`${base}/invoicing/view/${invoice.id}`);
    await page.locator("[data-standin=pay]").click();
    await page.getByRole("alert").filter({ hasText: "end of year lock date, currently set at 30 November 2026" }).waitFor();
    await page.goto(`${base}/settings/financial`);
    await page.locator("input[name=endOfYearLockDate]").fill("");
    await page.locator("[data-standin=setLockDates]").click();
    await expect.poll(() => books.organisation.endOfYearLockDate).toBeUndefined();
  });

  test("a page with COEP require-corp loads no foreign frame; the same page without it does", async () => {
    const framed = async (): Promise<boolean> => {
      const frame = await page.evaluate(() => {
        const element = Object.assign(document.createElement("iframe"), { src: "http://127.0.0.1:" + location.port + "/app/errors/404" });
        document.body.append(element);
        return new Promise<string>((resolve) => (element.onload = () => resolve(element.src)));
      });
      return page.frames().some((each) => each.url() === frame);
    };
    const isolated = () => page.evaluate(() => crossOriginIsolated);
    await page.goto(`${base}/bills/list/all?standin=`);
    expect([await isolated(), await framed()]).toEqual([false, true]);
    await page.goto(`${base}/bills/list/all?standin=coep`);
    expect([await isolated(), await framed()]).toEqual([true, false]);
    await page.goto(`${base}/homepage?standin=`);
  });

  test("the organisation menu switches", async () => {
    await page.goto("/AccountsReceivable/Search.aspx");
    await page.locator("button.x-nav--tenant-menu-button").click();
    await page.locator("#tenant-menu-list a", { hasText: sandbox.organisations[1]!.name }).click();
    await page.waitForURL(new RegExp(sandbox.organisations[1]!.shortCode));
    await page.locator(".x-nav--tenant-menu-button-text", { hasText: sandbox.organisations[1]!.name }).waitFor();
  });
});
