import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BrowserContext, chromium } from "playwright-core";

/** The built extension. */
export const BUILT = fileURLToPath(new URL("../.output/chrome-mv3", import.meta.url));

type Options = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

interface Launch {
  executablePath: string;
  /** Port of this machine that https://go.xero.com is mapped to. */
  xeroPort: number;
  /** Shows no window. */
  headless: boolean;
  options: Pick<Options, "args" | "viewport" | "colorScheme" | "ignoreHTTPSErrors">;
}

/** Chromium with the extension, in a profile that goes with the browser. */
export async function launchChromium({ executablePath, xeroPort, headless, options }: Launch): Promise<BrowserContext> {
  const profile = mkdtempSync(join(tmpdir(), "marginalia-profile-"));
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    executablePath,
    // Playwright's own headless Chromium loads no extensions; the flag below starts the real one without a window.
    headless: false,
    locale: "en-AU",
    timezoneId: "Australia/Sydney",
    args: [
      ...(headless ? ["--headless=new"] : []),
      // Chromium's own sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `--disable-extensions-except=${BUILT}`,
      `--load-extension=${BUILT}`,
      `--host-resolver-rules=MAP go.xero.com:443 127.0.0.1:${xeroPort}`,
      ...(options.args ?? []),
    ],
  });
  // Chromium may still be writing to it when it says that it is closed; what cannot be removed then is the system's to tidy.
  context.once("close", () => void rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined));
  return context;
}
