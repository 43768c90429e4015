import type { GroupKey, Json, SyncedBody } from "../merge/groups.ts";
import { equalGroup, groupsOf, groupValue, takeGroup, takeObserved } from "../merge/recordGroups.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { GroupChange, Push } from "./actions.ts";
import { alignAnswer } from "./alignAnswer.ts";
import type { Edits, OursSide, XeroSide } from "./planInput.ts";
import { withoutDecisions } from "./withoutDecisions.ts";

export interface SettleInput {
  kind: SyncedKind;
  /** Our side now; a person may have edited it since the write was decided. */
  ours: OursSide;
  /** The push that was sent, as planned (body with our line ids, groups). */
  push: Pick<Push, "operation" | "body" | "groups">;
  /** record.revision when the write was decided (intent.recordRevision): edits of later revisions are not in it. */
  recordRevision: number;
  /** Xero's answer. */
  answer: XeroSide;
  /** Base before the write; null for a create. */
  base: SyncedBody | null;
  equalAt: Readonly<Record<string, number>>;
  /** The answer is a later look at what a lost answer had made: people may have changed it in Xero since. */
  foundLater?: boolean;
}

export interface Settled {
  /** Ours with what Xero made of the write: ids, rounding, defaults. The same object when nothing changed. */
  body: SyncedBody;
  changes: readonly GroupChange[];
  base: SyncedBody;
  equalAt: Readonly<Record<string, number>>;
  edits: Edits;
  /** What Xero made different from what was sent. Money among them is shown to a person with both values. */
  differences: readonly { group: GroupKey; sent: Json; answered: Json }[];
}

/**
 * After a write: base is what Xero's answer says, not what we sent, because Xero rounds, defaults and re-totals. For the groups of the
 * write our side takes the answer too, unless a person edited the group while the write was on its way; groups that were not sent keep
 * their base, so that a change of Xero's in the same answer is still seen as one. Plan again afterwards with this base and body.
 */
export function settle(input: SettleInput): Settled {
  const { kind, ours, answer } = input;
  const sides = alignAnswer(input);
  const creating = input.push.operation === "create";
  // A creation carries everything but allocations: those are writes of their own, once the note is there.
  const sent = new Set(creating ? groupsOf(kind, sides.answer).filter((group) => group !== "allocations") : input.push.groups.map(({ group }) => group));
  const editedSince = (group: GroupKey) => (ours.edits[group]?.revision ?? 0) > input.recordRevision;
  let body = sides.ours;
  let nextBase = creating || sides.base === null ? sides.answer : sides.base;
  const changes: GroupChange[] = [];
  const differences: { group: GroupKey; sent: Json; answered: Json }[] = [];
  for (const group of groupsOf(kind, sides.answer)) {
    if (!sent.has(group)) continue;
    if (!creating) nextBase = takeGroup(kind, group, nextBase, sides.answer);
    // Edited here since, and not in Xero as it was sent: what both had is what was sent, so that the merge sees both edits.
    else if (input.foundLater === true && editedSince(group) && !equalGroup(kind, group, sides.sent, sides.answer)) nextBase = takeGroup(kind, group, nextBase, sides.sent);
    if (!equalGroup(kind, group, sides.sent, sides.answer)) {
      differences.push({ group, sent: groupValue(kind, group, sides.sent), answered: groupValue(kind, group, sides.answer) });
    }
    if (editedSince(group) || equalGroup(kind, group, body, sides.answer)) continue;
    changes.push({ group, before: groupValue(kind, group, body), after: groupValue(kind, group, sides.answer), rule: "observed" });
    body = takeGroup(kind, group, body, sides.answer);
  }
  if (!editedSince("money")) body = takeObserved(kind, body, sides.answer);
  const equalAt = creating ? { "*": answer.updatedAt } : sentEqualAt(input.equalAt, sent, answer.updatedAt);
  const edits = withoutDecisions(ours.edits, (group) => sent.has(group) && !editedSince(group));
  return { body, changes, base: equalEverywhere(kind, nextBase, sides.answer) ? answer.body : nextBase, equalAt, edits, differences };
}

function sentEqualAt(before: Readonly<Record<string, number>>, sent: ReadonlySet<GroupKey>, at: number): Record<string, number> {
  const next = { ...before };
  for (const group of sent) next[group] = at;
  return next;
}

function equalEverywhere(kind: SyncedKind, base: SyncedBody, answer: SyncedBody): boolean {
  if (base === answer) return true;
  const groups = groupsOf(kind, answer);
  return groups.length === groupsOf(kind, base).length && groups.every((group) => equalGroup(kind, group, base, answer));
}
