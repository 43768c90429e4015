import { tmpdir } from "node:os";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { EXTENSION_ID } from "../extensionId.ts";
import * as firm from "./demoFirm.ts";
import { health, importing } from "./demoHealth.ts";
import { startFakeWorker } from "./fakeWorker.ts";
import { startFakeXero } from "./fakeXero.ts";
import { launch } from "./launch.ts";

// Takes a picture of every screen: `node extension/testing/screens.ts FOLDER [dark]`.
const folder = process.argv[2] ?? join(tmpdir(), "screens");
const dark = process.argv[3] === "dark";
mkdirSync(folder, { recursive: true });
const worker = await startFakeWorker();
const xero = await startFakeXero();
const context = await launch(xero.port, { dark });
const own = (page: string) => `chrome-extension://${EXTENSION_ID}/${page}.html`;
const app = `https://go.xero.com/app/${firm.SHORT_CODE}`;

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(name);
}

async function openCard(of: BrowserContext, url: string, name: string): Promise<void> {
  const page = await of.newPage();
  await page.goto(url);
  const chip = page.locator("marginalia-chip");
  await chip.waitFor({ timeout: 8000 });
  await page.waitForTimeout(700);
  const box = await chip.boundingBox();
  if (box !== null) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForTimeout(1500);
  await shoot(page, name);
  await page.close();
}

try {
  const popup = await context.newPage();
  await popup.setViewportSize({ width: 380, height: 600 });
  popup.on("pageerror", (error) => console.log("popup error:", error.message));
  await popup.goto(own("popup"));
  await popup.waitForTimeout(500);
  await shoot(popup, "popup-1-address");
  await popup.getByLabel("Address").fill(worker.url);
  await popup.getByRole("button", { name: "Continue" }).click();
  await popup.getByRole("button", { name: "Sign in with Xero" }).waitFor();
  await shoot(popup, "popup-2-signin");
  await popup.getByRole("button", { name: "Sign in with Xero" }).click();
  await popup.getByText("Connected").waitFor({ timeout: 10_000 });
  await popup.waitForTimeout(800);
  await shoot(popup, "popup-3-connected");
  await popup.getByText("Connection", { exact: true }).click();
  await popup.getByRole("button", { name: "Test connection" }).click();
  await popup.waitForTimeout(500);
  await popup.getByRole("button", { name: "Disconnect" }).click();
  await popup.setViewportSize({ width: 380, height: 900 });
  await shoot(popup, "popup-4-test");
  worker.state.health = importing();
  await popup.reload();
  await popup.waitForTimeout(800);
  await shoot(popup, "popup-5-import");
  worker.state.health = health;
  await openCard(context, `${app}/bills/view/bill?id=${firm.BILL_ID}`, "card-1-suggestions");
  await openCard(context, `${app}/bills/view/bill?id=${firm.SPLIT_BILL_ID}`, "card-5-split");
  await openCard(context, `${app}/bills/view/bill?id=${firm.NEWCOMER_BILL_ID}`, "card-6-new-supplier");
  await openCard(context, `${app}/invoicing/view/${firm.INVOICE_ID}`, "card-2-invoice");
  await openCard(context, `${app}/invoicing/edit/${firm.DRAFT_ID}`, "card-3-waiting");
  await openCard(context, `https://go.xero.com/AccountsPayable/Edit.aspx?InvoiceID=${firm.BILL_ID}`, "card-4-edit");
  const list = await context.newPage();
  await list.goto(`${app}/bills/list/awaiting-payment`);
  await list.waitForTimeout(1200);
  await shoot(list, "list-0-badges");
  await list.close();
  await openCard(context, `${app}/bills/list/awaiting-payment`, "list-1-bills");
  await openCard(context, `https://go.xero.com/AccountsReceivable/Search.aspx?invoiceStatus=INVOICESTATUS%2FAUTHORISED`, "list-2-invoices");
  const panel = await context.newPage();
  await panel.setViewportSize({ width: 400, height: 900 });
  await panel.goto(own("sidepanel"));
  await panel.waitForTimeout(1000);
  await shoot(panel, "side-1-nothing");
  for (const section of ["projects", "reports", "conflicts", "confirm", "review", "suggestions", "activity", "mappings", "rules", "members", "keys", "health", "delete"]) {
    const page = await context.newPage();
    page.on("pageerror", (error) => console.log(`${section} error:`, error.message));
    await page.goto(`${own("dashboard")}#${section}`);
    await page.waitForTimeout(700);
    await shoot(page, `dashboard-${section}`);
    await page.close();
  }
} finally {
  await context.close();
  worker.close();
  xero.close();
}
