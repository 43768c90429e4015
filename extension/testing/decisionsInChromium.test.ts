import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import { type Browser, own, startBrowser, violations } from "./browser.ts";
import { CAN_LAUNCH } from "./launch.ts";

let browser: Browser;
const open = (section: string): Promise<Page> => browser.open(`${own("dashboard")}#${section}`);
const decisions = () => browser.worker.log.filter(({ path }) => path.endsWith("/decide"));
const saved = () => browser.worker.log.findLast(({ method, path }) => method === "PUT" && path === "/v1/rules")?.body;

// In order: what is decided in one test is decided in the next.
describe.skipIf(!CAN_LAUNCH)(`what the dashboard asks of people, in Chromium${CAN_LAUNCH ? "" : " (skipped: needs `npm run build` and Chromium)"}`, { timeout: 60_000 }, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  }, 90_000);
  afterAll(() => browser?.close());

  promise(["AX-10"], "pixels in Chromium and requests, over a made-up firm", "a client that may be in Xero already is a person's choice, with what agrees and what speaks against each, by keyboard too", async () => {
    const page = await open("conflicts");
    const question = page.getByRole("region", { name: "Which contact is Wharf Studio?" });
    await question.waitFor();
    expect((await question.locator("header").innerText()).replaceAll(/\s+/g, " ")).toContain("It has accounts@wharf.example, tax number 40 101 202 303.");
    const candidates = (await question.getByRole("listitem").allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "));
    expect(candidates.find((text) => text.startsWith("Harbour Films"))).toContain("same e-mail another tax number");
    expect(candidates.filter((text) => text.includes("archived in Xero"))).toHaveLength(1);
    expect(candidates.at(-1)).toContain("None of these");
    expect(await question.getByRole("link", { name: "Harbour Films" }).getAttribute("href")).toBe("https://go.xero.com/app/contact/con_films");
    expect(await violations(page)).toEqual([]);
    expect(decisions()).toEqual([]);
    await question.getByRole("button", { name: /^It is Harbour Films/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Wharf Studio is Harbour Films from now on").waitFor();
    await question.waitFor({ state: "detached" });
    expect(decisions().map(({ path, body }) => [path, body])).toEqual([["/v1/contact-questions/con_new/decide", { sameAs: "con_films" }]]);
    await page.close();
  });

  test("the other answer is that it is new; what somebody else decided meanwhile is said plainly", async () => {
    const [page, late] = [await open("conflicts"), await open("conflicts")];
    for (const one of [page, late]) await one.getByRole("region", { name: "Which contact is Merlow Dental?" }).waitFor();
    await page.getByRole("button", { name: "It is a new contact Merlow Dental" }).click();
    await page.getByRole("status").getByText("Merlow Dental goes to Xero as a new contact.").waitFor();
    expect(decisions().at(-1)?.body).toEqual({ sameAs: null });
    expect(await violations(page)).toEqual([]);
    await late.getByRole("button", { name: /^It is Marlow Dental/ }).click();
    await late.getByRole("status").filter({ hasText: "Code: not_possible_now" }).waitFor();
    await page.close();
    await late.close();
  });

  promise(["AX-10"], "pixels in Chromium, over a made-up firm", "contacts that are there twice are listed with what they share and the way to each in Xero", async () => {
    const page = await open("conflicts");
    const twice = page.getByRole("region", { name: "Contacts that may be there twice" });
    await twice.waitFor();
    const text = (await twice.innerText()).replaceAll(/\s+/g, " ");
    expect(text).toContain("2 contacts with the same tax number Kea Electrical office@kea.example · tax number 53 004 085 616 Kea Electrical Services");
    expect(text).toContain("2 contacts with the same e-mail Salt & Rye hello@saltrye.example Salt & Rye Catering hello@saltrye.example · not in Xero yet");
    expect(await twice.getByRole("link").count()).toBe(3);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  test("a mapping whose account or tax rate Xero has archived or lost is warned of, shown in its field, and mended there", async () => {
    const page = await open("mappings");
    const warned = page.getByRole("region", { name: "Mappings that need another choice" });
    await warned.getByText("Sales lines: In Xero account 260 (Other Revenue) is archived.").waitFor();
    await warned.getByText("Bill lines: Xero does not have tax rate CAPEXINPUT any more.").waitFor();
    await warned.getByText("Design: In Xero account 260 (Other Revenue) is archived.").waitFor();
    const account = page.getByRole("region", { name: "Sales lines without a coding of their own" }).getByLabel("Account");
    // What makes records wait is shown as it is, not as "none".
    expect(await account.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text)).toBe("260 Other Revenue (archived)");
    expect(await account.getAttribute("aria-invalid")).toBe("true");
    expect(await page.getByLabel("stripe", { exact: true }).evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text)).toBe("Stripe clearing (archived)");
    expect(await violations(page)).toEqual([]);

    await warned.getByRole("button", { name: "Go to it for Sales lines" }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("account-sales");
    await account.selectOption({ label: "200 Sales" });
    await page.getByLabel("GST").nth(1).selectOption({ label: "GST on Expenses" });
    await page.getByLabel("stripe", { exact: true }).selectOption({ label: "Business Cheque Account" });
    await page.getByRole("button", { name: "Save" }).click();
    await warned.getByText("Sales lines: In Xero").waitFor({ state: "detached" });
    expect(saved()).toMatchObject({ defaultCoding: { sales: { accountCode: "200" }, purchases: { accountCode: "310", taxType: "INPUT" } }, paymentAccounts: { stripe: "acc_1" } });
    // The service is its project tool's to mend.
    await expect.poll(() => warned.getByRole("button").count()).toBe(0);
    expect(await warned.innerText()).toContain("Give the service another account in your project tool.");
    await page.close();
  });
});
