import { differingGroups } from "../merge/recordGroups.ts";
import { gate, type Decided } from "./gate.ts";
import type { PlanInput } from "./planInput.ts";
import { reason } from "./reason.ts";
import { isEnded } from "./recordStatus.ts";
import { weigh, type Sides, type Weighed } from "./weigh.ts";

/** Decides each group that both sides have and that differs. Allocations are a set and planned apart. */
export function decideGroups(sides: Sides, input: PlanInput): Decided[] {
  const weighed = differingGroups(input.kind, sides.ours, sides.xero)
    .filter((group) => group !== "allocations")
    .map((group) => weigh(sides, group));
  if (isEnded(input.kind, sides.ours)) return weighed.map((one) => whenEnding(one, weighed, sides, input));
  return weighed.map((one) => gate(one, sides, input));
}

/**
 * We void or delete it. Xero's other changes are taken, ours go with the record. But someone who changed it in Xero meanwhile did not
 * know: then a person decides, as for any edit against a removal.
 */
function whenEnding(one: Weighed, all: readonly Weighed[], sides: Sides, input: PlanInput): Decided {
  if (one.group === "status") {
    const touched = all.some((other) => other.group !== "status" && wasTouchedInXero(other));
    if (one.verdict === "ours" && one.rule !== "person-decided" && touched) {
      return { group: one.group, outcome: "ask", weighed: { group: one.group, verdict: "ask", base: statusBase(sides), rule: "edit-against-removal" } };
    }
    return gate(one, sides, input);
  }
  if (one.verdict === "xero") return gate(one, sides, input);
  return { group: one.group, outcome: "hold", reason: reason("write_under_way") };
}

function wasTouchedInXero(one: Weighed): boolean {
  return one.verdict === "ask" || (one.verdict === "xero" && one.rule !== "filled-empty");
}

function statusBase(sides: Sides): { status: string } | null {
  return sides.base ? { status: sides.base.status } : null;
}
