import type { Problem } from "./messages.ts";

/**
 * The address of the firm's own Worker as a person types it → its origin. Plain http only on this machine: the session token travels to it.
 */
export function workerAddress(typed: string): { ok: true; workerUrl: string } | { ok: false; problem: Problem } {
  const text = typed.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === "" || !URL.canParse(withScheme)) return refuse("That is not an address.");
  const url = new URL(withScheme);
  const isHere = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isHere)) return refuse("The address must begin with https://.");
  if (url.username !== "" || url.password !== "") return refuse("Leave out the name and password.");
  if (url.hostname === "go.xero.com" || url.hostname.endsWith(".xero.com")) return refuse("That is Xero's address.");
  return { ok: true, workerUrl: url.origin };
}

function refuse(title: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code: "address-invalid", title, next: "Ask whoever set Marginalia up; it looks like https://marginalia.your-firm.workers.dev." } };
}
