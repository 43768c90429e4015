import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import { type Browser, own, startBrowser, violations } from "./browser.ts";
import { CAN_LAUNCH } from "./launch.ts";

let browser: Browser;
const reports = (): Promise<Page> => browser.open(`${own("dashboard")}#reports`);

describe.skipIf(!CAN_LAUNCH)(`monthly reports in Chromium${CAN_LAUNCH ? "" : " (skipped: needs `npm run build` and Chromium)"}`, { timeout: 60_000 }, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  }, 90_000);
  afterAll(() => browser?.close());

  promise(["SM-04"], "pixels in Chromium, over a made-up firm", "the dashboard opens on the last closed month in one sentence, and its report on that month's figures, beside the month before", async () => {
    const page = await browser.open(own("dashboard"));
    await page.getByText("October 2026: invoiced AUD 23,266.00, collected AUD 17,643.00, margin AUD 3,739.20 (16.1 %).").waitFor();
    await page.getByRole("link", { name: "See the whole month" }).click();
    await page.getByRole("heading", { level: 2, name: "October 2026" }).waitFor();
    await page.getByText("As it stood when it was closed, 1 Nov, 12:06 am.").waitFor();
    const figures = (await page.locator("dl.figures").innerText()).replaceAll(/\s+/g, " ");
    for (const words of ["Invoiced $23,266 $10,898 more than in September", "Margin $3,739 $6,995 more than in September 16.1 %", "$9,752 overdue", "$2,185 of approved time is not billed yet"]) expect(figures).toContain(words);
    const owed = page.getByRole("region", { name: "What is owed" });
    expect((await owed.getByRole("row", { name: /^Owed by clients/ }).innerText()).replaceAll(/\s+/g, " ")).toContain("$6,124.80 $2,876.50 $3,520.00 $2,420.00 $935.00 $15,876.30");
    await page.getByRole("region", { name: "What is left to do" }).getByText("3 bills awaiting approval, $1,279.85").waitFor();
    await page.close();
  });

  promise(["SM-04"], "pixels in Chromium, over a made-up firm", "what changed since a month was closed stands beside it, for the whole and by project, and has no accessibility violation", async () => {
    const page = await reports();
    const changed = page.getByRole("region", { name: "Changed since it was closed" });
    expect((await changed.getByRole("row", { name: /^Invoiced/ }).innerText()).replaceAll(/\s+/g, " ")).toBe("Invoiced $23,266.00 $22,406.00 −$860.00");
    await changed.locator("summary").click();
    await changed.getByRole("row", { name: /^Petone café kitchen: other costs/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  test("the table of projects is sorted by keyboard, says how, and adds up", async () => {
    const page = await reports();
    const table = page.getByRole("region", { name: "Projects of the month" });
    await table.getByRole("row").nth(1).waitFor();
    const names = async () => (await table.locator("tbody").first().getByRole("rowheader").allInnerTexts()).map((text) => text.split("\n")[0]);
    expect(await names()).toEqual(["Quay Street fit-out", "Harbour wayfinding signs", "Petone café kitchen", "Marlow Dental maintenance"]);
    await table.getByRole("button", { name: "Margin" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    expect(await names()).toEqual(["Petone café kitchen", "Marlow Dental maintenance", "Harbour wayfinding signs", "Quay Street fit-out"]);
    expect(await table.getByRole("columnheader", { name: "Margin" }).getAttribute("aria-sort")).toBe("ascending");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Margin");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Space");
    expect(await table.getByRole("columnheader", { name: "Other costs" }).getAttribute("aria-sort")).toBe("descending");
    const column = async (index: number) => Promise.all((await table.getByRole("row").all()).slice(1).map(async (row) => Number((await row.getByRole("cell").nth(index).innerText()).split("\n")[0]!.replaceAll(/[$,]/g, "").replace("−", "-"))));
    for (const index of [0, 1, 2, 3, 4, 5]) {
      const amounts = (await column(index)).map((amount) => Math.round(amount * 100));
      expect(amounts.slice(0, -1).reduce((sum, amount) => sum + amount, 0)).toBe(amounts.at(-1));
    }
    await page.close();
  });

  test("another month is a choice away: the running one says so, a first one without figures says what will come", async () => {
    const page = await reports();
    await page.getByLabel("Month", { exact: true }).selectOption({ label: "November 2026, so far" });
    await page.getByText("So far. It is closed by itself after its last day.").waitFor();
    expect(await page.getByRole("region", { name: "Changed since it was closed" }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("Month", { exact: true }).selectOption({ label: "September 2026, counted today" });
    await page.getByText("Nothing is booked in this month yet.").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(browser.worker.log.filter(({ path }) => path === "/v1/reports/month").map(({ query }) => query["month"])).toEqual(expect.arrayContaining(["2026-10", "2026-11", "2026-09"]));
    await page.close();
  });

  test("it is printed without the menu, and copied as a table", async () => {
    const page = await reports();
    await page.getByRole("heading", { level: 2, name: "October 2026" }).waitFor();
    await page.emulateMedia({ media: "print" });
    expect([await page.getByRole("navigation").isVisible(), await page.getByRole("button", { name: "Print" }).isVisible(), await page.getByText("$15,876.30").first().isVisible()]).toEqual([false, false, true]);
    await page.emulateMedia({ media: "screen" });
    await browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy for a spreadsheet" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const copied = (await page.evaluate(() => navigator.clipboard.readText())).split("\n").map((row) => row.split("\t"));
    expect(copied.find(([first]) => first === "Quay Street fit-out")?.slice(1, 4)).toEqual(["13472.00", "15629.00", "5658.00"]);
    expect(copied.find(([first]) => first === "All together")?.slice(1, 6)).toEqual(["23266.00", "17643.00", "11272.00", "8254.80", "3739.20"]);
    await page.close();
  });
});
