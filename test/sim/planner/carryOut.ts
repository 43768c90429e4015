import type { SyncedBody } from "../../../shared/merge/groups.ts";
import { groupValue } from "../../../shared/merge/recordGroups.ts";
import type { PlanAction, Push } from "../../../shared/planning/actions.ts";
import type { OpenConflict } from "../../../shared/planning/planInput.ts";
import type { Document } from "../../../shared/records/document.ts";
import { checkPush, expect } from "./checks.ts";
import { type World, tick } from "./plannerWorld.ts";
import { nextXeroId, receivedByXero } from "./records.ts";

export function carryOut(world: World, action: PlanAction): void {
  const { input } = world;
  const ours = input.ours!;
  switch (action.type) {
    case "adopt":
      for (const { group, before } of action.changes) world.audit.push({ group, value: before });
      world.input = { ...input, ours: { ...ours, body: action.body, revision: ours.revision + 1 } };
      return;
    case "push":
      world.pushes += 1;
      send(world, action);
      return;
    case "propose":
      world.proposed += 1;
      world.input = { ...input, proposals: [...input.proposals, { group: action.group, before: action.before, after: action.after }] };
      return;
    case "withdrawProposal": {
      const gone = input.proposals.find((one) => one.group === action.group);
      expect(gone !== undefined, `no proposal of ${action.group} to withdraw`);
      world.audit.push({ group: action.group, value: gone!.after });
      world.input = { ...input, proposals: input.proposals.filter((one) => one !== gone) };
      return;
    }
    case "openConflict":
      world.opened += 1;
      openConflict(world, action);
      return;
    case "closeConflict": {
      const closed = input.conflicts.find((one) => one.group === action.group);
      expect(closed !== undefined, `no conflict of ${action.group} to close`);
      world.audit.push({ group: action.group, value: closed!.ours });
      world.input = { ...input, conflicts: input.conflicts.filter((one) => one !== closed) };
      return;
    }
    case "recreate":
      world.recreated.push(groupValue("payment", "payment", action.body));
      world.input = { ...input, ours: { ...ours, revision: ours.revision + 1, body: { ...ours.body, status: "deleted" } as SyncedBody } };
      return;
    default:
      return;
  }
}

function openConflict(world: World, action: Extract<PlanAction, { type: "openConflict" }>): void {
  const { conflicts } = world.input;
  const before = conflicts.find((one) => one.group === action.group);
  expect((before !== undefined) === action.replaces, `conflict of ${action.group}: replaces is ${action.replaces}`);
  if (before) world.audit.push({ group: action.group, value: before.ours });
  const opened: OpenConflict = { group: action.group, base: action.base, ours: action.ours, xero: action.xero };
  world.input = { ...world.input, conflicts: [...conflicts.filter((one) => one !== before), opened] };
}

/** Xero takes the groups of a push, rounds a little, and answers with the whole document. */
function send(world: World, push: Push): void {
  const { kind } = world;
  const { xero } = world.input;
  if (xero) checkPush(world, push);
  const updatedAt = tick(world);
  if (push.allocation) {
    // Its answer shows no whole note; the note is read again.
    world.input = { ...world.input, xero: { ...xero!, body: withAllocation(xero!.body as Document, push.allocation), updatedAt } };
    return;
  }
  const received = receivedByXero(push.operation === "create" && "allocations" in push.body ? { ...push.body, allocations: [] } : push.body);
  // One in five answers is not what was sent: Xero trimmed or defaulted something.
  const body = "number" in received && received.number === null ? { ...received, number: "INV-9" } : received;
  const trimmed = kind === "contact" && world.random.chance(20) && push.groups.some(({ group }) => group === "name") ? { ...body, name: `${(body as { name: string }).name}!` } : body;
  const answered = { mergedToXeroId: null, body: trimmed as SyncedBody, updatedAt };
  world.sent = { push, recordRevision: world.input.ours!.revision, answer: answered };
}

function withAllocation(note: Document, allocation: NonNullable<Push["allocation"]>): Document {
  if ("xeroId" in allocation) return { ...note, allocations: note.allocations.filter(({ xeroId }) => xeroId !== allocation.xeroId) };
  return { ...note, allocations: [...note.allocations, { ...allocation, xeroId: nextXeroId() }] };
}
