import { JSDOM } from "jsdom";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createCardFrame, HELLO_TIMEOUT_MS } from "./cardFrame.ts";

const CARD = "chrome-extension://abc/card.html";
let dom: JSDOM;
let closed: number;
let noHello: number;
let card: ReturnType<typeof createCardFrame>;
const near = { bottom: 100, right: 900 } as DOMRect;
const hosts = () => dom.window.document.querySelectorAll("marginalia-card").length;
const say = (data: unknown, origin = "chrome-extension://abc", source?: unknown) =>
  dom.window.dispatchEvent(new dom.window.MessageEvent("message", { data, origin, source: source as Window }));

beforeEach(() => {
  vi.useFakeTimers();
  dom = new JSDOM("<body></body>", { pretendToBeVisual: true });
  dom.window.setTimeout = globalThis.setTimeout as typeof dom.window.setTimeout;
  dom.window.clearTimeout = globalThis.clearTimeout as typeof dom.window.clearTimeout;
  [closed, noHello] = [0, 0];
  card = createCardFrame(dom.window.document, { cardUrl: CARD, onClosed: () => (closed += 1), onNoHello: () => (noHello += 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the card's frame", () => {
  test("no hello within a second: the frame goes and the side panel is asked for", () => {
    card.open(near);
    expect(hosts()).toBe(1);
    vi.advanceTimersByTime(HELLO_TIMEOUT_MS);
    expect([hosts(), closed, noHello]).toEqual([0, 1, 1]);
  });
  test("a hello of the page itself, or of another frame, does not count", () => {
    card.open(near);
    say({ marginalia: "hello" }, "https://go.xero.com");
    say({ marginalia: "hello" }, "chrome-extension://abc", dom.window);
    vi.advanceTimersByTime(HELLO_TIMEOUT_MS);
    expect(noHello).toBe(1);
  });
  test("a close that the page forges is not obeyed", () => {
    card.open(near);
    say({ marginalia: "close" }, "https://go.xero.com");
    expect(card.isOpen()).toBe(true);
  });
  test("Esc closes it", () => {
    card.open(near);
    dom.window.document.dispatchEvent(new dom.window.KeyboardEvent("keydown", { key: "Escape" }));
    expect([hosts(), closed]).toEqual([0, 1]);
  });
  test("opening twice leaves one", () => {
    card.open(near);
    card.open(near);
    expect(hosts()).toBe(1);
  });
});
