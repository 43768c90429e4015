import type { Frame, Page } from "playwright-core";
import { expect } from "vitest";
import { own } from "./browser.ts";

/** What our overlay shows in a page. It lies in closed shadow roots, which only the debugger sees into. */

/** The chip's accessible name; empty while there is no chip. */
export async function chipName(page: Page): Promise<string> {
  const cdp = await page.context().newCDPSession(page);
  const { root } = await cdp.send("DOM.getDocument", { depth: 0 });
  const { nodeId } = await cdp.send("DOM.querySelector", { nodeId: root.nodeId, selector: "marginalia-chip" });
  const text = nodeId === 0 ? "" : JSON.stringify((await cdp.send("DOM.describeNode", { nodeId, depth: -1, pierce: true })).node);
  await cdp.detach();
  return /"aria-label","(Marginalia: [^"]*)"/.exec(text)?.[1] ?? "";
}

export async function chipSays(page: Page, words: string): Promise<void> {
  await expect.poll(() => chipName(page), { timeout: 20_000 }).toContain(words);
}

/** How many elements one of our hosts holds in its closed shadow root. */
export async function elementsIn(page: Page, selector: string): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  const { root } = await cdp.send("DOM.getDocument", { depth: 0 });
  const { nodeId } = await cdp.send("DOM.querySelector", { nodeId: root.nodeId, selector });
  const text = JSON.stringify((await cdp.send("DOM.describeNode", { nodeId, depth: -1, pierce: true })).node);
  await cdp.detach();
  return text.split('"nodeType":1').length - 1;
}

/** Clicks the chip. @returns the card's frame, once it has something to say. */
export async function openCard(page: Page): Promise<Frame> {
  const box = await page.locator("marginalia-chip").boundingBox();
  if (box === null) throw new Error("no chip");
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(() => page.frames().some((frame) => frame.url() === own("card"))).toBe(true);
  const frame = page.frames().find((candidate) => candidate.url() === own("card")) as Frame;
  await frame.getByRole("heading", { level: 1 }).waitFor();
  return frame;
}
