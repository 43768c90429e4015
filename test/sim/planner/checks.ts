import { alignLines } from "../../../shared/merge/alignLines.ts";
import type { GroupKey, SyncedBody } from "../../../shared/merge/groups.ts";
import { equalGroup, groupsOf, groupValue } from "../../../shared/merge/recordGroups.ts";
import { sameJson } from "../../../shared/merge/sameJson.ts";
import type { Push } from "../../../shared/planning/actions.ts";
import { plan, type Plan } from "../../../shared/planning/plan.ts";
import type { OpenConflict, OpenProposal } from "../../../shared/planning/planInput.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { World } from "./plannerWorld.ts";

/** Both sides are equal, but for groups about which a question is open or that say why they wait. */
export function check(world: World): void {
  const { kind, input } = world;
  const planned = plan(input);
  expect(planned.actions.every((action) => action.type === "wait"), "planning again found something to do");
  if (!input.xero) return;
  const { ours, xero } = bothAligned(world);
  if (planned.state === "in_step" || planned.state === "ended") {
    for (const group of groupsOf(kind, ours)) expect(equalGroup(kind, group, ours, xero), `${group} differs though ${planned.state}`);
    expect(input.conflicts.length + input.proposals.length === 0, `${planned.state}, yet something is open`);
  }
  if (planned.reason === null || planned.state === "ended") {
    const open = new Set([...input.conflicts, ...input.proposals].map(({ group }: OpenConflict | OpenProposal) => group));
    for (const group of groupsOf(kind, ours)) {
      if (open.has(group) || removalIsOpen(group, open)) continue;
      expect(equalGroup(kind, group, ours, xero), `${group} differs and nobody is asked (${planned.state})`);
    }
  }
  checkNothingLost(world);
}

/** Coding and text of a line that one side removed are part of the question about the money, or of the one about the status. */
function removalIsOpen(group: GroupKey, open: ReadonlySet<GroupKey>): boolean {
  return open.has("status") || (/^(coding|text):/.test(group) && open.has("money"));
}

export function bothAligned(world: World): { ours: SyncedBody; xero: SyncedBody } {
  const { kind, input } = world;
  if (kind === "contact" || kind === "payment") return { ours: input.ours!.body, xero: input.xero!.body };
  const { ours, xero } = alignLines(input.ours!.body as Document, input.xero!.body as Document, null);
  return { ours, xero };
}

/** Each value a person typed here is what the group has now, was overtaken by a later one of his, or can be found again. */
function checkNothingLost(world: World): void {
  const { kind, input } = world;
  for (const [index, { group, value }] of world.typed.entries()) {
    const ofLine = /^(coding|text):/.test(group);
    if (world.typed.some((later, at) => at > index && (later.group === group || (ofLine && later.group === "money")))) continue;
    const found =
      sameJson(groupValue(kind, group, input.ours!.body), value) ||
      input.conflicts.some((one) => one.group === group && sameJson(one.ours, value)) ||
      input.proposals.some((one) => one.group === group && sameJson(one.after, value)) ||
      world.audit.some((one) => one.group === group && sameJson(one.value, value)) ||
      world.recreated.some((one) => sameJson(one, value)) ||
      // A line that went with the money took its coding and text along; the money's audit row has the document as it was.
      (ofLine && world.audit.some((one) => one.group === "money"));
    expect(found, `what was typed into ${group} is nowhere`);
  }
}

/** A conflict opens only where both sides moved away from what they agreed on, to different values. */
export function checkHonesty(planned: Plan): void {
  for (const action of planned.actions) {
    if (action.type !== "openConflict") continue;
    expect(!sameJson(action.ours, action.xero), `conflict of ${action.group} between equal values`);
    if (action.rule === "edit-against-removal") continue;
    expect(action.base === null || !sameJson(action.base, action.ours), `conflict of ${action.group}, but ours did not change`);
    expect(action.base === null || !sameJson(action.base, action.xero), `conflict of ${action.group}, but Xero did not change`);
  }
}

/** A write carries Xero's own value for every group that it does not name, and names no group over Xero's newer value without a rule. */
export function checkPush(world: World, push: Push): void {
  const { kind } = world;
  const { xero } = bothAligned(world);
  const named = new Set(push.groups.map(({ group }) => group));
  const lines = named.has("money");
  for (const group of groupsOf(kind, push.body)) {
    if (named.has(group) || (lines && /^(coding|text):/.test(group)) || (group === "status" && push.operation !== "update")) continue;
    expect(equalGroup(kind, group, push.body, xero), `the write changes ${group}, which it does not name`);
  }
}

export function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
