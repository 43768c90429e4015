import type { Contact } from "../records/contact.ts";
import { normalisedName } from "./normalisedName.ts";
import { plainKey } from "./plainKey.ts";

type Matched = Pick<Contact, "name" | "email" | "taxNumber">;

/** Texts by which contacts that may be this one are found among many, in what `matchText` says of them. */
export interface MatchNeedles {
  /** Whoever is the same contact beyond doubt has one of these, as a whole line. */
  same: readonly string[];
  /** Whoever has a similar name (isSimilarName.ts) has one of these as well. */
  similar: readonly string[];
}

/** Of a name with up to two slips of the pen, one third of the letters in a row is as it was; of one with a single slip, one half. */
const THIRDS_FROM = 10;
const HALVES_FROM = 4;
const SHORTEST_WORD = 2;

export function matchNeedles(contact: Matched): MatchNeedles {
  const name = normalisedName(contact.name);
  const parts = name.length >= THIRDS_FROM ? 3 : name.length >= HALVES_FROM ? 2 : 1;
  const size = Math.ceil(name.length / parts);
  const chunks = Array.from({ length: parts }, (_, index) => name.slice(index * size, (index + 1) * size));
  return {
    same: exactly(contact).map((text) => `\n${text}\n`),
    similar: unique([...chunks, ...name.split(" ").filter((word) => word.length >= SHORTEST_WORD)]),
  };
}

/** What of a contact is looked through: its name, e-mail and tax number as they are compared, each in a line of its own. */
export function matchText(contact: Matched): string {
  return `\n${exactly(contact).join("\n")}\n`;
}

function exactly({ name, email, taxNumber }: Matched): string[] {
  return unique([normalisedName(name), plainKey(email), plainKey(taxNumber)]);
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].filter((text) => text !== "");
