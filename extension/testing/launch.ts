import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type BrowserContext } from "playwright-core";

export const BUILT = fileURLToPath(new URL("../../.output/chrome-mv3", import.meta.url));
export const CHROMIUM = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
export const CAN_LAUNCH = existsSync(CHROMIUM) && existsSync(join(BUILT, "manifest.json"));

/** Chromium with the built extension; go.xero.com is mapped onto a local server. */
export async function launch(xeroPort: number, options: { dark?: boolean; width?: number; height?: number } = {}): Promise<BrowserContext> {
  return await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), "marginalia-profile-")), {
    executablePath: CHROMIUM,
    headless: false,
    ignoreHTTPSErrors: true,
    viewport: { width: options.width ?? 1280, height: options.height ?? 860 },
    colorScheme: options.dark ? "dark" : "light",
    locale: "en-AU",
    timezoneId: "Australia/Sydney",
    args: [
      "--headless=new",
      "--no-sandbox",
      "--ignore-certificate-errors",
      `--disable-extensions-except=${BUILT}`,
      `--load-extension=${BUILT}`,
      `--host-resolver-rules=MAP go.xero.com:443 127.0.0.1:${xeroPort}`,
    ],
  });
}
