import type { LinkState } from "./plan.ts";
import type { Reason } from "./reasons.ts";

/** What holds of a link, most pressing first: what a person must do, what holds it up, what happens by itself. */
export function stateOf(found: {
  ended: boolean;
  conflict: boolean;
  refused: Reason | null;
  waits: Reason | null;
  proposal: boolean;
  pending: boolean;
}): { state: LinkState; reason: Reason | null } {
  if (found.ended) return { state: "ended", reason: null };
  // A conflict holds up its own groups only; what holds up the others is said beside it.
  if (found.conflict) return { state: "conflict", reason: found.refused ?? found.waits };
  if (found.refused) return { state: "refused", reason: found.refused };
  if (found.waits) return { state: "waiting", reason: found.waits };
  if (found.proposal) return { state: "proposal", reason: null };
  if (found.pending) return { state: "pending", reason: null };
  return { state: "in_step", reason: null };
}
