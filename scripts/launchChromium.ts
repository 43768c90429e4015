import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type BrowserContext, chromium } from "playwright-core";

/** The built extension. */
export const BUILT = fileURLToPath(new URL("../.output/chrome-mv3", import.meta.url));

const LAST_WRITES_MS = 500;

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
  const close = context.close.bind(context);
  context.close = async (...how) => {
    await close(...how);
    // Chromium writes a few last files after it says that it is closed.
    await setTimeout(LAST_WRITES_MS);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return context;
}
