import type { GroupKey, Json, SyncedBody } from "../merge/groups.ts";
import type { Actor } from "../records/record.ts";
import type { Reason } from "./reasons.ts";

/** Which sentence of "who wins" decided a group. Kept in the audit. */
export type PlanRule =
  | "first-link"
  | "only-xero-changed"
  | "only-ours-changed"
  | "xero-wins"
  | "ours-wins"
  | "newest-wins"
  | "filled-empty"
  | "observed"
  | "person-decided"
  | "proposal-needed"
  | "ask-a-person"
  | "edit-against-removal"
  | "ended-in-xero"
  | "created-here"
  | "merged-in-xero";

/** One group that changes on our side. `before` keeps our value for the audit. */
export interface GroupChange {
  group: GroupKey;
  before: Json;
  after: Json;
  rule: PlanRule;
}

/** Writes to Xero. */
export type PushOperation = "create" | "update" | "void" | "delete" | "allocate" | "unallocate";

export interface Adopt {
  type: "adopt";
  /** Our whole new body; ours-only fields are kept. */
  body: SyncedBody;
  changes: readonly GroupChange[];
  /** True when there was no record of ours yet. */
  created: boolean;
}

export interface Push {
  type: "push";
  operation: PushOperation;
  /** The whole document as Xero should have it: Xero's own values with our groups in. Line ids are ours. */
  body: SyncedBody;
  /** Groups it carries: only their fields are sent. `value` is ours as it stands in our record: what the answer is settled against. */
  groups: readonly { group: GroupKey; value: Json; before: Json; rule: PlanRule }[];
  /** Allocation to make, or Xero's AllocationID to take away. */
  allocation?: { documentId: string; amountMinor: number; date: string } | { xeroId: string };
}

export type PlanAction =
  | Adopt
  | Push
  | { type: "propose"; group: GroupKey; before: Json; after: Json; by: Actor | null; at: number | null }
  | { type: "withdrawProposal"; group: GroupKey; why: "applied" | "same-in-xero" | "taken-back" | "changed" | "xero-changed" | "ended" }
  | {
      type: "openConflict";
      group: GroupKey;
      base: Json;
      ours: Json;
      xero: Json;
      oursBy: Actor | null;
      oursAt: number | null;
      xeroAt: number | null;
      rule: PlanRule;
      /** An open conflict of the group whose values moved on: it is closed in favour of this one. */
      replaces: boolean;
    }
  | { type: "closeConflict"; group: GroupKey; why: "equal" | "decided" | "one-side-returned" | "ended" }
  /** A payment changed here: a new record with this body takes over, this one is deleted in Xero (Xero cannot edit payments). */
  | { type: "recreate"; body: SyncedBody }
  /** The record ended in Xero; the link is closed, nothing flows any more. */
  | { type: "tombstone"; status: string; reason: Reason }
  /** Merged in Xero into a contact that we have not read: read it first, then plan again. */
  | { type: "relink"; toXeroId: string }
  /** Nothing can be sent for now; the same as `Plan.reason`. */
  | { type: "wait"; reason: Reason }
  /** The last observation could not be mapped: keep it where a person sees it. Repeated until it can be. */
  | { type: "quarantine"; reason: Reason };
