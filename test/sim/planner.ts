import { PLANNING } from "../../shared/limits.ts";
import type { GroupKey, Json, SyncedBody } from "../../shared/merge/groups.ts";
import { changedGroups, equalGroup, groupsOf, groupValue, takeGroup } from "../../shared/merge/recordGroups.ts";
import { sameJson } from "../../shared/merge/sameJson.ts";
import { alignLines } from "../../shared/merge/alignLines.ts";
import type { PlanAction, Push } from "../../shared/planning/actions.ts";
import { plan, type Plan } from "../../shared/planning/plan.ts";
import type { Edits, OpenConflict, OpenProposal, PlanInput } from "../../shared/planning/planInput.ts";
import { settle } from "../../shared/planning/settle.ts";
import { ANNA, asXero, FIRM, NOW, REFERENCES } from "../../shared/planning/testFirm.ts";
import { defaultRules, type SyncRules } from "../../shared/planning/rules.ts";
import { toTracking } from "../../shared/planning/projectTracking.ts";
import type { Document } from "../../shared/records/document.ts";
import type { SyncedKind } from "../../shared/records/kinds.ts";
import { type Random, randomFrom } from "./dice.ts";
import { nextXeroId, perturb, PLANNED_KINDS, randomRecord, receivedByXero } from "./plannerRecords.ts";

/**
 * T0, after Dropbox's CanopyCheck: one record, changed on both sides (independent records never exercise a merge), planned and carried
 * out until nothing is left, with edits and answers falling between the rounds. Then a person answers what is open.
 * It must end, with both sides equal or a question open about exactly the groups that differ, and every value a person typed findable.
 */
export interface PlannerReport {
  runs: number;
  failures: readonly { seed: number; why: string }[];
  plans: number;
  conflicts: number;
  proposals: number;
  pushes: number;
  bothSidesEdited: number;
  seconds: number;
}

