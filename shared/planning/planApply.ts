import type { GroupKey } from "../merge/groups.ts";
import { groupValue } from "../merge/recordGroups.ts";
import type { Actor } from "../records/record.ts";
import { align } from "./align.ts";
import { plan, type Plan } from "./plan.ts";
import type { Edits, PlanInput } from "./planInput.ts";

/** A person's decision that our value of these groups holds: the edits to store with the record, before anything is sent. */
export interface Decided {
  groups: readonly GroupKey[];
  /** Id of the proposal or conflict. */
  id: string;
  by: Actor;
  at: number;
}

/**
 * Edits that say so. The decision holds over exactly the value of Xero's that the person saw; if that moves before the write, it is
 * weighed anew instead of overwriting what nobody has seen.
 */
export function withDecision(input: PlanInput, decided: Decided): Edits {
  const { kind, ours, xero, rules, references } = input;
  if (!ours || !xero) return ours?.edits ?? {};
  const sides = align({ kind, ours: ours.body, xero: xero.body, base: input.base, projectCategoryId: rules.projectTrackingCategoryId, references });
  const edits: Record<GroupKey, Edits[string]> = { ...ours.edits };
  for (const group of decided.groups) {
    const revision = ours.edits[group]?.revision ?? ours.revision;
    edits[group] = { at: decided.at, by: decided.by, revision, resolves: { id: decided.id, over: groupValue(kind, group, sides.xero) } };
  }
  return edits;
}

/** The plan when a bookkeeper applies proposals (or keeps our side of conflicts): what is now sent, and what still stands in its way. */
export function planApply(input: PlanInput, decided: Decided): Plan {
  if (!input.ours) return plan(input);
  return plan({ ...input, ours: { ...input.ours, edits: withDecision(input, decided) } });
}
