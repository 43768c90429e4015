import type { GroupKey, Json } from "../../shared/merge/groups.ts";
import { groupValue } from "../../shared/merge/recordGroups.ts";
import type { LinkedState } from "./linkedState.ts";
import { differingGroups, xeroBodyOf } from "./people.ts";
import type { Run } from "./run.ts";

/** What a person decides over when these lines are coded: Xero's own values of the document's money and of the lines' coding. */
export async function overXero(run: Run, state: LinkedState, lineIds: ReadonlySet<string>): Promise<ReadonlyMap<GroupKey, Json>> {
  const xero = await xeroBodyOf(run, state);
  if (xero === null) return new Map();
  const groups = differingGroups(state, xero).filter((group) => group === "money" || lineIds.has(group.replace(/^coding:/, "")));
  return new Map(groups.map((group) => [group, groupValue(state.kind, group, xero) as Json]));
}
