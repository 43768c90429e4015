import { settle } from "../../../shared/planning/settle.ts";
import type { World } from "./plannerWorld.ts";

/** The answer arrives; sometimes only as a plain observation of Xero's side, because it was lost and a probe found it. */
export function answer(world: World): void {
  const { sent } = world;
  if (!sent) return;
  world.sent = null;
  const { input } = world;
  const ours = input.ours!;
  const settled = settle({
    kind: world.kind,
    ours,
    push: sent.push,
    recordRevision: sent.recordRevision,
    answer: sent.answer,
    base: input.base,
    equalAt: input.equalAt,
  });
  for (const { group, before } of settled.changes) world.audit.push({ group, value: before });
  world.input = {
    ...input,
    xero: sent.answer,
    xeroId: "x-record",
    ours: { body: settled.body, revision: ours.revision + 1, edits: settled.edits },
    base: settled.base,
    equalAt: settled.equalAt,
  };
}
