import { browser } from "wxt/browser";
import type { AnswerTo, MessageName, Messages } from "./messages.ts";

/** Asks the background worker, which starts on demand. Rejects when the extension was updated or removed under us. */
export async function send<N extends MessageName>(name: N, fields: Messages[N]["sends"]): Promise<AnswerTo<N>> {
  return await browser.runtime.sendMessage({ name, ...fields });
}
