import { browser } from "wxt/browser";

/** The address of one of the extension's own pages. (The browser's type knows them only after a build.) */
export function pageUrl(page: "card" | "dashboard"): string {
  return browser.runtime.getURL(`/${page}.html` as never);
}
