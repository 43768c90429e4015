import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { BrowserContext, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import { EXTENSION_ID } from "../extensionId.ts";
import * as firm from "./demoFirm.ts";
import { startFakeWorker, type FakeWorker } from "./fakeWorker.ts";
import { startFakeXero } from "./fakeXero.ts";
import { BUILT, CAN_LAUNCH, launch } from "./launch.ts";
import { PAGE_NAMES } from "./xeroPages.ts";

const RUNS = CAN_LAUNCH && PAGE_NAMES.length > 0;
const app = (code = firm.SHORT_CODE) => `https://go.xero.com/app/${code}`;
const own = (page: string) => `chrome-extension://${EXTENSION_ID}/${page}.html`;
const billUrl = `${app()}/bills/view/bill?id=${firm.BILL_ID}`;
const CONTENT_SCRIPT_MAX_BYTES = 30_000;

let worker: FakeWorker;
let xero: Awaited<ReturnType<typeof startFakeXero>>;
let context: BrowserContext;

async function open(url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** The chip lies in a closed shadow root, which only the debugger sees into. */
async function chipName(page: Page): Promise<string> {
  const cdp = await context.newCDPSession(page);
  const { root } = await cdp.send("DOM.getDocument", { depth: 0 });
  const { nodeId } = await cdp.send("DOM.querySelector", { nodeId: root.nodeId, selector: "marginalia-chip" });
  const text = nodeId === 0 ? "" : JSON.stringify((await cdp.send("DOM.describeNode", { nodeId, depth: -1, pierce: true })).node);
  await cdp.detach();
  return /"aria-label","(Marginalia: [^"]*)"/.exec(text)?.[1] ?? "";
}

/** How many elements one of our hosts holds in its closed shadow root. */
async function elementsIn(page: Page, selector: string): Promise<number> {
  const cdp = await context.newCDPSession(page);
  const { root } = await cdp.send("DOM.getDocument", { depth: 0 });
  const { nodeId } = await cdp.send("DOM.querySelector", { nodeId: root.nodeId, selector });
  const text = JSON.stringify((await cdp.send("DOM.describeNode", { nodeId, depth: -1, pierce: true })).node);
  await cdp.detach();
  return text.split('"nodeType":1').length - 1;
}

async function chipSays(page: Page, words: string): Promise<void> {
  await expect.poll(() => chipName(page), { timeout: 20_000 }).toContain(words);
}

async function openCard(page: Page): Promise<Frame> {
  const box = await page.locator("marginalia-chip").boundingBox();
  if (box === null) throw new Error("no chip");
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(() => page.frames().some((frame) => frame.url() === own("card"))).toBe(true);
  const frame = page.frames().find((candidate) => candidate.url() === own("card")) as Frame;
  await frame.getByRole("heading", { level: 1 }).waitFor();
  return frame;
}

