import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { findChromium } from "../../scripts/chromium.ts";
import { BUILT, launchChromium } from "../../scripts/launchChromium.ts";

const CHROMIUM = findChromium();
export const CAN_LAUNCH = CHROMIUM !== null && existsSync(join(BUILT, "manifest.json"));

/** Chromium with the built extension; go.xero.com is mapped onto a local server. */
export async function launch(xeroPort: number, options: { dark?: boolean; width?: number; height?: number } = {}): Promise<BrowserContext> {
  return await launchChromium({
    executablePath: CHROMIUM ?? "",
    xeroPort,
    headless: true,
    options: {
      ignoreHTTPSErrors: true,
      viewport: { width: options.width ?? 1280, height: options.height ?? 860 },
      colorScheme: options.dark ? "dark" : "light",
      args: ["--ignore-certificate-errors"],
    },
  });
}
