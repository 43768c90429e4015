import { browser } from "wxt/browser";
import { defineContentScript } from "wxt/utils/define-content-script";
import { pageUrl } from "../data/pageUrl.ts";
import { startInXero } from "../overlay/startInXero.ts";

export default defineContentScript({
  matches: ["https://go.xero.com/*"],
  runAt: "document_idle",
  // Xero's page hears nothing of us.
  noScriptStartedPostMessage: true,
  main: (ctx) =>
    startInXero({
      signal: ctx.signal,
      cardUrl: pageUrl("card"),
      onBackgroundMessage: (run) => {
        browser.runtime.onMessage.addListener(run);
        ctx.onInvalidated(() => browser.runtime?.onMessage?.removeListener(run));
      },
    }),
});
