import { browser } from "wxt/browser";
import type { Message } from "./messages.ts";
import { toolbarBadge } from "./toolbarBadge.ts";
import { createWorker } from "./worker.ts";
import type { Area } from "./storage.ts";

type BrowserArea = typeof browser.storage.local;

/** How often a running sign-in pokes the browser: a worker without extension calls for 30 s is stopped, and the sign-in with it. */
const KEEP_ALIVE_MS = 20_000;
const HEALTH_EVERY_MINUTES = 5;

/** Wires the background worker to the browser. Listeners are registered at once: an event that starts the worker is not repeated. */
export function startBackground(): void {
  // Content scripts must not read the session token. `storage.session` is closed to them by default, `storage.local` is not.
  void browser.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
  const worker = createWorker({
    extensionId: browser.runtime.id,
    local: area(browser.storage.local),
    session: area(browser.storage.session),
    now: () => Date.now(),
    fetch: (...request) => fetch(...request),
    createRequestId: () => crypto.randomUUID(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    redirectUrl: browser.identity.getRedirectURL(),
    openWindow: (url) => keptAlive(() => browser.identity.launchWebAuthFlow({ url, interactive: true })),
    tabAddress: async (tabId) => (await browser.tabs.get(tabId).catch(() => null))?.url ?? null,
    reloadTab: async (tabId) => {
      await browser.tabs.reload(tabId);
    },
    openPanel: (tabId) => browser.sidePanel.open({ tabId }),
    tellTabs,
    published: async () => ({ disabled: [], selectors: {} }),
    recordDrift,
  });

  browser.runtime.onMessage.addListener((message: Message, sender, respond) => {
    worker.handle(message, sender).then(respond, (error: unknown) => {
      console.warn("Marginalia refused a message:", error instanceof Error ? error.message : error);
      respond(null);
    });
    return true;
  });
  const showBadge = async () => {
    const badge = toolbarBadge(await worker.health());
    await browser.action.setBadgeText({ text: badge.text });
    await browser.action.setBadgeBackgroundColor({ color: badge.tone === "alarm" ? "#b3261e" : "#9a5b00" });
    await browser.action.setBadgeTextColor({ color: "#ffffff" });
    await browser.action.setTitle({ title: badge.title });
  };
  browser.alarms.onAlarm.addListener(() => void showBadge());
  void browser.alarms.create("toolbar", { delayInMinutes: 0.5, periodInMinutes: HEALTH_EVERY_MINUTES });
  browser.tabs.onRemoved.addListener((tabId) => void worker.forgetTab(tabId));
  void browser.sidePanel.setPanelBehavior?.({ openPanelOnActionClick: false });
}

function area(of: BrowserArea): Area {
  return {
    get: async (key) => (await of.get(key))[key],
    set: (key, value) => of.set({ [key]: value }),
    remove: (key) => of.remove(key),
  };
}

async function tellTabs(tabId: number | null): Promise<void> {
  const tabs = tabId === null ? await browser.tabs.query({ url: "https://go.xero.com/*" }) : [{ id: tabId }];
  await Promise.allSettled(tabs.flatMap(({ id }) => (id === undefined ? [] : [browser.tabs.sendMessage(id, { name: "background.changed" })])));
}

/** Counts per day, in this browser only; nothing of the page, nothing sent anywhere. */
async function recordDrift(key: string): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  const { drift } = (await browser.storage.local.get("drift")) as { drift?: { day: string; counts: Record<string, number> } };
  const counts = drift?.day === today ? drift.counts : {};
  await browser.storage.local.set({ drift: { day: today, counts: { ...counts, [key]: (counts[key] ?? 0) + 1 } } });
}

async function keptAlive<T>(run: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), KEEP_ALIVE_MS);
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}
