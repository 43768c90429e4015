import type { SimView, View } from "./view.ts";

/** No log line holds a token or what belongs to a client; no row but the sealed one holds a token. */
export function secrets(view: SimView): string[] {
  const { world } = view;
  const fresh = world.logged.splice(0);
  if (fresh.length === 0) return [];
  const lines = fresh.join("\n");
  const { access, refresh } = world.sandbox.world.state.tokens;
  const found = [...access.keys(), ...refresh.keys()].filter((token) => lines.includes(token)).map(() => "a token is in a log line");
  for (const { books } of world.organisations)
    for (const { name, emailAddress } of books.contacts.values()) if (lines.includes(name) || (emailAddress !== undefined && emailAddress !== "" && lines.includes(emailAddress))) found.push("a client's name or address is in a log line");
  return found;
}

/** At rest: rows are looked through for tokens too. */
export function storedSecrets(view: View): string[] {
  const { world, rows } = view;
  const { access, refresh } = world.sandbox.world.state.tokens;
  const text = JSON.stringify([rows.call, rows.inbox, rows.outEvent, rows.audit, rows.organisation]);
  return [...access.keys(), ...refresh.keys()].some((token) => text.includes(token)) ? ["a token is in a row of the store"] : [];
}
