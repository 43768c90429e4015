import type { BrowserContext, Frame, Page } from "playwright-core";
import { EXTENSION_ID } from "../../extension/extensionId.ts";
import { ensureChromium } from "../../scripts/chromium.ts";
import { launchChromium } from "../../scripts/launchChromium.ts";

/** A page of the extension. */
export const ownPage = (name: "popup" | "dashboard" | "sidepanel" | "card"): string => `chrome-extension://${EXTENSION_ID}/${name}.html`;

export interface BrowserOptions {
  tlsPort: number;
  spkiHash: string;
  headless: boolean;
}

/** Chromium in a throwaway profile with the built extension; https://go.xero.com is the stand-in, whose key alone is trusted. */
export async function openBrowser({ tlsPort, spkiHash, headless }: BrowserOptions): Promise<BrowserContext> {
  return await launchChromium({
    executablePath: ensureChromium(),
    xeroPort: tlsPort,
    headless,
    options: {
      viewport: headless ? { width: 1280, height: 860 } : null,
      args: ["--no-first-run", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", `--ignore-certificate-errors-spki-list=${spkiHash}`],
    },
  });
}

/** The chip lies in a closed shadow root: it is read as a person with a screen reader does. "" when there is none. */
export async function chipText(page: Page): Promise<string> {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send("Accessibility.getFullAXTree");
  await devtools.detach();
  const name = nodes.map((node) => String(node.name?.value ?? "")).find((text) => text.startsWith("Marginalia:"));
  return name ?? "";
}

/** Waits until the chip says the words. */
export async function chipSays(page: Page, words: string | RegExp, timeoutMs = 20_000): Promise<string> {
  const until = Date.now() + timeoutMs;
  let text = "";
  while (Date.now() < until) {
    text = await chipText(page).catch(() => "");
    if (typeof words === "string" ? text.includes(words) : words.test(text)) return text;
    await page.waitForTimeout(150);
  }
  throw new Error(`The chip on ${page.url()} says "${text}", expected ${String(words)}.`);
}

/** Clicks the chip and answers the card's frame. */
export async function openCard(page: Page): Promise<Frame> {
  const box = await page.locator("marginalia-chip").boundingBox();
  if (box === null) throw new Error(`There is no chip on ${page.url()}.`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    const frame = page.frames().find((candidate) => candidate.url() === ownPage("card"));
    if (frame !== undefined) {
      await frame.getByRole("heading", { level: 1 }).waitFor();
      // An empty card is not looked up yet either: it first asks which page it stands on.
      await frame.waitForFunction(() => {
        const text = document.querySelector(".card-body")?.textContent ?? "";
        return text !== "" && !text.includes("Looking this up");
      }, undefined, { timeout: 15_000 });
      return frame;
    }
    await page.waitForTimeout(50);
  }
  throw new Error("The card did not open.");
}
