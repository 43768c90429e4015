import { assert } from "../assert.ts";
import { PLANNING } from "../limits.ts";
import type { SyncedBody } from "../merge/groups.ts";
import type { Document } from "../records/document.ts";
import type { Plan } from "./plan.ts";
import type { PlanInput } from "./planInput.ts";

/** What a plan may take for granted. A violation is a bug of whoever called. */
export function checkInput(input: PlanInput): void {
  const { kind, ours, xero, base } = input;
  assert(Number.isFinite(input.now), "now is no instant");
  assert(ours === null || (Number.isInteger(ours.revision) && ours.revision >= 0), "a revision is a whole number");
  assert(xero === null || Number.isFinite(xero.updatedAt), "UpdatedDateUTC is no instant");
  assert(xero === null || input.xeroId !== null || ours === null, "Xero's side was seen, but the link has no id of Xero's");
  for (const body of [ours?.body, xero?.body, base]) if (body) checkBody(kind, body);
}

function checkBody(kind: PlanInput["kind"], body: SyncedBody): void {
  if (kind === "contact" || kind === "payment") return;
  const { lines, allocations, totalMinor } = body as Document;
  assert(lines.length <= PLANNING.linesPerDocument, () => `a document of ${lines.length} lines is over the cap of ${PLANNING.linesPerDocument}`);
  assert(allocations.length <= PLANNING.allocationsPerDocument, () => `${allocations.length} allocations are over the cap`);
  assert(Number.isSafeInteger(totalMinor), () => `a total is whole minor units, not ${totalMinor}`);
  assert(new Set(lines.map((line) => line.id)).size === lines.length, "two lines have the same id");
}

/** What holds of every plan (the invariants above `plan`). */
export function checkPlan(input: PlanInput, planned: Plan): void {
  const writes = planned.actions.filter((action) => action.type === "push" || action.type === "recreate");
  assert(writes.length <= 1, "a plan holds at most one write");
  assert(writes.length === 0 || !input.writeUnderWay, "a write was planned while one is under way");
  const taken = new Set<string>();
  const asked = new Set<string>();
  for (const action of planned.actions) {
    if (action.type === "adopt") {
      for (const { group } of action.changes) taken.add(group);
      checkOursAlone(input, action.body);
    }
    if (action.type === "openConflict" || action.type === "propose") asked.add(action.group);
  }
  for (const action of planned.actions) {
    if (action.type !== "push") continue;
    for (const { group } of action.groups) {
      assert(group === "allocations" || !taken.has(group), () => `${group} is both taken and sent`);
      assert(!asked.has(group), () => `${group} is sent although a person is asked`);
    }
  }
  for (const group of asked) assert(!taken.has(group), () => `${group} is taken although a person is asked`);
}

/** Projects are ours alone unless they are mapped; services and time always are. */
function checkOursAlone(input: PlanInput, body: SyncedBody): void {
  if (input.kind === "contact" || input.kind === "payment" || input.ours === null) return;
  const before = new Map((input.ours.body as Document).lines.map((line) => [line.id, line]));
  for (const line of (body as Document).lines) {
    const was = before.get(line.id);
    if (!was) continue;
    assert(line.serviceId === was.serviceId && line.timeEntryIds === was.timeEntryIds, () => `line ${line.id} lost what is ours alone`);
    assert(line.projectId === was.projectId || input.rules.projectTrackingCategoryId !== null, () => `line ${line.id} lost its project`);
  }
}
