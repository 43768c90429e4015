import { matchContact as matchAmong } from "../../shared/matching/matchContact.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { Observation } from "./observation.ts";
import { type LinkedState, linkedStates } from "./linkedState.ts";
import type { Part } from "./readTogether.ts";

/** Contacts of ours that are not in Xero yet; few at any time, because they are pushed within seconds. */
const UNLINKED = 500;

export function unlinkedContacts(organisationId: string): Part<LinkedState[]> {
  return linkedStates(organisationId, { where: { kind: "contact", xeroId: null, state: { in: ["unlinked", "pending", "waiting", "refused"] } }, limit: UNLINKED });
}

/**
 * The contact of ours that Xero's one certainly is (shared/matching). Anything less is a person's choice. A contact whose creation is
 * under way is never taken: its answer or its probe will tell.
 */
export function matchContact(observation: Extract<Observation, { type: "mapped" | "unmappable" }>, candidates: readonly LinkedState[]): LinkedState | null {
  if (observation.type !== "mapped" || observation.mapped.kind !== "contact") return null;
  const theirs = observation.mapped.body as Contact;
  if (theirs.status !== "active") return null;
  const free = candidates.filter((state) => state.body !== null && (state.intent === null || state.intent.state === "ready"));
  const match = matchAmong(theirs, free.map((state) => ({ id: state.link.recordId, body: state.body as Contact })));
  return match.type === "same" ? (free.find((state) => state.link.recordId === match.id) ?? null) : null;
}
