import type { GroupKey, Json, SyncedBody } from "../../shared/merge/groups.ts";
import { groupValue } from "../../shared/merge/recordGroups.ts";
import type { LinkedState } from "./linkedState.ts";
import { differingGroups } from "./people.ts";

/** What a person decides over when these lines are coded: Xero's own values of the document's money and of the lines' coding. */
export function overXero(state: LinkedState, xero: SyncedBody | null, lineIds: ReadonlySet<string>): ReadonlyMap<GroupKey, Json> {
  if (xero === null) return new Map();
  const groups = differingGroups(state, xero).filter((group) => group === "money" || lineIds.has(group.replace(/^coding:/, "")));
  return new Map(groups.map((group) => [group, groupValue(state.kind, group, xero) as Json]));
}
