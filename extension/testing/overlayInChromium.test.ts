import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import { type Browser, startBrowser } from "./browser.ts";
import { chipName, chipSays, elementsIn, openCard } from "./chip.ts";
import * as firm from "./demoFirm.ts";
import { BUILT } from "../../scripts/launchChromium.ts";
import { CAN_LAUNCH } from "./launch.ts";
import { PAGE_NAMES } from "./xeroPages.ts";

const RUNS = CAN_LAUNCH && PAGE_NAMES.length > 0;
const app = (code = firm.SHORT_CODE) => `https://go.xero.com/app/${code}`;
const billUrl = `${app()}/bills/view/bill?id=${firm.BILL_ID}`;
const CONTENT_SCRIPT_MAX_BYTES = 30_000;

let browser: Browser;
const open = (url: string): Promise<Page> => browser.open(url);

describe.skipIf(!RUNS)(`the overlay in Xero's pages, in Chromium${RUNS ? "" : " (skipped: needs `npm run build`, Chromium, and captured pages)"}`, { timeout: 60_000 }, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  }, 90_000);
  afterAll(() => browser?.close());

  test("the content script is at most 30 KB", () => {
    expect(statSync(join(BUILT, "xero.js")).size).toBeLessThanOrEqual(CONTENT_SCRIPT_MAX_BYTES);
  });

  promise(["D19", "N21"], "pixels in Chromium", "another organisation's page shows nothing of the first one", async () => {
    const page = await open(`${app("!0ther!")}/bills/view/bill?id=${firm.BILL_ID}`);
    await chipSays(page, "Organisation not connected");
    const card = await openCard(page);
    await card.getByText("This Xero organisation is not connected to Marginalia.").waitFor();
    const text = (await card.locator("body").textContent()) ?? "";
    for (const secret of ["Quay Street", "Harbour", "31.2", "1,635.48"]) expect(text).not.toContain(secret);
    await page.close();
  });

  promise(["D19", "N21"], "pixels in Chromium", "navigation links that contradict the address show a neutral chip and nothing else", async () => {
    const page = await open(`${billUrl}&nav=!0ther!`);
    await chipSays(page, "Organisation unknown");
    expect(await chipName(page)).not.toContain("Quay Street");
    await page.close();
  });

  test.each([200, 5000])("%i rows: one layer, few elements, at most 200 records a question, and no long task while scrolling", async (rows) => {
    const page = await browser.context.newPage();
    await page.addInitScript(() => {
      const tasks: number[] = [];
      Object.assign(globalThis, { tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
    });
    await page.goto(`${app()}/bills/list/awaiting-payment?rows=${rows}`);
    await chipSays(page, "Suggestion ready");
    await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks.splice(0));
    for (let turn = 0; turn < 8; turn += 1) {
      await page.mouse.wheel(0, 2500);
      await page.waitForTimeout(60);
    }
    expect(await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks.filter((ms) => ms > 100))).toEqual([]);
    expect(await page.evaluate(() => document.querySelectorAll("marginalia-rows").length)).toBe(1);
    expect(await elementsIn(page, "marginalia-rows")).toBeLessThanOrEqual(60 * 5);
    expect(browser.worker.log.filter(({ path, body }) => path === "/v1/marks" && (body as { records: unknown[] }).records.length > 200)).toEqual([]);
    await page.close();
  });

  test("the chip comes back when Xero redraws its header, once, and Xero's own elements stay unmarked", async () => {
    const page = await open(billUrl);
    const bare = () =>
      page.evaluate(() => {
        const copy = document.documentElement.cloneNode(true) as Element;
        for (const element of copy.querySelectorAll("marginalia-chip,marginalia-rows,marginalia-card")) element.remove();
        return copy.querySelector("#shell-app-root")?.innerHTML;
      });
    await chipSays(page, "Suggestion ready");
    const expected = readFileSync(new URL("../../../shared/xero-pages/bill-view-spa.html", import.meta.url), "utf8");
    expect((await bare())?.replace(/\s+/g, "")).toBe(await page.evaluate((html) => new DOMParser().parseFromString(html, "text/html").querySelector("#shell-app-root")?.innerHTML.replace(/\s+/g, ""), expected));
    await page.evaluate(() => {
      const header = document.querySelector("header");
      if (header !== null) header.outerHTML = `<header data-automationid="PageHeader"><div class="xui-pageheading--actions"><div class="xui-actions"></div></div></header>`;
    });
    await expect.poll(() => page.locator("marginalia-chip").count()).toBe(1);
    await page.close();
  });

  test("a soft navigation changes the chip; a page that is none of ours removes it", async () => {
    const page = await open(billUrl);
    await chipSays(page, "Quay Street");
    await page.evaluate((url) => history.pushState(null, "", url), `${app()}/bills/view/bill?id=${firm.CONFLICT_BILL_ID}`);
    await chipSays(page, "Petone café kitchen");
    await page.evaluate((url) => history.pushState(null, "", url), `${app()}/homepage`);
    await expect.poll(() => page.locator("marginalia-chip").count()).toBe(0);
    await page.close();
  });

  promise(["D22"], "events and field values of the page in Chromium", "nothing is clicked, typed or dispatched in Xero", async () => {
    const page = await browser.context.newPage();
    await page.addInitScript(() => {
      const made: string[] = [];
      Object.assign(globalThis, { made });
      for (const type of ["click", "mousedown", "pointerdown", "input", "change", "keydown", "keyup", "submit", "blur", "focusout"])
        addEventListener(type, (event) => !event.isTrusted && made.push(type), true);
    });
    await page.goto(`https://go.xero.com/AccountsPayable/Edit.aspx?InvoiceID=${firm.BILL_ID}`);
    const values = () => page.evaluate(() => [...document.querySelectorAll("input,select,textarea")].map((field) => (field as HTMLInputElement).value));
    const before = await values();
    await chipSays(page, "Suggestion ready");
    const card = await openCard(page);
    await card.getByRole("button", { name: "Copy" }).first().click();
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => (globalThis as unknown as { made: string[] }).made)).toEqual([]);
    expect(await values()).toEqual(before);
    await page.close();
  });

  test("our script in Xero can neither write nor read the session token", async () => {
    const page = await browser.context.newPage();
    const cdp = await browser.context.newCDPSession(page);
    const worlds: { id: number; name: string; origin: string }[] = [];
    cdp.on("Runtime.executionContextCreated", ({ context: world }) => worlds.push({ id: world.id, name: world.name, origin: world.origin }));
    await cdp.send("Runtime.enable");
    await page.goto(billUrl);
    await chipSays(page, "Suggestion ready");
    const world = worlds.findLast(({ origin }) => origin.startsWith("chrome-extension://"));
    const run = async (expression: string) => {
      const { result } = await cdp.send("Runtime.evaluate", { expression, contextId: world?.id ?? 0, awaitPromise: true, returnByValue: true });
      return result.value as unknown;
    };
    const writes = browser.worker.log.length;
    expect(await run(`chrome.runtime.sendMessage({ name: "page.request", route: "resolveConflict", params: { id: "cf_1" }, body: { choice: "ours" }, scope: "chosen" })`)).toBeNull();
    expect(await run(`chrome.runtime.sendMessage({ name: "page.settings" })`)).toBeNull();
    expect(browser.worker.log.slice(writes).filter(({ method }) => method === "POST").filter(({ path }) => path !== "/v1/marks")).toEqual([]);
    expect(await run(`chrome.storage.local.get(null).then((all) => JSON.stringify(all), () => "refused")`)).toBe("refused");
    expect(await run(`chrome.storage.session.get(null).then((all) => JSON.stringify(all), () => "refused")`)).toBe("refused");
    await page.close();
  });

  test("the Worker out of reach: the chip says so, and Xero works on", async () => {
    browser.worker.state.down = true;
    const page = await open(`${app()}/contacts/contact/${firm.CONTACT_ID}`);
    await chipSays(page, "Cannot reach Marginalia");
    browser.worker.state.down = false;
    await page.close();
  });

  test("an ended session: the chip says so on the next look", async () => {
    browser.worker.state.signedOut = true;
    const page = await open(`${app()}/invoicing/view/${firm.INVOICE_ID}`);
    await chipSays(page, "Sign in to Marginalia");
    const card = await openCard(page);
    await card.getByRole("button", { name: "Sign in with Xero" }).waitFor();
    browser.worker.state.signedOut = false;
    await page.close();
  });
});
