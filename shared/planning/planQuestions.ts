import { groupValue } from "../merge/recordGroups.ts";
import { sameJson } from "../merge/sameJson.ts";
import type { PlanAction } from "./actions.ts";
import type { Decided } from "./gate.ts";
import type { PlanInput } from "./planInput.ts";
import type { Sides } from "./weigh.ts";

/** Conflicts and proposals to open, move on or close: first what closes, then what opens. */
export function planQuestions(decided: readonly Decided[], sides: Sides, input: PlanInput): PlanAction[] {
  const outcomes = new Map(decided.map((one) => [one.group, one]));
  return [
    ...input.proposals.flatMap((proposal) => closedProposal(proposal, outcomes.get(proposal.group), sides, input)),
    ...input.conflicts.flatMap((conflict) => closedConflict(conflict.group, outcomes.get(conflict.group), sides)),
    ...decided.flatMap((one) => opened(one, sides, input)),
  ];
}

function closedProposal(proposal: PlanInput["proposals"][number], now: Decided | undefined, sides: Sides, input: PlanInput): PlanAction[] {
  const close = (why: Extract<PlanAction, { type: "withdrawProposal" }>["why"]): PlanAction[] => [{ type: "withdrawProposal", group: proposal.group, why }];
  if (!now) {
    return close(sameJson(proposal.after, groupValue(input.kind, proposal.group, sides.ours)) ? "same-in-xero" : "taken-back");
  }
  if (now.outcome === "propose") return isStill(proposal, sides, input) ? [] : close("changed");
  if (now.outcome === "push") return close("applied");
  return close("xero-changed");
}

function isStill(proposal: PlanInput["proposals"][number], sides: Sides, { kind }: PlanInput): boolean {
  return (
    sameJson(proposal.before, groupValue(kind, proposal.group, sides.xero)) && sameJson(proposal.after, groupValue(kind, proposal.group, sides.ours))
  );
}

function closedConflict(group: string, now: Decided | undefined, sides: Sides): PlanAction[] {
  if (now?.outcome === "ask") return [];
  const decided = sides.editOf(group)?.resolves !== undefined;
  return [{ type: "closeConflict", group, why: decided ? "decided" : now ? "one-side-returned" : "equal" }];
}

function opened(one: Decided, sides: Sides, input: PlanInput): PlanAction[] {
  const { group } = one;
  const edit = sides.editOf(group);
  if (one.outcome === "propose") {
    const open = input.proposals.find((proposal) => proposal.group === group);
    if (open && isStill(open, sides, input)) return [];
    const before = groupValue(input.kind, group, sides.xero);
    return [{ type: "propose", group, before, after: groupValue(input.kind, group, sides.ours), by: edit?.by ?? null, at: edit?.at ?? null }];
  }
  if (one.outcome !== "ask") return [];
  const open = sides.conflictOf(group);
  const ours = groupValue(input.kind, group, sides.ours);
  const xero = groupValue(input.kind, group, sides.xero);
  if (open && sameJson(open.ours, ours) && sameJson(open.xero, xero)) return [];
  return [
    {
      type: "openConflict",
      group,
      base: open ? open.base : one.weighed.base,
      ours,
      xero,
      oursBy: edit?.by ?? null,
      oursAt: edit?.at ?? null,
      xeroAt: sides.xeroUpdatedAt,
      rule: one.weighed.rule,
      replaces: open !== undefined,
    },
  ];
}