async function violations(of: Page | Frame): Promise<string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await of.evaluate(source);
  return await of.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const result = await axe.run(document, { iframes: false });
    return result.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" ").slice(0, 200)}`);
  });
}

describe.skipIf(!RUNS)(`the built extension in Chromium${RUNS ? "" : " (skipped: needs `npm run build`, Chromium, and captured pages)"}`, { timeout: 60_000 }, () => {
  beforeAll(async () => {
    worker = await startFakeWorker();
    xero = await startFakeXero();
    context = await launch(xero.port);
    const popup = await open(own("popup"));
    await popup.getByLabel("Address").fill(worker.url);
    await popup.getByRole("button", { name: "Continue" }).click();
    await popup.getByRole("button", { name: "Sign in with Xero" }).click();
    await popup.getByText("Connected").waitFor();
    expect(await violations(popup)).toEqual([]);
    await popup.close();
  }, 90_000);
  afterAll(async () => {
    await context?.close();
    worker?.close();
    xero?.close();
  });

  test("the content script is at most 30 KB", () => {
    expect(statSync(join(BUILT, "xero.js")).size).toBeLessThanOrEqual(CONTENT_SCRIPT_MAX_BYTES);
  });

  promise(["N1", "N6"], "pixels in Chromium, over a made-up firm", "a bill's card shows coding, evidence and the margin it would leave; Apply writes through our API and offers to reload", async () => {
    const page = await open(billUrl);
    await chipSays(page, "Quay Street fit-out, 31.2 % margin, Suggestion ready (2)");
    const card = await openCard(page);
    await card.getByText("310 Cost of Goods Sold").first().waitFor();
    await card.getByText("Why, and what speaks against it").first().click();
    await card.getByText("9 of 9 earlier lines from this supplier with “beams”").waitFor();
    await card.getByText("To Quay Street fit-out: margin 31.2 % → 27.4 %, budget 77.0 % used").waitFor();
    await card.getByText("Strongest against it:").waitFor();
    await card.getByRole("link", { name: "Northline Timber Supplies, 12 March 2026" }).or(card.getByRole("link", { name: /Northline Timber Supplies, 12 Mar/ })).first().waitFor();
    expect(await violations(card)).toEqual([]);
    await card.getByRole("button", { name: "Apply all" }).click();
    await card.getByText("Written. Reload to see it in Xero.").waitFor();
    const write = worker.log.find(({ path }) => path.endsWith("/coding"));
    expect(write?.body).toEqual({
      shortCode: firm.SHORT_CODE,
      lines: [
        { lineId: "ln_beams", accountCode: "310", taxType: "INPUT", projectId: "prj_quay", feedback: "accepted" },
        { lineId: "ln_delivery", accountCode: "425", taxType: "INPUT", projectId: "prj_quay", feedback: "accepted" },
      ],
    });
    await Promise.all([page.waitForEvent("load"), card.getByRole("button", { name: "Reload" }).click()]);
    await page.close();
  });

  test("Xero refuses what was applied at once: the card says so in Xero's words, with what to do, and offers no reload", async () => {
    worker.state.refuses = true;
    const page = await open(billUrl);
    await chipSays(page, "Suggestion ready");
    const card = await openCard(page);
    await card.getByRole("button", { name: "Apply all" }).click();
    const came = card.getByRole("status").filter({ hasText: "Account code '310' is not a valid code for this document." });
    await came.getByText("Change what Xero names here or in Xero, then try again.").waitFor();
    expect(await card.getByRole("button", { name: "Reload" }).count()).toBe(0);
    expect(await violations(card)).toEqual([]);
    worker.state.refuses = false;
    await page.close();
  });

  promise(["N3"], "pixels in Chromium, over a made-up firm", "what was just applied is undone by one click", async () => {
    const page = await open(billUrl);
    await chipSays(page, "Suggestion ready");
    const card = await openCard(page);
    await card.getByRole("button", { name: "Apply all" }).click();
    await card.getByText("Written. Reload to see it in Xero.").waitFor();
    await card.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => worker.log.findLast(({ path }) => path.endsWith("/coding/undo"))?.body).toEqual({ shortCode: firm.SHORT_CODE, undo: "click-1" });
    await page.close();
  });

  promise(["OP-14", "OP-16"], "pixels in Chromium, over a made-up firm", "a field that a person changes is his, the others follow it before anything is written, and it is sent as a correction", async () => {
    const page = await open(billUrl);
    await chipSays(page, "Suggestion ready");
    const card = await openCard(page);
    const line = card.getByRole("listitem").filter({ hasText: "Delivery, Petone site" }).first();
    await line.getByRole("button", { name: "Change" }).click();
    await line.getByLabel("Account").selectOption("310");
    await line.getByRole("button", { name: "Done" }).click();
    await line.getByText("Petone café kitchen").first().waitFor();
    await line.getByText("your choice", { exact: true }).waitFor();
    await line.getByText("5 of 5 earlier lines on this account").first().waitFor();
    expect(await violations(card)).toEqual([]);
    expect(worker.log.findLast(({ path }) => path.endsWith("/given"))?.body).toEqual({ lines: [{ lineId: "ln_delivery", accountCode: "310", taxType: null, projectId: null }] });
    await line.getByRole("button", { name: /^Apply/ }).click();
    await card.getByText("Written. Reload to see it in Xero.").waitFor();
    expect(worker.log.findLast(({ path }) => path.endsWith("/coding"))?.body).toMatchObject({ lines: [{ lineId: "ln_delivery", accountCode: "310", projectId: "prj_kitchen", feedback: "corrected" }] });
    await page.close();
  });

  promise(["N27", "OP-18", "D17", "D18"], "pixels in Chromium, over a made-up firm", "a usual split with its bills is written on a click; where nothing is suggested the card says why, and a language model's choice is marked as one", async () => {
    const page = await open(`${app()}/bills/view/bill?id=${firm.SPLIT_BILL_ID}`);
    await chipSays(page, "Suggestion ready");
    const card = await openCard(page);
    const split = card.getByRole("region", { name: "Usual split" });
    await split.getByText("6 of this supplier’s last 7 bills were split like this.").waitFor();
    await split.getByText("The bills it was seen on").click();
    await split.getByRole("link", { name: "Bill RENT-10" }).waitFor();
    const coding = card.getByRole("region", { name: /coding/i });
    await coding.getByText("No suggestion yet").first().waitFor();
    await coding.getByText("Nothing was bought from this supplier before").first().waitFor();
    await coding.getByText("A language model’s choice, no history").waitFor();
    expect(await violations(card)).toEqual([]);
    await split.getByRole("button", { name: "Split into 2 lines" }).click();
    await expect.poll(() => worker.log.findLast(({ path }) => path.endsWith("/split"))?.body).toEqual({
      shortCode: firm.SHORT_CODE,
      lineId: "ln_rent",
      parts: [
        { accountCode: "469", taxType: "INPUT", projectId: "prj_quay", amountMinor: 66_660 },
        { accountCode: "469", taxType: "INPUT", projectId: "prj_kitchen", amountMinor: 33_340 },
      ],
    });
    await page.close();
  });

  promise(["N10"], "pixels in Chromium, over a made-up firm", "on a supplier's page in Xero the card offers his sure lines, to be confirmed there", async () => {
    const page = await open(`${app()}/contacts/contact/${firm.CONTACT_ID}`);
    await chipSays(page, "In step");
    const card = await openCard(page);
    const many = card.getByRole("region", { name: "Confirm many at once" });
    await many.getByText("Structural ply").waitFor();
    expect(worker.log.findLast(({ path }) => path === "/v1/suggestions/bulk")?.query).toEqual({ contactId: `rec_${firm.CONTACT_ID.slice(0, 8)}` });
    expect(await violations(card)).toEqual([]);
    await page.close();
  });

  promise(["N9", "N1"], "pixels in Chromium, over a made-up firm", "an unusual booking is shown beside what its evidence says, and judged with one click", async () => {
    const page = await open(`${own("dashboard")}#review`);
    const finding = page.getByRole("region", { name: /Linkway Tolls/ });
    await finding.getByText("11 of 11 earlier lines from this supplier", { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await finding.getByRole("button", { name: /^This is right/ }).click();
    await page.getByText("Nothing unusual").waitFor();
    expect(worker.log.findLast(({ method, path }) => method === "POST" && path === "/v1/suggestions/unusual")?.body).toEqual({ recordId: "rec_odd", lineId: "ln_odd", field: "account", judgement: "right" });
    await page.close();
  });

  promise(["N17", "D17"], "pixels in Chromium, over a made-up firm", "the threshold moves by keyboard with this organisation's own record beside it, and is saved on a click", async () => {
    const page = await open(`${own("dashboard")}#suggestions`);
    const slider = page.getByRole("slider", { name: /Suggest from/ });
    await slider.waitFor();
    const panel = page.getByRole("region", { name: "When something is suggested" });
    expect(await panel.getByRole("row", { name: /^Account/ }).innerText()).toMatch(/470 of 503/);
    await slider.focus();
    for (let step = 0; step < 35; step++) await page.keyboard.press("ArrowRight");
    expect(await panel.getByRole("row", { name: /^Account/ }).innerText()).toMatch(/411 of 503\s+96\.8 %/);
    expect(worker.log.some(({ method, path }) => method === "PUT" && path === "/v1/suggestions/settings")).toBe(false);
    await panel.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => worker.log.findLast(({ method, path }) => method === "PUT" && path === "/v1/suggestions/settings")?.body).toEqual({ thresholdE2: 8000 });
    await page.close();
  });

  test("a language model is consented to knowing what is sent, and switched off on the second click", async () => {
    const page = await open(`${own("dashboard")}#suggestions`);
    const panel = page.getByRole("region", { name: "Language model" });
    await panel.getByText("What is sent to models.example.com, small-1").waitFor();
    const consent = panel.getByRole("button", { name: "I consent for this organisation" });
    expect(await consent.isDisabled()).toBe(true);
    await panel.getByRole("checkbox").check();
    await consent.click();
    await panel.getByText("Ana Whitlock consented").waitFor();
    expect(worker.log.findLast(({ method }) => method === "PUT")?.body).toEqual({ languageModel: true, providerDoesNotTrain: true });
    expect(await violations(page)).toEqual([]);
    await panel.getByRole("button", { name: /^Switch off/ }).click();
    await panel.getByRole("button", { name: /^Really switch off/ }).click();
    await consent.waitFor();
    await page.close();
  });

  test("Esc closes the card and gives the focus back to the chip", async () => {
    const page = await open(billUrl);
    await chipSays(page, "Suggestion ready");
    const card = await openCard(page);
    await card.getByRole("button", { name: "Close" }).focus();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("marginalia-card").count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe("marginalia-chip");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("marginalia-card").count()).toBe(1);
    await page.close();
  });

  test("on an open form there is Copy and no Apply", async () => {
    const page = await open(`https://go.xero.com/AccountsPayable/Edit.aspx?InvoiceID=${firm.BILL_ID}`);
    await chipSays(page, "Suggestion ready");
    const card = await openCard(page);
    await card.getByRole("button", { name: "Copy" }).first().waitFor();
    expect(await card.getByRole("button", { name: /^Apply/ }).count()).toBe(0);
    expect(await card.getByRole("link", { name: "open the view page" }).getAttribute("href")).toBe(billUrl);
    await page.close();
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

  promise(["N5"], "pixels in Chromium, over a made-up firm", "a list has badges on the rows that want a person, and the card settles a conflict field by field", async () => {
    const page = await open(`${app()}/bills/list/awaiting-payment`);
    await chipSays(page, "Differs, please choose");
    const card = await openCard(page);
    await card.getByText("2 of 3 bills on this page want you").waitFor();
    expect(await violations(card)).toEqual([]);
    await card.getByRole("button", { name: "Open row 2" }).click();
    await card.getByRole("radio", { name: /In Xero 3/ }).check();
    await card.getByRole("radio", { name: /In your projects \$2,800/ }).check();
    await card.getByRole("button", { name: "Keep what I chose" }).click();
    await card.getByText("Written. Reload to see it in Xero.").waitFor();
    expect(worker.log.findLast(({ path }) => path.endsWith("/resolve"))?.body).toEqual({ choice: { quantity: "xero", unitAmount: "ours" } });
    await page.close();
  });

  test.each([200, 5000])("%i rows: one layer, few elements, at most 200 records a question, and no long task while scrolling", async (rows) => {
    const page = await context.newPage();
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
    expect(worker.log.filter(({ path, body }) => path === "/v1/marks" && (body as { records: unknown[] }).records.length > 200)).toEqual([]);
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
    const page = await context.newPage();
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
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
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
    const writes = worker.log.length;
    expect(await run(`chrome.runtime.sendMessage({ name: "page.request", route: "resolveConflict", params: { id: "cf_1" }, body: { choice: "ours" }, scope: "chosen" })`)).toBeNull();
    expect(await run(`chrome.runtime.sendMessage({ name: "page.settings" })`)).toBeNull();
    expect(worker.log.slice(writes).filter(({ method }) => method === "POST").filter(({ path }) => path !== "/v1/marks")).toEqual([]);
    expect(await run(`chrome.storage.local.get(null).then((all) => JSON.stringify(all), () => "refused")`)).toBe("refused");
    expect(await run(`chrome.storage.session.get(null).then((all) => JSON.stringify(all), () => "refused")`)).toBe("refused");
    await page.close();
  });

  test("a page with COEP require-corp still shows the card", async () => {
    const page = await open(`${billUrl}&coep=1`);
    await chipSays(page, "Suggestion ready");
    const card = await openCard(page);
    await card.getByText("310 Cost of Goods Sold").first().waitFor();
    await page.waitForTimeout(1200);
    expect(await page.locator("marginalia-card").count()).toBe(1);
    await page.close();
  });

  test("the side panel opens on the click that the card could not serve, and shows the same record", async () => {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const worlds: { id: number; origin: string }[] = [];
    cdp.on("Runtime.executionContextCreated", ({ context: world }) => worlds.push({ id: world.id, origin: world.origin }));
    await cdp.send("Runtime.enable");
    await page.goto(billUrl);
    await chipSays(page, "Suggestion ready");
    const contextId = worlds.findLast(({ origin }) => origin.startsWith("chrome-extension://"))?.id ?? 0;
    await cdp.send("Runtime.evaluate", { expression: `chrome.runtime.sendMessage({ name: "content.openPanel" })`, contextId, userGesture: true, awaitPromise: true });
    const background = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
    const panels = () =>
      background.evaluate(async () => {
        const { runtime } = (globalThis as unknown as { chrome: { runtime: { getContexts: (filter: object) => Promise<object[]> } } }).chrome;
        return (await runtime.getContexts({ contextTypes: ["SIDE_PANEL"] })).length;
      });
    await expect.poll(panels, { timeout: 20_000 }).toBe(1);
    await page.close();
  });

  promise(["HP-16"], "requests that the Worker received", "disconnect needs a second click, which names the organisation", async () => {
    const popup = await open(own("popup"));
    await popup.getByText("Connection", { exact: true }).click();
    await popup.getByRole("button", { name: "Disconnect" }).click();
    await popup.getByText("Disconnect Harbour & Pine Studio Pty Ltd?").waitFor();
    expect(worker.log.some(({ path }) => path === "/v1/disconnect")).toBe(false);
    await popup.getByRole("button", { name: "Yes, disconnect" }).click();
    await expect.poll(() => worker.log.find(({ path }) => path === "/v1/disconnect")?.body).toEqual({ confirm: "Harbour & Pine Studio Pty Ltd" });
    await popup.close();
  });

  promise(["HP-20", "D23"], "pixels in Chromium, over a made-up firm", "the popup shows the first import by type, with a time estimate", async () => {
    worker.state.health = firm.importing();
    const popup = await open(own("popup"));
    await popup.getByText("Reading your books").waitFor();
    await popup.getByText("6,000 of 10,000").waitFor();
    await popup.getByText("about 2 min left").waitFor();
    expect(await violations(popup)).toEqual([]);
    worker.state.health = firm.health;
    await popup.close();
  });

  promise(["N29"], "pixels in Chromium, over a made-up firm", "an invoice's card explains what is still due as one sum", async () => {
    const page = await open(`${app()}/invoicing/view/${firm.INVOICE_ID}`);
    await chipSays(page, "Change proposed");
    const card = await openCard(page);
    const sum = card.getByRole("region", { name: "Payments" });
    await sum.waitFor();
    expect((await sum.innerText()).replace(/\s+/g, " ")).toContain("Total $4,439.58 Payment, 12 Nov 2026 −$2,000.00 Credit note CN-0007, 14 Nov 2026 −$439.58 Still due $2,000.00");
    await page.close();
  });

  test("the Worker out of reach: the chip says so, and Xero works on", async () => {
    worker.state.down = true;
    const page = await open(`${app()}/contacts/contact/${firm.CONTACT_ID}`);
    await chipSays(page, "Cannot reach Marginalia");
    worker.state.down = false;
    await page.close();
  });

  promise(["N10", "N3", "D16"], "pixels in Chromium, over a made-up firm", "many sure lines are confirmed at once, less those taken out, with sums that follow, progress, and an undo", async () => {
    const page = await open(`${own("dashboard")}#confirm`);
    await page.getByText("Fibre cement sheet").waitFor();
    await page.getByText("4 lines on 3 bills, $1,351.40").waitFor();
    expect(worker.log.some(({ method, path }) => method === "POST" && path === "/v1/suggestions/bulk")).toBe(false);
    await page.getByRole("checkbox", { name: /Screws/ }).uncheck();
    await page.getByRole("checkbox", { name: /Linkway Tolls/ }).uncheck();
    await page.getByText("2 lines on 2 bills, $1,245.10").waitFor();
    expect(await violations(page)).toEqual([]);
    worker.state.heldMs = 38_200;
    await page.getByRole("button", { name: "Confirm 2 lines" }).click();
    // Xero's limit is no error: it is said why it waits, and it goes on by itself.
    await page.getByText("Xero takes only so many calls a minute. It goes on in about 40 s, by itself.").waitFor();
    expect([await page.getByRole("alert").count(), await violations(page)]).toEqual([0, []]);
    worker.state.heldMs = 0;
    await page.getByText("2 lines confirmed.").waitFor();
    expect(worker.log.findLast(({ method, path }) => method === "POST" && path === "/v1/suggestions/bulk")?.body).toEqual({
      lines: ["ln_fibre", "ln_ply"].map((lineId) => ({ lineId, accountCode: "310", taxType: "INPUT", projectId: "prj_quay" })),
    });
    expect(await violations(page)).toEqual([]);
    await page.getByRole("status").getByRole("button", { name: /^Undo/ }).click();
    expect(worker.log.some(({ path }) => /bulks.*undo$/.test(path))).toBe(false);
    await page.getByRole("status").getByRole("button", { name: /^Really undo/ }).click();
    await page.getByText("2 lines taken back.").waitFor();
    await page.getByText("Fibre cement sheet").waitFor();
    await page.close();
  });

  promise(["D1"], "pixels in Chromium, over a made-up firm", "a taken number and a bill that may be twice are listed with why; one click each sends them, as the next free number and as another bill", async () => {
    const page = await open(`${own("dashboard")}#health`);
    const list = page.getByRole("region", { name: "Waiting or refused" });
    await list.getByText("INV-0042 is the number of a voided invoice already").waitFor();
    expect(await violations(page)).toEqual([]);
    await list.getByRole("button", { name: "Send as INV-0044" }).click();
    await list.getByText("Both sides agree.").waitFor();
    await list.getByRole("button", { name: "It is another bill" }).click();
    await list.waitFor({ state: "detached" });
    expect(worker.log.filter(({ path }) => path.startsWith("/v1/records/")).map(({ path }) => path)).toEqual(["/v1/records/rec_taken/next-number", "/v1/records/rec_twice/another-bill"]);
    await page.close();
  });

  test("an organisation's data is deleted only once it is disconnected and its name was typed; what goes and what stays is said before", async () => {
    const page = await open(`${own("dashboard")}#delete`);
    await page.getByText(`${firm.organisation.name} is connected to Xero. Disconnect it first, in the popup.`).waitFor();
    expect(await page.getByRole("button", { name: "Delete for good" }).count()).toBe(0);
    worker.state.connected = false;
    await page.reload();
    const button = page.getByRole("button", { name: "Delete for good" });
    await button.waitFor();
    const typed = page.getByLabel(/^Type/);
    await typed.fill("Harbour");
    expect([await button.isDisabled(), await violations(page)]).toEqual([true, []]);
    expect(worker.log.some(({ method, path }) => method === "DELETE" && path === "/v1/organisation")).toBe(false);
    await typed.fill(firm.organisation.name);
    await button.click();
    await page.getByText(`Nothing of ${firm.organisation.name} is kept here any more.`).waitFor();
    expect(worker.log.filter(({ path }) => path === "/v1/organisation").map(({ body }) => body)).toEqual(Array.from({ length: 3 }, () => ({ confirm: firm.organisation.name })));
    expect(await violations(page)).toEqual([]);
    worker.state.connected = true;
    await page.close();
  });

  test("a key is revoked on the second click, not the first", async () => {
    const page = await open(`${own("dashboard")}#keys`);
    await page.getByRole("button", { name: "Revoke Timesheets" }).click();
    expect(worker.log.some(({ method }) => method === "DELETE")).toBe(false);
    await page.getByRole("button", { name: "Really revoke?" }).click();
    await expect.poll(() => worker.log.findLast(({ method }) => method === "DELETE")?.path).toBe("/v1/api-keys/key_1");
    await page.close();
  });

  test.each(["projects", "conflicts", "confirm", "review", "suggestions", "activity", "mappings", "rules", "members", "keys", "health", "delete"])("the dashboard's %s has no accessibility violation", async (section) => {
    const page = await open(`${own("dashboard")}#${section}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForTimeout(300);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  test("an ended session: the chip says so on the next look", async () => {
    worker.state.signedOut = true;
    const page = await open(`${app()}/invoicing/view/${firm.INVOICE_ID}`);
    await chipSays(page, "Sign in to Marginalia");
    const card = await openCard(page);
    await card.getByRole("button", { name: "Sign in with Xero" }).waitFor();
    worker.state.signedOut = false;
    await page.close();
  });
});
