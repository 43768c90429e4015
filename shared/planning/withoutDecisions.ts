import type { GroupKey } from "../merge/groups.ts";
import type { Edits } from "./planInput.ts";

/** Edits without the decisions of groups that are settled; the same object when there were none. A decision holds once. */
export function withoutDecisions(edits: Edits, isSettled: (group: GroupKey) => boolean): Edits {
  let next: Edits = edits;
  for (const [group, edit] of Object.entries(edits)) {
    if (!edit.resolves || !isSettled(group)) continue;
    const { resolves: _, ...kept } = edit;
    next = { ...next, [group]: kept };
  }
  return next;
}
