import { newest } from "../merge/newest.ts";
import { winnerOf } from "../merge/policy.ts";
import { familyOf, type GroupFamily, type GroupKey, type Json, type SyncedBody } from "../merge/groups.ts";
import { equalGroup, groupValue } from "../merge/recordGroups.ts";
import { isEmptyJson, sameJson } from "../merge/sameJson.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { PlanRule } from "./actions.ts";
import type { GroupEdit, OpenConflict } from "./planInput.ts";
import type { SyncRules } from "./rules.ts";

/** What a group comes to, before it is known whether our value may be sent. */
export type Weighed =
  | { group: GroupKey; verdict: "xero"; rule: PlanRule }
  | { group: GroupKey; verdict: "ours"; rule: PlanRule }
  | { group: GroupKey; verdict: "ask"; base: Json; rule: PlanRule };

/** The three sides of one record, lines aligned, and what is known about their edits. */
export interface Sides {
  kind: SyncedKind;
  ours: SyncedBody;
  xero: SyncedBody;
  base: SyncedBody | null;
  /** AUTHORISED or PAID in Xero. */
  posted: boolean;
  rules: SyncRules;
  xeroUpdatedAt: number;
  editOf(group: GroupKey): GroupEdit | undefined;
  conflictOf(group: GroupKey): OpenConflict | undefined;
  lastEqualAt(group: GroupKey): number | null;
  /** A line removed on one side that the other recoded or reworded: both changed the document, whatever its amounts say. */
  removalClash: boolean;
}

/**
 * One field group that differs, in the order of "Who wins" (docs/01-model.md): decided by a person → only one side changed → the policy's
 * cell → newest where the times allow → ask. What the group is compared with is what the sides last agreed on, unless a person was shown
 * something newer: the value that a decision was made over, or the base that an open conflict keeps.
 */
export function weigh(sides: Sides, group: GroupKey): Weighed {
  const { kind, ours, xero, base } = sides;
  const edit = sides.editOf(group);
  const conflict = sides.conflictOf(group);
  const decidedOver = edit?.resolves?.over;
  const oursValue: Json = groupValue(kind, group, ours);
  const xeroValue: Json = groupValue(kind, group, xero);
  if (decidedOver !== undefined && sameJson(decidedOver, xeroValue)) return { group, verdict: "ours", rule: "person-decided" };
  // As a person last saw it: it stays his to decide, whatever else moved meanwhile.
  if (conflict && decidedOver === undefined && sameJson(conflict.ours, oursValue) && sameJson(conflict.xero, xeroValue)) {
    return { group, verdict: "ask", base: conflict.base, rule: "ask-a-person" };
  }
  const agreed: Json = decidedOver ?? (conflict ? conflict.base : base && baseValue(kind, group, base));
  const family = familyOf(group);
  if (agreed === null) return firstLink(sides, group, family, oursValue, xeroValue);
  const clash = group === "money" && sides.removalClash;
  const oursChanged = clash || !sameAsAgreed(sides, group, ours, oursValue, agreed, decidedOver === undefined && conflict === undefined);
  const xeroChanged = clash || !sameAsAgreed(sides, group, xero, xeroValue, agreed, decidedOver === undefined && conflict === undefined);
  if (!oursChanged) return { group, verdict: "xero", rule: "only-xero-changed" };
  if (!xeroChanged) return { group, verdict: "ours", rule: "only-ours-changed" };
  return bothChanged(sides, group, family, agreed, clash);
}

/** Comparators (tax numbers without spaces) hold against base too. */
function sameAsAgreed(sides: Sides, group: GroupKey, side: SyncedBody, value: Json, agreed: Json, agreedIsBase: boolean): boolean {
  return agreedIsBase && sides.base ? equalGroup(sides.kind, group, side, sides.base) : sameJson(value, agreed);
}

/** A line that base does not have was never agreed on. */
function baseValue(kind: SyncedKind, group: GroupKey, base: SyncedBody): Json {
  const value = groupValue(kind, group, base);
  return Object.keys(value).length === 0 ? null : value;
}

/** Never agreed on anything: a side that says nothing loses nothing. */
function firstLink(sides: Sides, group: GroupKey, family: GroupFamily, ours: Json, xero: Json): Weighed {
  if (isEmptyJson(ours)) return { group, verdict: "xero", rule: "filled-empty" };
  if (isEmptyJson(xero)) return { group, verdict: "ours", rule: "filled-empty" };
  return bothChanged(sides, group, family, null, false);
}

function bothChanged(sides: Sides, group: GroupKey, family: GroupFamily, base: Json, clash: boolean): Weighed {
  const rule: PlanRule = clash ? "edit-against-removal" : "ask-a-person";
  switch (winnerOf(sides.kind, family, sides.posted, sides.rules.policy)) {
    case "xero":
      return { group, verdict: "xero", rule: "xero-wins" };
    case "ours":
      return { group, verdict: "ours", rule: "ours-wins" };
    case "newest": {
      const winner = newest(sides.editOf(group)?.at ?? null, sides.lastEqualAt(group), sides.xeroUpdatedAt);
      if (winner === "unknown") return { group, verdict: "ask", base, rule };
      return { group, verdict: winner, rule: "newest-wins" };
    }
    case "ask":
      return { group, verdict: "ask", base, rule };
  }
}
