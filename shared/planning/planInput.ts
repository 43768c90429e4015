import type { OrganisationFacts } from "../records/organisation.ts";
import type { Actor } from "../records/record.ts";
import type { SyncedKind } from "../records/kinds.ts";
import type { GroupKey, Json, SyncedBody } from "../merge/groups.ts";
import type { Reason } from "./reasons.ts";
import type { References } from "./references.ts";
import type { SyncRules } from "./rules.ts";

/** When and by whom a field group was last edited here (record.edits). */
export interface GroupEdit {
  at: number;
  by: Actor;
  /** record.revision that the edit made: tells edits made after a write was decided from those it carries. */
  revision: number;
  /** A person decided a conflict or applied a proposal: ours holds over exactly this value of Xero's, posted or not. */
  resolves?: { id: string; over: Json };
}
export type Edits = Readonly<Record<GroupKey, GroupEdit>>;

/** One side as last observed. */
export interface OursSide {
  body: SyncedBody;
  revision: number;
  edits: Edits;
}

export interface XeroSide {
  /** Canonical, from shared/mapping. Lines carry Xero's LineItemID as id. */
  body: SyncedBody;
  updatedAt: number;
  /** The winner's ContactID when this contact lost a merge. */
  mergedToXeroId: string | null;
}

export interface OpenConflict {
  group: GroupKey;
  /** Null: the sides never agreed (first link). */
  base: Json;
  ours: Json;
  xero: Json;
}

export interface OpenProposal {
  group: GroupKey;
  before: Json;
  after: Json;
}

/** Everything a plan depends on; equal inputs give equal plans. */
export interface PlanInput {
  kind: SyncedKind;
  xeroId: string | null;
  /** Null: the record is not here yet. */
  ours: OursSide | null;
  /** Null: never observed (or the document is not in Xero yet). A mapping failure goes in `unmappable`. */
  xero: XeroSide | null;
  /** Why nothing flows for now, in either direction, until a person or another record settles it. */
  hold?: Reason | null;
  /** Why its number or contact is not sent for now: with them it would look like another record. All else flows; where Xero has them already, it is asked about. */
  twice?: Reason | null;
  /** Why the last observation could not be mapped; `xero` is then the last one that could, or null. */
  unmappable?: string | null;
  /** Absent from so many complete lists that it must be gone (kinds without a status). */
  gone?: boolean;
  /** What both sides last agreed on, canonical. Pass the same object as `xero.body` where equal: the fast path. */
  base: SyncedBody | null;
  /** {group | "*": UpdatedDateUTC of the last observation where Xero's group equalled base}. "*" speaks for groups not named. */
  equalAt: Readonly<Record<string, number>>;
  conflicts: readonly OpenConflict[];
  proposals: readonly OpenProposal[];
  /** A write of this link is sent or its outcome unknown. `ready` ones are superseded by the new plan, so leave them out. */
  writeUnderWay: boolean;
  /** Xero refused the push made from this state; pushing waits until one of the two moves or a person retries. */
  refusal: { revision: number; xeroUpdatedAt: number | null; reason: Reason } | null;
  rules: SyncRules;
  organisation: OrganisationFacts;
  references: References;
  now: number;
}
