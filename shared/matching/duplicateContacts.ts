import type { ContactCandidate, MatchReason } from "./matchContact.ts";
import { normalisedName } from "./normalisedName.ts";
import { plainKey } from "./plainKey.ts";

export interface DuplicateContacts {
  ids: readonly string[];
  /** What they share; the strongest alone. */
  by: MatchReason;
}

const KEYS: readonly (readonly [by: MatchReason, keyOf: (body: ContactCandidate["body"]) => string])[] = [
  ["tax_number", (body) => plainKey(body.taxNumber)],
  ["email", (body) => plainKey(body.email)],
  ["name", (body) => normalisedName(body.name)],
];

/** Active contacts that share a tax number, an e-mail or a name: to be looked at, and merged in Xero where they are one. */
export function duplicateContacts(contacts: readonly ContactCandidate[]): DuplicateContacts[] {
  const active = contacts.filter(({ body }) => body.status === "active");
  const found: DuplicateContacts[] = [];
  const told = new Set<string>();
  for (const [by, keyOf] of KEYS) {
    for (const [key, same] of Map.groupBy(active, ({ body }) => keyOf(body))) {
      const ids = same.map(({ id }) => id).toSorted();
      if (key === "" || ids.length < 2 || told.has(ids.join(" "))) continue;
      told.add(ids.join(" "));
      found.push({ ids, by });
    }
  }
  return found;
}