/** `from`: the number of the first record, where others plan the ones before it. */
export function runPlanner({ count, seed, from = 0, now = () => performance.now() }: { count: number; seed: number; from?: number; now?: () => number }): PlannerReport {
  const totals = { plans: 0, conflicts: 0, proposals: 0, pushes: 0, bothSidesEdited: 0 };
  const failures: { seed: number; why: string }[] = [];
  const startedAt = now();
  for (let index = from; index < from + count; index += 1) {
    const runSeed = (seed + index * 2_654_435_761) >>> 0;
    try {
      const world = runOne(runSeed);
      totals.plans += world.plans;
      totals.conflicts += world.opened;
      totals.proposals += world.proposed;
      totals.pushes += world.pushes;
      totals.bothSidesEdited += world.oursEdits > 0 && world.xeroEdits > 0 ? 1 : 0;
    } catch (error) {
      if (failures.length < 20) failures.push({ seed: runSeed, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { runs: count, failures, ...totals, seconds: (now() - startedAt) / 1_000 };
}

interface World {
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

/** One seed from start to end; throws with a sentence when something does not hold. */
export function runOne(seed: number): World {
  const world = begin(seed);
  const steps = 2 + world.random.below(4);
  for (let step = 0; step < steps; step += 1) {
    if (world.random.chance(50)) editOurs(world);
    else editXero(world);
    if (world.random.chance(40)) planOnce(world);
    if (world.sent && world.random.chance(50)) answer(world);
  }
  untilQuiet(world);
  check(world);
  // Taking back a deletion brings the questions back that it had set aside, so there may be a second turn.
  for (let turn = 0; turn < 3 && isOpen(world); turn += 1) {
    answerQuestions(world);
    untilQuiet(world);
    check(world);
  }
  expect(world.input.conflicts.length === 0, "a decided conflict is still open");
  expect(world.input.proposals.length === 0, "a decided proposal is still open");
  return world;
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

/** As it was saved here, before Xero gave its lines ids. */
function unnumbered(body: SyncedBody): SyncedBody {
  if (!("lines" in body)) return body;
  return { ...(body as Document), lines: (body as Document).lines.map((line) => ({ ...line, xeroLineId: null })) };
}

const isOpen = ({ input }: World) => input.conflicts.length > 0 || input.proposals.length > 0;

function begin(seed: number): World {
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

function tick(world: World): number {
  world.clock += 1_000 + world.random.below(60_000);
  world.input = { ...world.input, now: world.clock };
  return world.clock;
}

function editOurs(world: World): void {
  const { kind, random } = world;
  const ours = world.input.ours!;
  if (kind !== "contact" && (ours.body.status === "voided" || ours.body.status === "deleted")) return;
  saveOurs(world, perturb(kind, ours.body, "ours", random), {});
}

function saveOurs(world: World, saved: SyncedBody, decisions: Edits): void {
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

function editXero(world: World): void {
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

function planOnce(world: World): Plan {
  const planned = plan({ ...world.input, writeUnderWay: world.sent !== null });
  world.plans += 1;
  checkHonesty(planned);
  for (const action of planned.actions) carryOut(world, action);
  const ours = world.input.ours!;
  const changed = planned.nextEdits !== ours.edits;
  world.input = {
    ...world.input,
    base: planned.nextBase,
    equalAt: planned.nextEqualAt,
    ours: changed ? { ...ours, edits: planned.nextEdits } : ours,
  };
  return planned;
}

function carryOut(world: World, action: PlanAction): void {
  const { input } = world;
  const ours = input.ours!;
  switch (action.type) {
    case "adopt":
      for (const { group, before } of action.changes) world.audit.push({ group, value: before });
      world.input = { ...input, ours: { ...ours, body: action.body, revision: ours.revision + 1 } };
      return;
    case "push":
      world.pushes += 1;
      send(world, action);
      return;
    case "propose":
      world.proposed += 1;
      world.input = { ...input, proposals: [...input.proposals, { group: action.group, before: action.before, after: action.after }] };
      return;
    case "withdrawProposal": {
      const gone = input.proposals.find((one) => one.group === action.group);
      expect(gone !== undefined, `no proposal of ${action.group} to withdraw`);
      world.audit.push({ group: action.group, value: gone!.after });
      world.input = { ...input, proposals: input.proposals.filter((one) => one !== gone) };
      return;
    }
    case "openConflict":
      world.opened += 1;
      openConflict(world, action);
      return;
    case "closeConflict": {
      const closed = input.conflicts.find((one) => one.group === action.group);
      expect(closed !== undefined, `no conflict of ${action.group} to close`);
      world.audit.push({ group: action.group, value: closed!.ours });
      world.input = { ...input, conflicts: input.conflicts.filter((one) => one !== closed) };
      return;
    }
    case "recreate":
      world.recreated.push(groupValue("payment", "payment", action.body));
      world.input = { ...input, ours: { ...ours, revision: ours.revision + 1, body: { ...ours.body, status: "deleted" } as SyncedBody } };
      return;
    default:
      return;
  }
}

function openConflict(world: World, action: Extract<PlanAction, { type: "openConflict" }>): void {
  const { conflicts } = world.input;
  const before = conflicts.find((one) => one.group === action.group);
  expect((before !== undefined) === action.replaces, `conflict of ${action.group}: replaces is ${action.replaces}`);
  if (before) world.audit.push({ group: action.group, value: before.ours });
  const opened: OpenConflict = { group: action.group, base: action.base, ours: action.ours, xero: action.xero };
  world.input = { ...world.input, conflicts: [...conflicts.filter((one) => one !== before), opened] };
}

/** Xero takes the groups of a push, rounds a little, and answers with the whole document. */
function send(world: World, push: Push): void {
  const { kind } = world;
  const { xero } = world.input;
  if (xero) checkPush(world, push);
  const updatedAt = tick(world);
  if (push.allocation) {
    // Its answer shows no whole note; the note is read again.
    world.input = { ...world.input, xero: { ...xero!, body: withAllocation(xero!.body as Document, push.allocation), updatedAt } };
    return;
  }
  const received = receivedByXero(push.operation === "create" && "allocations" in push.body ? { ...push.body, allocations: [] } : push.body);
  // One in five answers is not what was sent: Xero trimmed or defaulted something.
  const body = "number" in received && received.number === null ? { ...received, number: "INV-9" } : received;
  const trimmed = kind === "contact" && world.random.chance(20) && push.groups.some(({ group }) => group === "name") ? { ...body, name: `${(body as { name: string }).name}!` } : body;
  const answered = { mergedToXeroId: null, body: trimmed as SyncedBody, updatedAt };
  world.sent = { push, recordRevision: world.input.ours!.revision, answer: answered };
}

function withAllocation(note: Document, allocation: NonNullable<Push["allocation"]>): Document {
  if ("xeroId" in allocation) return { ...note, allocations: note.allocations.filter(({ xeroId }) => xeroId !== allocation.xeroId) };
  return { ...note, allocations: [...note.allocations, { ...allocation, xeroId: nextXeroId() }] };
}

/** The answer arrives; sometimes only as a plain observation of Xero's side, because it was lost and a probe found it. */
function answer(world: World): void {
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

function untilQuiet(world: World): void {
  for (let round = 0; round < PLANNING.roundsToFixpoint; round += 1) {
    answer(world);
    const planned = planOnce(world);
    if (planned.actions.every((action) => action.type === "wait") && world.sent === null) return;
  }
  throw new Error(`not quiet after ${PLANNING.roundsToFixpoint} rounds`);
}

/** Both sides are equal, but for groups about which a question is open or that say why they wait. */
function check(world: World): void {
  const { kind, input } = world;
  const planned = plan(input);
  expect(planned.actions.every((action) => action.type === "wait"), "planning again found something to do");
  if (!input.xero) return;
  const { ours, xero } = bothAligned(world);
  if (planned.state === "in_step" || planned.state === "ended") {
    for (const group of groupsOf(kind, ours)) expect(equalGroup(kind, group, ours, xero), `${group} differs though ${planned.state}`);
    expect(input.conflicts.length + input.proposals.length === 0, `${planned.state}, yet something is open`);
  }
  if (planned.reason === null || planned.state === "ended") {
    const open = new Set([...input.conflicts, ...input.proposals].map(({ group }: OpenConflict | OpenProposal) => group));
    for (const group of groupsOf(kind, ours)) {
      if (open.has(group) || removalIsOpen(group, open)) continue;
      expect(equalGroup(kind, group, ours, xero), `${group} differs and nobody is asked (${planned.state})`);
    }
  }
  checkNothingLost(world);
}

/** Coding and text of a line that one side removed are part of the question about the money, or of the one about the status. */
function removalIsOpen(group: GroupKey, open: ReadonlySet<GroupKey>): boolean {
  return open.has("status") || (/^(coding|text):/.test(group) && open.has("money"));
}

function bothAligned(world: World): { ours: SyncedBody; xero: SyncedBody } {
  const { kind, input } = world;
  if (kind === "contact" || kind === "payment") return { ours: input.ours!.body, xero: input.xero!.body };
  const { ours, xero } = alignLines(input.ours!.body as Document, input.xero!.body as Document, null);
  return { ours, xero };
}

/** Each value a person typed here is what the group has now, was overtaken by a later one of his, or can be found again. */
function checkNothingLost(world: World): void {
  const { kind, input } = world;
  for (const [index, { group, value }] of world.typed.entries()) {
    const ofLine = /^(coding|text):/.test(group);
    if (world.typed.some((later, at) => at > index && (later.group === group || (ofLine && later.group === "money")))) continue;
    const found =
      sameJson(groupValue(kind, group, input.ours!.body), value) ||
      input.conflicts.some((one) => one.group === group && sameJson(one.ours, value)) ||
      input.proposals.some((one) => one.group === group && sameJson(one.after, value)) ||
      world.audit.some((one) => one.group === group && sameJson(one.value, value)) ||
      world.recreated.some((one) => sameJson(one, value)) ||
      // A line that went with the money took its coding and text along; the money's audit row has the document as it was.
      (ofLine && world.audit.some((one) => one.group === "money"));
    expect(found, `what was typed into ${group} is nowhere`);
  }
}

/** A conflict opens only where both sides moved away from what they agreed on, to different values. */
function checkHonesty(planned: Plan): void {
  for (const action of planned.actions) {
    if (action.type !== "openConflict") continue;
    expect(!sameJson(action.ours, action.xero), `conflict of ${action.group} between equal values`);
    if (action.rule === "edit-against-removal") continue;
    expect(action.base === null || !sameJson(action.base, action.ours), `conflict of ${action.group}, but ours did not change`);
    expect(action.base === null || !sameJson(action.base, action.xero), `conflict of ${action.group}, but Xero did not change`);
  }
}

/** A write carries Xero's own value for every group that it does not name, and names no group over Xero's newer value without a rule. */
function checkPush(world: World, push: Push): void {
  const { kind } = world;
  const { xero } = bothAligned(world);
  const named = new Set(push.groups.map(({ group }) => group));
  const lines = named.has("money");
  for (const group of groupsOf(kind, push.body)) {
    if (named.has(group) || (lines && /^(coding|text):/.test(group)) || (group === "status" && push.operation !== "update")) continue;
    expect(equalGroup(kind, group, push.body, xero), `the write changes ${group}, which it does not name`);
  }
}

/** A person answers every open question, by keeping one side. */
function answerQuestions(world: World): void {
  const { kind, random } = world;
  for (const { group } of [...world.input.conflicts, ...world.input.proposals]) {
    const { ours, xero } = bothAligned(world);
    const over = groupValue(kind, group, xero);
    if (random.chance(50)) saveOurs(world, ours, { [group]: { at: 0, by: ANNA, revision: 0, resolves: { id: group, over } } });
    else saveOurs(world, takeGroup(kind, group, ours, xero), {});
  }
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
