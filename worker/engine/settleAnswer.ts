import { alignLines } from "../../shared/merge/alignLines.ts";
import type { GroupKey, Json, SyncedBody } from "../../shared/merge/groups.ts";
import { groupValue, takeGroup } from "../../shared/merge/recordGroups.ts";
import { sameJson } from "../../shared/merge/sameJson.ts";
import type { Document } from "../../shared/records/document.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";

export interface Answered {
  kind: SyncedKind;
  /** What both sides agreed on before the write; null for a creation. */
  base: SyncedBody | null;
  /** Our record as it is now; it may have moved on while the write was under way. */
  ours: SyncedBody;
  /** Xero's answer, mapped. */
  answer: SyncedBody;
  pushed: readonly { group: GroupKey; value: Json }[];
}

/**
 * The base to plan with once a write was answered. Xero rounds, defaults and re-totals, so both sides agree on its answer, not on what
 * was sent. A pushed group that has not moved here since is given *our* value as base: the planner then sees that Xero alone
 * changed it and takes the answer. One that was edited meanwhile gets the *answer* as base: it sees that we alone changed it and
 * pushes again, instead of opening a conflict with our own write.
 */
export function settleAnswer({ kind, base, ours, answer, pushed }: Answered): SyncedBody {
  const sides = aligned(kind, ours, answer, base);
  return pushed.reduce((settled, { group, value }) => {
    const unmoved = sameJson(groupValue(kind, group, sides.ours) as Json, value);
    return takeGroup(kind, group, settled, unmoved ? sides.ours : sides.answer);
  }, sides.base ?? sides.answer);
}

function aligned(kind: SyncedKind, ours: SyncedBody, answer: SyncedBody, base: SyncedBody | null) {
  if (kind === "contact" || kind === "payment") return { ours, answer, base };
  const sides = alignLines(ours as Document, answer as Document, base as Document | null);
  return { ours: sides.ours as SyncedBody, answer: sides.xero as SyncedBody, base: sides.base as SyncedBody | null };
}
