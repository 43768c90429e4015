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
  if (found.conflict) return { state: "conflict", reason: null };
  if (found.refused) return { state: "refused", reason: found.refused };
  if (found.waits) return { state: "waiting", reason: found.waits };
  if (found.proposal) return { state: "proposal", reason: null };
  if (found.pending) return { state: "pending", reason: null };
  return { state: "in_step", reason: null };
}
