import { familyOf, type GroupFamily, type GroupKey } from "../merge/groups.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { Document } from "../records/document.ts";
import type { PlanInput } from "./planInput.ts";
import { reason } from "./reason.ts";
import type { Reason } from "./reasons.ts";
import { isPosted, isUnpaidUnsent } from "./recordStatus.ts";
import type { Sides, Weighed } from "./weigh.ts";

/** What becomes of a group once it is known whose value it should have. */
export type Decided =
  | { group: GroupKey; outcome: "adopt"; weighed: Extract<Weighed, { verdict: "xero" }> }
  | { group: GroupKey; outcome: "push"; weighed: Extract<Weighed, { verdict: "ours" }> }
  | { group: GroupKey; outcome: "propose" }
  | { group: GroupKey; outcome: "ask"; weighed: Extract<Weighed, { verdict: "ask" }> }
  /** Differs and stays so: by direction, or because this kind cannot be written. */
  | { group: GroupKey; outcome: "hold"; reason: Reason };

/** "Lines, amounts, coding, dates and status" of a posted document: a bookkeeper's to change. */
const POSTED_FAMILIES: ReadonlySet<GroupFamily> = new Set(["money", "coding", "text", "identity", "dueDate", "status"]);

/** Kinds whose documents Xero lets us read and allocate, but not change. */
const READ_ONLY: ReadonlySet<SyncedKind> = new Set(["overpayment", "prepayment"]);

/** Directions, posted documents and approval over what the merge found. */
export function gate(weighed: Weighed, sides: Sides, input: PlanInput): Decided {
  const { group } = weighed;
  const direction = input.rules.directions[input.kind];
  switch (weighed.verdict) {
    case "ask":
      return { group, outcome: "ask", weighed };
    case "xero":
      return direction === "toXero" ? { group, outcome: "hold", reason: reason("flows_to_xero_only") } : { group, outcome: "adopt", weighed };
    case "ours":
      if (READ_ONLY.has(input.kind)) return { group, outcome: "hold", reason: reason("flows_from_xero_only") };
      if (weighed.rule === "person-decided") return pushed(weighed, input);
      if (direction === "fromXero") return { group, outcome: "hold", reason: reason("flows_from_xero_only") };
      return needsBookkeeper(group, sides, input) ? { group, outcome: "propose" } : pushed(weighed, input);
  }
}

/** What would make it look like another record waits for a person's word, alone. */
function pushed(weighed: Extract<Weighed, { verdict: "ours" }>, { twice }: PlanInput): Decided {
  const { group } = weighed;
  return group === "identity" && twice ? { group, outcome: "hold", reason: twice } : { group, outcome: "push", weighed };
}

function needsBookkeeper(group: GroupKey, sides: Sides, { kind, rules }: PlanInput): boolean {
  const family = familyOf(group);
  if (isPosted(kind, sides.xero)) return POSTED_FAMILIES.has(family) && !(rules.unpaidUnsentFlow && isUnpaidUnsent(sides.xero));
  // Approval is his too, where the rules say that approving here is not approving in Xero.
  const approves = family === "status" && ((sides.ours as Document).status === "authorised" || (sides.ours as Document).status === "submitted");
  return approves && !rules.pushApproval && (kind === "invoice" || kind === "bill" || kind === "credit_note");
}
