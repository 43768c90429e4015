import { browser } from "wxt/browser";

/** The address of one of the extension's own pages. (The framework types `getURL` only after a build, and a fresh clone has none.) */
export function pageUrl(page: "card" | "dashboard"): string {
  return `chrome-extension://${browser.runtime.id}/${page}.html`;
}
