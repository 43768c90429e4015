import { existsSync, readFileSync, readdirSync } from "node:fs";
import { JSDOM } from "jsdom";

/** Captured page structures lie beside the checkout, not in it; tests that use them say so and skip where they are absent. */
const FOLDER = new URL("../../../shared/xero-pages/", import.meta.url);

export interface ExpectedPage {
  url: string;
  kind: string;
  ui: string;
  id?: string;
  accountId?: string;
  tab?: string;
  page?: number;
  org: { shortCode: string; from: string };
  rows?: string[];
}

export const PAGE_NAMES: readonly string[] = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((file) => file.endsWith(".expected.json"))
      .map((file) => file.replace(".expected.json", ""))
  : [];

export const PAGES_ABSENT = `no captured pages at ../shared/xero-pages beside the checkout`;

export function expectedOf(name: string): ExpectedPage {
  return JSON.parse(readFileSync(new URL(`${name}.expected.json`, FOLDER), "utf8"));
}

export function htmlOf(name: string): string {
  return readFileSync(new URL(`${name}.html`, FOLDER), "utf8");
}

export function documentOf(html: string): Document {
  return new JSDOM(html).window.document;
}
