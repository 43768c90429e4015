import type { GroupKey, Json, SyncedBody } from "../../../shared/merge/groups.ts";
import type { Push } from "../../../shared/planning/actions.ts";
import type { PlanInput } from "../../../shared/planning/planInput.ts";
import { defaultRules, type SyncRules } from "../../../shared/planning/rules.ts";
import { asXero, FIRM, NOW, REFERENCES } from "../../../shared/planning/testFirm.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { SyncedKind } from "../../../shared/records/kinds.ts";
import { type Random, randomFrom } from "../dice.ts";
import { perturb, PLANNED_KINDS, randomRecord } from "./records.ts";

export interface World {
  kind: SyncedKind;
  random: Random;
  input: PlanInput;
  clock: number;
  /** A push that was sent and not answered yet. */
  sent: { push: Push; recordRevision: number; answer: NonNullable<PlanInput["xero"]> } | null;
  /** Every value that a person gave a group on our side, with whether it was found again. */
  typed: { group: GroupKey; value: Json; revision: number }[];
  /** Where values end up: audit rows of adoptions and pushes. */
  audit: { group: GroupKey; value: Json }[];
  recreated: Json[];
  plans: number;
  opened: number;
  proposed: number;
  pushes: number;
  oursEdits: number;
  xeroEdits: number;
}

export function begin(seed: number): World {
  const random = randomFrom(seed);
  const kind = random.pick(PLANNED_KINDS);
  const agreed = randomRecord(kind, random);
  const rules = randomRules(kind, random);
  // Most are linked and agree; some were never linked; some are ours alone and still to be made in Xero.
  const linked = random.pick(["agreed", "agreed", "agreed", "agreed", "first", "created"] as const);
  const ours = linked === "created" ? unnumbered(agreed) : agreed;
  const xero = asXero(linked === "first" ? perturb(kind, agreed, "xero", random) : agreed);
  const input: PlanInput = {
    kind,
    xeroId: linked === "created" ? null : "x-record",
    ours: { body: ours, revision: 1, edits: {} },
    xero: linked === "created" ? null : { body: xero, updatedAt: NOW, mergedToXeroId: null },
    base: linked === "agreed" ? xero : null,
    equalAt: linked === "agreed" ? { "*": NOW } : {},
    conflicts: [],
    proposals: [],
    writeUnderWay: false,
    refusal: null,
    rules,
    organisation: FIRM,
    references: REFERENCES,
    now: NOW,
  };
  return { kind, random, input, clock: NOW, sent: null, typed: [], audit: [], recreated: [], plans: 0, opened: 0, proposed: 0, pushes: 0, oursEdits: 0, xeroEdits: 0 };
}

/** As it was saved here, before Xero gave its lines ids. */
function unnumbered(body: SyncedBody): SyncedBody {
  if (!("lines" in body)) return body;
  return { ...(body as Document), lines: (body as Document).lines.map((line) => ({ ...line, xeroLineId: null })) };
}

function randomRules(kind: SyncedKind, random: Random): SyncRules {
  const rules = defaultRules();
  if (random.chance(20)) rules.unpaidUnsentFlow = true;
  if (random.chance(10)) rules.pushApproval = false;
  if (random.chance(30)) rules.projectTrackingCategoryId = "category";
  if (random.chance(10)) rules.directions[kind] = random.pick(["fromXero", "toXero"]);
  const winner = random.pick(["xero", "ours", "newest", "ask"] as const);
  if (random.chance(30)) rules.policy = { [kind]: { [random.pick(["money", "coding", "text", "status", "email", "phone", "reference"] as const)]: { draft: winner, posted: winner } } };
  return rules;
}

export function tick(world: World): number {
  world.clock += 1_000 + world.random.below(60_000);
  world.input = { ...world.input, now: world.clock };
  return world.clock;
}
