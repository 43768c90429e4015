import type { SyncedBody } from "../merge/groups.ts";
import type { PlanAction } from "./actions.ts";
import type { Edits } from "./planInput.ts";
import type { Reason } from "./reasons.ts";

/** Link states a person can see (link.state in the store). */
export type LinkState =
  | "in_step"
  | "pending"
  | "waiting"
  | "refused"
  | "conflict"
  | "proposal"
  | "quarantined"
  | "ended"
  | "unlinked";

export interface Plan {
  /** In the order in which they must be carried out; empty: nothing to do. */
  actions: readonly PlanAction[];
  /** What both sides agree on now, for the link; null when they never agreed on anything. The same object as `xero.body` where equal. */
  nextBase: SyncedBody | null;
  nextEqualAt: Readonly<Record<string, number>>;
  /** Our edits with decisions taken out that have done their work; the same object when nothing changed. */
  nextEdits: Edits;
  state: LinkState;
  reason: Reason | null;
}
