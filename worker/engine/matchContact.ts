import type { Contact } from "../../shared/records/contact.ts";
import type { Observation } from "./observation.ts";
import { type LinkedState, loadStates } from "./linkedState.ts";
import type { Run } from "./run.ts";

/** Contacts of ours that are not in Xero yet; few at any time, because they are pushed within seconds. */
const UNLINKED = 500;

export function unlinkedContacts(run: Run): Promise<LinkedState[]> {
  return loadStates(run, { kind: "contact", xeroId: null, state: { in: ["unlinked", "pending", "waiting"] } }, UNLINKED);
}

/**
 * The contact of ours that Xero's one certainly is: the same tax number, or else the same e-mail and name. Anything less is a
 * person's choice. A contact whose creation is under way is never taken: its answer or its probe will tell.
 */
export function matchContact(observation: Extract<Observation, { type: "mapped" | "unmappable" }>, candidates: readonly LinkedState[]): LinkedState | null {
  if (observation.type !== "mapped" || observation.mapped.kind !== "contact") return null;
  const theirs = observation.mapped.body as Contact;
  if (theirs.status !== "active") return null;
  const free = candidates.filter((state) => state.body !== null && (state.intent === null || state.intent.state === "ready"));
  const sure = free.filter((state) => isSame(state.body as Contact, theirs));
  return sure.length === 1 ? sure[0]! : null;
}

function isSame(ours: Contact, theirs: Contact): boolean {
  const taxNumber = plain(ours.taxNumber);
  if (taxNumber !== "" && plain(theirs.taxNumber) !== "") return taxNumber === plain(theirs.taxNumber);
  return plain(ours.name) === plain(theirs.name) && (plain(ours.email) === plain(theirs.email) || ours.email === null || theirs.email === null);
}

function plain(text: string | null): string {
  return (text ?? "").toLowerCase().replaceAll(/\s+/g, "");
}
