import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { BrowserContext, Frame, Page } from "playwright-core";
import { expect } from "vitest";
import { EXTENSION_ID } from "../extensionId.ts";
import { type FakeWorker, startFakeWorker } from "./fakeWorker.ts";
import { startFakeXero } from "./fakeXero.ts";
import { launch } from "./launch.ts";

export const own = (page: string): string => `chrome-extension://${EXTENSION_ID}/${page}.html`;

/** The built extension in Chromium, signed in at a stand-in Worker that answers from the made-up firm. */
export interface Browser {
  context: BrowserContext;
  worker: FakeWorker;
  open: (url: string) => Promise<Page>;
  close: () => Promise<void>;
}

export async function startBrowser(): Promise<Browser> {
  const worker = await startFakeWorker();
  const xero = await startFakeXero();
  const context = await launch(xero.port);
  const open = async (url: string): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
  const popup = await open(own("popup"));
  await popup.getByLabel("Address").fill(worker.url);
  await popup.getByRole("button", { name: "Continue" }).click();
  await popup.getByRole("button", { name: "Sign in with Xero" }).click();
  await popup.getByText("Connected").waitFor();
  expect(await violations(popup)).toEqual([]);
  await popup.close();
  const close = async (): Promise<void> => {
    await context.close();
    worker.close();
    xero.close();
  };
  return { context, worker, open, close };
}

/** What axe finds wrong with a page for people who use a screen reader, a keyboard or large contrast. */
export async function violations(of: Page | Frame): Promise<string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await of.evaluate(source);
  return await of.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const result = await axe.run(document, { iframes: false });
    return result.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" ").slice(0, 200)}`);
  });
}
