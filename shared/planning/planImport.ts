import { groupsOf, groupValue } from "../merge/recordGroups.ts";
import type { SyncedBody } from "../merge/groups.ts";
import type { Document } from "../records/document.ts";
import { isFilteredOut } from "./outgoing.ts";
import type { LinkState, Plan } from "./plan.ts";
import type { PlanInput, XeroSide } from "./planInput.ts";
import { toProject } from "./projectTracking.ts";
import { reason } from "./reason.ts";
import type { Reason } from "./reasons.ts";
import { isEnded } from "./recordStatus.ts";

/** A document of Xero's that is not here yet: take it in, or say why not. */
export function planImport(input: PlanInput, xero: XeroSide): Plan {
  const { kind, rules } = input;
  const rest = (state: LinkState, why: Reason): Plan => ({ actions: [], nextBase: null, nextEqualAt: {}, nextEdits: {}, state, reason: why });
  const direction = rules.directions[kind];
  if (direction === "off") return rest("unlinked", reason("sync_off"));
  if (direction === "toXero") return rest("unlinked", reason("flows_to_xero_only"));
  // A draft thrown away before we saw it never meant anything; a voided document did, and is kept.
  if (isEnded(kind, xero.body) && xero.body.status === "deleted") return rest("unlinked", reason("deleted_in_xero"));
  const body = withProjects(input, xero.body);
  if (isFilteredOut(kind, body, rules, input.organisation.baseCurrency)) return rest("unlinked", reason("filtered"));
  const changes = groupsOf(kind, body).map((group) => ({ group, before: null, after: groupValue(kind, group, body), rule: "first-link" as const }));
  const ended = isEnded(kind, xero.body);
  const merged = xero.mergedToXeroId !== null;
  return {
    actions: [
      { type: "adopt", body, changes, created: true },
      ...(merged && (xero.body as { mergedIntoId?: string | null }).mergedIntoId === null ? [{ type: "relink" as const, toXeroId: xero.mergedToXeroId! }] : []),
    ],
    nextBase: xero.body,
    nextEqualAt: { "*": xero.updatedAt },
    nextEdits: {},
    state: ended || merged ? "ended" : "in_step",
    reason: merged ? reason("merged_in_xero") : ended ? reason("voided_in_xero") : null,
  };
}

function withProjects({ kind, rules, references }: PlanInput, body: SyncedBody): SyncedBody {
  if (kind === "contact" || kind === "payment") return body;
  return toProject(body as Document, rules.projectTrackingCategoryId, references);
}
