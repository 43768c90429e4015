import { groupsOf, groupValue } from "../merge/recordGroups.ts";
import type { SyncedBody } from "../merge/groups.ts";
import type { Document } from "../records/document.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { Payment } from "../records/payment.ts";
import type { Push } from "./actions.ts";
import { createStatus, isFilteredOut, outgoingDocument, outgoingPayment } from "./outgoing.ts";
import type { LinkState, Plan } from "./plan.ts";
import type { OursSide, PlanInput } from "./planInput.ts";
import { preflight } from "./preflight.ts";
import { toTracking } from "./projectTracking.ts";
import { reason } from "./reason.ts";
import type { Reason } from "./reasons.ts";
import { isEnded } from "./recordStatus.ts";

/** Kinds that we can make in Xero. Bank transactions, over- and prepayments begin there. */
const CREATABLE: ReadonlySet<SyncedKind> = new Set(["contact", "quote", "invoice", "bill", "credit_note", "payment"]);

/** A record of ours that is not in Xero: create it there, or say why not. */
export function planCreate(input: PlanInput, ours: OursSide): Plan {
  const { kind, rules, references } = input;
  const rest = (state: LinkState, why: Reason | null): Plan => ({
    actions: state === "waiting" && why ? [{ type: "wait", reason: why }] : [],
    nextBase: null,
    nextEqualAt: {},
    nextEdits: ours.edits,
    state,
    reason: why,
  });
  if (isEnded(kind, ours.body)) return rest("ended", reason(ours.body.status === "voided" ? "voided_here" : "deleted_here"));
  const direction = rules.directions[kind];
  if (direction === "off") return rest("unlinked", reason("sync_off"));
  if (direction === "fromXero" || !CREATABLE.has(kind)) return rest("unlinked", reason("flows_from_xero_only"));
  if (kind === "contact" && ours.body.status !== "active") return rest("unlinked", null);
  if (isFilteredOut(kind, ours.body, rules, input.organisation.baseCurrency)) return rest("unlinked", reason("filtered"));
  if (rules.createOnApproval && (kind === "invoice" || kind === "bill" || kind === "credit_note") && ours.body.status !== "authorised") {
    return rest("waiting", reason("awaits_approval"));
  }
  if (input.refusal?.revision === ours.revision) return rest("refused", input.refusal.reason);
  const body = outgoing(input, ours.body);
  const groups = groupsOf(kind, body);
  const problem = preflight({ kind, operation: "create", body, groups, xero: null, rules, organisation: input.organisation, references });
  if (problem) return rest("waiting", problem);
  const push: Push = {
    type: "push",
    operation: "create",
    body,
    groups: groups.map((group) => ({ group, value: groupValue(kind, group, ours.body), before: null, rule: "created-here" })),
  };
  return { actions: [push], nextBase: null, nextEqualAt: {}, nextEdits: ours.edits, state: "pending", reason: null };
}

function outgoing({ kind, rules, references }: PlanInput, body: SyncedBody): SyncedBody {
  if (kind === "contact") return body;
  if (kind === "payment") return outgoingPayment(body as Payment, rules);
  const document = toTracking(body as Document, rules.projectTrackingCategoryId, references);
  return { ...outgoingDocument(document, null, rules, references), status: createStatus(kind, document, rules) };
}
