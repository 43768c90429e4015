import type { Ports } from "./ports.ts";

/** A system that takes longer is asked again later; the round must not wait for it. */
const ANSWER_WITHIN_MS = 5_000;

/** Sends events to the firm's own address. https only, and no redirects: the address an admin set is the one that is told. */
export function notifier(send: typeof fetch): Ports["notify"] {
  return async (url, { id, type, body }) => {
    if (!url.startsWith("https://")) return false;
    try {
      const answer = await send(url, {
        method: "POST",
        headers: { "content-type": "application/json", "event-id": id, "event-type": type },
        body,
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      return answer.ok;
    } catch {
      return false;
    }
  };
}
