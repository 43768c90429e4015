import { send } from "../data/send.ts";
import type { Published } from "../data/messages.ts";
import { mergeSelectors } from "../page/selectors.ts";
import { createOverlay } from "./overlay.ts";
import { removeOrphans } from "./host.ts";

export interface StartPorts {
  cardUrl: string;
  /** False once the extension was updated or removed: then this script is an orphan and has to go. */
  isAlive: () => boolean;
  onBackgroundMessage: (run: (message: unknown) => void) => void;
}

/** How long to wait for the published switches before the packaged ones serve. */
const PUBLISHED_TIMEOUT_MS = 300;
const ALIVE_EVERY_MS = 2000;
const NOTHING_PUBLISHED: Published = { disabled: [], selectors: {} };

/** Wires the overlay to this tab: navigation in, messages to the background worker out. Ends with the extension and leaves nothing behind. */
export async function startInXero(ports: StartPorts): Promise<void> {
  removeOrphans(document);
  const published = await Promise.race([
    send("content.start", {}).catch(() => NOTHING_PUBLISHED),
    new Promise<Published>((resolve) => setTimeout(() => resolve(NOTHING_PUBLISHED), PUBLISHED_TIMEOUT_MS)),
  ]);
  const ended = new AbortController();
  const { registry } = mergeSelectors(published.selectors, parses);
  const overlay = createOverlay({
    doc: document,
    cardUrl: ports.cardUrl,
    registry,
    disabled: new Set(published.disabled),
    now: () => Date.now(),
    reportPage: (page) => tell(() => send("content.page", { page })),
    fetchMarks: (shortCode, records) => send("content.marks", { shortCode, records }),
    openCard: (subject) => tell(() => send("content.openCard", { subject })),
    openPanel: () => tell(() => send("content.openPanel", {})),
    reportDrift: (pageKind, field, answer) => tell(() => send("content.drift", { pageKind, field, answer })),
  });
  // Xero's own pushState calls never pass through this world, but the Navigation API tells of them, after the address has changed.
  navigation.addEventListener("currententrychange", () => overlay.navigate(new URL(location.href)), { signal: ended.signal });
  ports.onBackgroundMessage((message) => {
    if (typeof message === "object" && message !== null && "name" in message && message.name === "background.changed") overlay.refresh();
  });
  const watch = setInterval(() => {
    if (ports.isAlive()) return;
    clearInterval(watch);
    ended.abort();
    overlay.stop();
  }, ALIVE_EVERY_MS);
  overlay.navigate(new URL(location.href));
}

/** Nobody waits for these; a worker that is gone (an update) ends this script by itself. */
function tell(run: () => Promise<unknown>): void {
  void Promise.resolve().then(run).catch(() => undefined);
}

function parses(selector: string): boolean {
  try {
    document.querySelector(selector);
    return true;
  } catch {
    return false;
  }
}
