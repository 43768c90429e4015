import type { Contact } from "../records/contact.ts";
import { isSimilarName } from "./isSimilarName.ts";
import { normalisedName } from "./normalisedName.ts";
import { plainKey } from "./plainKey.ts";

export interface ContactCandidate {
  id: string;
  body: Pick<Contact, "name" | "email" | "taxNumber" | "status">;
}

export type MatchReason = "tax_number" | "email" | "name" | "similar_name" | "tax_number_differs" | "archived";

export interface PossibleMatch {
  id: string;
  /** What agrees and what speaks against it, for the person who chooses. */
  reasons: readonly MatchReason[];
}

export type ContactMatch =
  /** The same contact beyond doubt: one candidate agrees and nothing speaks against it. */
  | { type: "same"; id: string; by: MatchReason }
  /** Something agrees, not enough: a person chooses. Best first. */
  | { type: "choose"; among: readonly PossibleMatch[] }
  | { type: "none" };

/**
 * Which of these contacts is the wanted one: by tax number, then by e-mail, then by name. An identifier that several share proves
 * nothing, and neither does a name where the tax numbers differ: those are a person's choice. A wrong join merges two clients' books;
 * a missed one costs a click.
 */
export function matchContact(wanted: ContactCandidate["body"], candidates: readonly ContactCandidate[]): ContactMatch {
  const possible = candidates.map((candidate) => compare(wanted, candidate)).filter((match) => agreements(match) > 0);
  for (const by of ["tax_number", "email", "name"] as const) {
    const agreeing = possible.filter(({ reasons }) => reasons.includes(by));
    const [only] = agreeing;
    if (agreeing.length !== 1 || !only || only.reasons.some((reason) => AGAINST.has(reason))) {
      // Several, or one with something against it: weaker evidence cannot settle it.
      if (agreeing.length > 0) break;
      continue;
    }
    // An e-mail is often shared in a firm (accounts@…); alone it needs the name beside it.
    if (by === "email" && !only.reasons.includes("name")) break;
    return { type: "same", id: only.id, by };
  }
  if (possible.length === 0) return { type: "none" };
  return { type: "choose", among: possible.sort((a, b) => agreements(b) - agreements(a) || (a.id < b.id ? -1 : 1)) };
}

const AGAINST: ReadonlySet<MatchReason> = new Set(["tax_number_differs", "archived"]);

function agreements({ reasons }: PossibleMatch): number {
  return reasons.filter((reason) => !AGAINST.has(reason)).length;
}

function compare(wanted: ContactCandidate["body"], { id, body }: ContactCandidate): PossibleMatch {
  const reasons: MatchReason[] = [];
  const [ours, theirs] = [plainKey(wanted.taxNumber), plainKey(body.taxNumber)];
  if (ours !== "" && ours === theirs) reasons.push("tax_number");
  if (ours !== "" && theirs !== "" && ours !== theirs) reasons.push("tax_number_differs");
  if (plainKey(wanted.email) !== "" && plainKey(wanted.email) === plainKey(body.email)) reasons.push("email");
  const [name, other] = [normalisedName(wanted.name), normalisedName(body.name)];
  if (name !== "" && name === other) reasons.push("name");
  else if (isSimilarName(name, other)) reasons.push("similar_name");
  if (body.status !== "active") reasons.push("archived");
  return { id, reasons };
}
