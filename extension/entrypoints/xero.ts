import { browser } from "wxt/browser";
import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { pageUrl } from "../data/pageUrl.ts";
import { startInXero } from "../overlay/startInXero.ts";

// The content script. It is listed in wxt.config.ts by hand, since the framework's own wrapper dispatches events into Xero's document.
export default defineUnlistedScript(() => {
  void startInXero({
    cardUrl: pageUrl("card"),
    isAlive: () => browser.runtime?.id !== undefined,
    onBackgroundMessage: (run) => browser.runtime.onMessage.addListener(run),
  });
});
