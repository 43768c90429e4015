import type { SyncedBody } from "../../../shared/merge/groups.ts";
import { changedGroups, groupValue, takeGroup } from "../../../shared/merge/recordGroups.ts";
import type { Edits } from "../../../shared/planning/planInput.ts";
import { toTracking } from "../../../shared/planning/projectTracking.ts";
import { ANNA } from "../../../shared/planning/testFirm.ts";
import type { Document } from "../../../shared/records/document.ts";
import { answer } from "./answer.ts";
import { bothAligned } from "./checks.ts";
import { type World, tick } from "./plannerWorld.ts";
import { perturb } from "./records.ts";

export function editOurs(world: World): void {
  const { kind, random } = world;
  const ours = world.input.ours!;
  if (kind !== "contact" && (ours.body.status === "voided" || ours.body.status === "deleted")) return;
  saveOurs(world, perturb(kind, ours.body, "ours", random), {});
}

export function saveOurs(world: World, saved: SyncedBody, decisions: Edits): void {
  const { kind, input } = world;
  // A save keeps a project and its tracking option together, as the Worker's does.
  const body = "lines" in saved ? toTracking(saved as Document, input.rules.projectTrackingCategoryId, input.references) : saved;
  const ours = world.input.ours!;
  const at = tick(world);
  const revision = ours.revision + 1;
  const groups = changedGroups(kind, ours.body, body);
  if (groups.length === 0 && Object.keys(decisions).length === 0) return;
  const edits = { ...ours.edits };
  for (const group of groups) edits[group] = { at, by: ANNA, revision };
  for (const [group, edit] of Object.entries(decisions)) edits[group] = { ...edit, at, revision };
  world.oursEdits += groups.length;
  // An allocation is typed here and numbered there, so its value changes; the set's own rules are tested beside it.
  for (const group of groups.filter((one) => one !== "allocations")) world.typed.push({ group, value: groupValue(kind, group, body), revision });
  world.input = { ...world.input, ours: { body, revision, edits } };
}

export function editXero(world: World): void {
  const { kind, random } = world;
  // While our write is on its way the snapshot is not what Xero has; its next edit is made on the answer.
  if (world.sent) answer(world);
  const { xero } = world.input;
  if (!xero) return;
  if (kind !== "contact" && (xero.body.status === "voided" || xero.body.status === "deleted")) return;
  const body = perturb(kind, world.input.xero!.body, "xero", random);
  const updatedAt = tick(world);
  world.xeroEdits += 1;
  world.input = { ...world.input, xero: { ...xero, body, updatedAt } };
}

/** A person answers every open question, by keeping one side. */
export function answerQuestions(world: World): void {
  const { kind, random } = world;
  for (const { group } of [...world.input.conflicts, ...world.input.proposals]) {
    const { ours, xero } = bothAligned(world);
    const over = groupValue(kind, group, xero);
    if (random.chance(50)) saveOurs(world, ours, { [group]: { at: 0, by: ANNA, revision: 0, resolves: { id: group, over } } });
    else saveOurs(world, takeGroup(kind, group, ours, xero), {});
  }
}
