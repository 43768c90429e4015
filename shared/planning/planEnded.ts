import { differingGroups, groupValue, takeGroup, takeObserved } from "../merge/recordGroups.ts";
import type { AlignedSides } from "./align.ts";
import type { GroupChange, PlanAction } from "./actions.ts";
import type { Plan } from "./plan.ts";
import type { OursSide, PlanInput, XeroSide } from "./planInput.ts";
import { reason } from "./reason.ts";
import { isEnded } from "./recordStatus.ts";
import { withoutDecisions } from "./withoutDecisions.ts";

/**
 * Voided, deleted or merged away in Xero. Nothing of ours can be sent any more, so we take Xero's values; what we had stays readable in
 * the audit. Open questions about it are closed.
 */
export function planEnded(input: PlanInput, ours: OursSide, xero: XeroSide, sides: AlignedSides): Plan {
  const { kind } = input;
  const rule = xero.mergedToXeroId === null ? "ended-in-xero" : "merged-in-xero";
  const changes: GroupChange[] = [];
  let body = sides.ours;
  for (const group of differingGroups(kind, sides.ours, sides.xero)) {
    changes.push({ group, before: groupValue(kind, group, sides.ours), after: groupValue(kind, group, sides.xero), rule });
    body = takeGroup(kind, group, body, sides.xero);
  }
  body = takeObserved(kind, body, sides.xero);
  const status = xero.body.status;
  const why = reason(xero.mergedToXeroId !== null ? "merged_in_xero" : status === "voided" ? "voided_in_xero" : "deleted_in_xero");
  const actions: PlanAction[] = [
    ...input.proposals.map(({ group }): PlanAction => ({ type: "withdrawProposal", group, why: "ended" })),
    ...input.conflicts.map(({ group }): PlanAction => ({ type: "closeConflict", group, why: "ended" })),
  ];
  if (body !== ours.body) actions.push({ type: "adopt", body, changes, created: false });
  if (xero.mergedToXeroId === null && !isEnded(kind, ours.body)) actions.push({ type: "tombstone", status, reason: why });
  if (xero.mergedToXeroId !== null && (body as { mergedIntoId?: string | null }).mergedIntoId === null) {
    actions.push({ type: "relink", toXeroId: xero.mergedToXeroId });
  }
  const nextEdits = withoutDecisions(ours.edits, () => true);
  return { actions, nextBase: xero.body, nextEqualAt: { "*": xero.updatedAt }, nextEdits, state: "ended", reason: why };
}
