import { XERO_ORIGIN } from "../page/route.ts";

/** Who a message comes from, by what the browser says of it; nothing in the message itself is believed. */
export type Sender = { who: "page"; tabId: number | null } | { who: "content"; tabId: number } | { who: "stranger" };

export interface RawSender {
  id?: string | undefined;
  origin?: string | undefined;
  url?: string | undefined;
  frameId?: number | undefined;
  tab?: { id?: number | undefined } | undefined;
}

/**
 * `page`: a page of this extension, the card in a Xero tab included; only these may write or see tokens' effects. `content`: our script in the top frame of
 * Xero. A renderer that was taken over can pretend to be its content script, never to have another origin.
 */
export function senderOf(raw: RawSender, extensionId: string): Sender {
  if (raw.id !== extensionId) return { who: "stranger" };
  const tabId = raw.tab?.id ?? null;
  if (raw.origin === `chrome-extension://${extensionId}`) return { who: "page", tabId };
  if (raw.origin === XERO_ORIGIN && raw.frameId === 0 && tabId !== null) return { who: "content", tabId };
  return { who: "stranger" };
}
