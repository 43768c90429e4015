import { equalSynced } from "../merge/equalSynced.ts";
import type { SyncedBody } from "../merge/groups.ts";
import type { Document } from "../records/document.ts";
import type { PlanAction } from "./actions.ts";
import { align } from "./align.ts";
import { checkInput, checkPlan } from "./checkPlan.ts";
import { planBoth } from "./planBoth.ts";
import { planCreate } from "./planCreate.ts";
import { planEnded } from "./planEnded.ts";
import { planImport } from "./planImport.ts";
import type { Edits, OursSide, PlanInput } from "./planInput.ts";
import { toTracking } from "./projectTracking.ts";
import { reason } from "./reason.ts";
import type { Reason } from "./reasons.ts";
import { isEnded } from "./recordStatus.ts";

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

/**
 * What to do about one record, from what both sides looked like when last seen. Pure: a lost queue or cursor loses nothing, because
 * the plan is made again from the same snapshots.
 *
 *        base ── what both agreed on ──┐
 *         │                            │
 *   ours ─┴─▶ group by group: equal? one side changed? who wins? ◀─┴─ xero
 *                        │
 *     adopt ◀── xero ────┼──── ours ──▶ push, or propose where it is posted, or wait where Xero would refuse
 *                        └──── nobody ─▶ conflict: blocks this group alone
 *
 * Invariants, checked on entry and exit (checkPlan.ts):
 * 1. The same input gives the same plan; carrying it out and planning again ends in a plan without actions.
 * 2. While a write is under way nothing is decided: its answer is not known, and half of it would look like a change of Xero's.
 * 3. No group is both taken from Xero and sent to it; a group in conflict is neither.
 * 4. A push carries Xero's own values for every group that is not ours to change.
 * 5. Fields that are ours alone (projects, services, time) are in every adopted body as they were.
 * 6. nextBase holds for each group either the value both sides have, or what it held before.
 */
export function plan(input: PlanInput): Plan {
  const quick = whenEqual(input);
  if (quick) return quick;
  checkInput(input);
  const planned = decide(input);
  checkPlan(input, planned);
  return planned;
}

function decide(input: PlanInput): Plan {
  const { kind, ours, xero, rules } = input;
  if (input.unmappable) return unmappable(input, input.unmappable);
  if (ours === null) return xero === null ? still(input, "unlinked", null) : planImport(input, xero);
  if (input.writeUnderWay) return still(input, "pending", reason("write_under_way"));
  if (input.hold) return still(input, "waiting", input.hold);
  if (xero === null) {
    if (input.gone) return still(input, "waiting", reason("gone_in_xero"));
    return input.xeroId === null ? planCreate(input, ours) : still(input, "pending", reason("not_read_yet"));
  }
  if (input.gone) return still(input, "waiting", reason("gone_in_xero"));
  if (rules.directions[kind] === "off") return still(input, "unlinked", reason("sync_off"));
  const aligned = align({
    kind,
    ours: ours.body,
    xero: xero.body,
    base: input.base,
    projectCategoryId: rules.projectTrackingCategoryId,
    references: input.references,
  });
  if (isEnded(kind, xero.body) || xero.mergedToXeroId !== null) return planEnded(input, ours, xero, aligned);
  return planBoth(input, ours, xero, aligned);
}

/** Nothing is decided; everything stays as it is. */
function still(input: PlanInput, state: LinkState, why: Reason | null): Plan {
  return {
    actions: state === "waiting" && why ? [{ type: "wait", reason: why }] : [],
    nextBase: input.base,
    nextEqualAt: input.equalAt,
    nextEdits: input.ours?.edits ?? {},
    state,
    reason: why,
  };
}

function unmappable(input: PlanInput, sentence: string): Plan {
  const why: Reason = { code: "unmappable", sentence: `Xero's record cannot be expressed here: ${sentence}.`, remedy: "Change it in Xero, or report it: nothing is lost, it is kept as Xero sent it." };
  return { ...still(input, "quarantined", why), actions: [{ type: "quarantine", reason: why }] };
}

/** Nearly every link of a sweep: both sides equal and agreed on, nothing open. Decided without taking the record apart. */
function whenEqual(input: PlanInput): Plan | null {
  const { kind, ours, xero, base } = input;
  if (ours === null || xero === null || base === null) return null;
  if (input.writeUnderWay || input.hold || input.twice || input.unmappable || input.gone || input.conflicts.length > 0 || input.proposals.length > 0) return null;
  if (xero.mergedToXeroId !== null || isEnded(kind, xero.body) || input.rules.directions[kind] === "off") return null;
  if (hasDecision(ours) || !equalSynced(kind, ours.body, xero.body) || !isTracked(input, ours)) return null;
  const known = base === xero.body && input.equalAt["*"] === xero.updatedAt;
  const nextEqualAt = known ? input.equalAt : { "*": xero.updatedAt };
  return { actions: NO_ACTIONS, nextBase: xero.body, nextEqualAt, nextEdits: ours.edits, state: "in_step", reason: null };
}

const NO_ACTIONS: readonly PlanAction[] = [];

function hasDecision({ edits }: OursSide): boolean {
  for (const group in edits) if (edits[group]!.resolves) return true;
  return false;
}

function isTracked({ kind, rules, references }: PlanInput, ours: OursSide): boolean {
  if (rules.projectTrackingCategoryId === null || kind === "contact" || kind === "payment") return true;
  return toTracking(ours.body as Document, rules.projectTrackingCategoryId, references) === ours.body;
}

