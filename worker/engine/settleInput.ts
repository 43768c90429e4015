import type { Push } from "../../shared/planning/actions.ts";
import type { SettleInput } from "../../shared/planning/settle.ts";
import type { Row } from "../store/port.ts";
import { intentBody, intentGroups } from "./buildWrite.ts";
import { baseOf } from "./decide.ts";
import type { LinkedState } from "./linkedState.ts";
import type { Neighbours } from "./neighbours.ts";
import type { Observation } from "./observation.ts";
import type { Run } from "./run.ts";

interface Answered {
  run: Run;
  intent: Row<"intent">;
  state: LinkedState;
  neighbours: Neighbours;
  observation: Extract<Observation, { type: "mapped" }>;
}

/** An intent and what Xero shows of its record, in the words of the planner; null where there is no record of ours to settle. */
export function settleInput({ run, intent, state, neighbours, observation }: Answered): SettleInput | null {
  const { record, body, edits, kind, link } = state;
  if (record === null || body === null) return null;
  return {
    kind, recordRevision: intent.recordRevision, base: baseOf({ run, state, neighbours, observation }, null),
    ours: { body, revision: record.revision, edits },
    push: { operation: intent.operation as Push["operation"], body: intentBody(intent).body, groups: intentGroups(intent) },
    answer: observation.mapped,
    equalAt: link.equalAt === null ? {} : (JSON.parse(link.equalAt) as Record<string, number>),
  };
}
