import type { GroupKey, SyncedBody } from "../merge/groups.ts";
import { equalGroup, groupValue, takeGroup, takeObserved } from "../merge/recordGroups.ts";
import type { Document } from "../records/document.ts";
import type { Payment } from "../records/payment.ts";
import type { GroupChange, PlanAction, Push } from "./actions.ts";
import type { AlignedSides } from "./align.ts";
import { allocationProblem } from "./allocationProblem.ts";
import { decideGroups } from "./decideGroups.ts";
import type { Decided } from "./gate.ts";
import type { Plan } from "./plan.ts";
import { planAllocations } from "./planAllocations.ts";
import type { OursSide, PlanInput, XeroSide } from "./planInput.ts";
import { planPush } from "./planPush.ts";
import { planQuestions } from "./planQuestions.ts";
import { toProject } from "./projectTracking.ts";
import { reason } from "./reason.ts";
import type { Reason } from "./reasons.ts";
import { isEnded, isPosted } from "./recordStatus.ts";
import { stateOf } from "./stateOf.ts";
import type { Sides } from "./weigh.ts";
import { withoutDecisions } from "./withoutDecisions.ts";

/** Both sides are there and something differs: group by group, then put together again. */
export function planBoth(input: PlanInput, ours: OursSide, xero: XeroSide, aligned: AlignedSides): Plan {
  const { kind } = input;
  const sides = sidesOf(input, ours, xero, aligned);
  const decided = decideGroups(sides, input);
  const adopted = adopt(decided, sides, input);
  const { push, waits, recreate } = outgoing(decided, sides, input, adopted.allocations);
  const refused = refusalOf(input, ours, xero);
  const actions: PlanAction[] = [...planQuestions(decided, sides, input)];
  if (adopted.body !== ours.body) {
    const at = actions.findIndex((action) => action.type === "propose" || action.type === "openConflict");
    actions.splice(at < 0 ? actions.length : at, 0, { type: "adopt", body: adopted.body, changes: adopted.changes, created: false });
  }
  const sends = push !== null || recreate !== null;
  if (!refused && recreate) actions.push({ type: "recreate", body: recreate });
  if (!refused && push) actions.push(push);
  const holds = decided.find((one) => one.outcome === "hold" && one.reason.code !== "write_under_way");
  // Both have the number and contact that look like another's: nothing waits, it is asked about all the same.
  const twice = decided.some((one) => one.group === "identity" && one.outcome !== "adopt") ? null : (input.twice ?? null);
  const why: Reason | null = refused && sends ? refused : (waits ?? (holds?.outcome === "hold" ? holds.reason : twice));
  if (why && !(refused && sends)) actions.push({ type: "wait", reason: why });
  const unsettled = decided.filter((one) => one.outcome !== "adopt").map((one) => one.group);
  return {
    actions,
    nextBase: sides.base === null ? firstBase(decided, sides, xero.body, kind) : nextBase([...unsettled, ...clashing(unsettled, sides)], sides, xero.body, kind),
    nextEqualAt: nextEqualAt(unsettled, sides, input),
    nextEdits: withoutDecisions(ours.edits, (group) => !unsettled.includes(group)),
    ...stateOf({
      ended: isEnded(kind, adopted.body) && isEnded(kind, xero.body),
      conflict: decided.some((one) => one.outcome === "ask"),
      refused: sends ? refused : null,
      waits: why,
      proposal: decided.some((one) => one.outcome === "propose"),
      pending: sends,
    }),
  };
}

function sidesOf(input: PlanInput, ours: OursSide, xero: XeroSide, aligned: AlignedSides): Sides {
  const conflicts = new Map(input.conflicts.map((conflict) => [conflict.group, conflict]));
  return {
    ...aligned,
    kind: input.kind,
    posted: isPosted(input.kind, xero.body),
    rules: input.rules,
    xeroUpdatedAt: xero.updatedAt,
    editOf: (group) => ours.edits[group],
    conflictOf: (group) => conflicts.get(group),
    lastEqualAt: (group) => input.equalAt[group] ?? input.equalAt["*"] ?? null,
  };
}

interface Adopted {
  body: SyncedBody;
  changes: GroupChange[];
  allocations: ReturnType<typeof planAllocations> | null;
}

/** Our body with everything that is taken from Xero; the same object as ours when nothing is. */
function adopt(decided: readonly Decided[], sides: Sides, input: PlanInput): Adopted {
  const { kind } = input;
  let body = sides.ours;
  const changes: GroupChange[] = [];
  for (const one of decided) {
    if (one.outcome !== "adopt") continue;
    const { group, weighed } = one;
    changes.push({ group, before: groupValue(kind, group, sides.ours), after: groupValue(kind, group, sides.xero), rule: weighed.rule });
    body = takeGroup(kind, group, body, sides.xero);
  }
  if (kind === "contact" || kind === "payment") return observed({ body, changes, allocations: null }, sides, input);
  const allocations = planAllocations(body as Document, sides.xero as Document, sides.base as Document | null);
  if (allocations.allocations !== (body as Document).allocations) {
    const before = groupValue(kind, "allocations", body);
    body = { ...(body as Document), allocations: allocations.allocations };
    changes.push({ group: "allocations", before, after: groupValue(kind, "allocations", body), rule: "only-xero-changed" });
  }
  body = toProject(body as Document, input.rules.projectTrackingCategoryId, input.references);
  return observed({ body, changes, allocations }, sides, input);
}

function observed(adopted: Adopted, sides: Sides, { kind }: PlanInput): Adopted {
  const body = takeObserved(kind, adopted.body, sides.xero);
  if (body === adopted.body) return adopted;
  const before: Record<string, string | number | boolean | null> = {};
  const after: Record<string, string | number | boolean | null> = {};
  for (const field of Object.keys(body) as (keyof typeof body)[]) {
    const [was, is] = [adopted.body[field] as unknown, body[field] as unknown];
    if (was === is || typeof is === "object") continue;
    before[field] = was as string;
    after[field] = is as string;
  }
  return { ...adopted, body, changes: [...adopted.changes, { group: "observed", before, after, rule: "observed" }] };
}

interface Outgoing {
  push: Push | null;
  recreate: SyncedBody | null;
  waits: Reason | null;
}

/** At most one write: what changes the document first, then its allocations one by one. */
function outgoing(decided: readonly Decided[], sides: Sides, input: PlanInput, allocations: Adopted["allocations"]): Outgoing {
  if (input.kind === "payment" && !isEnded("payment", sides.ours) && decided.some((one) => one.outcome === "push" && one.group === "payment")) {
    return changedPayment(sides);
  }
  const { push, reason: waits } = planPush(decided, sides, input);
  if (push || waits || !allocations) return { push, recreate: null, waits };
  return { ...allocationPush(allocations, sides, input), recreate: null };
}

/** Xero cannot edit a payment: it is deleted and made anew. One that is reconciled cannot be deleted by us. */
function changedPayment(sides: Sides): Outgoing {
  const payment = sides.ours as Payment;
  if ((sides.xero as Payment).isReconciled) {
    const waits: Reason = {
      code: "reconciled",
      sentence: "The payment is reconciled with the bank in Xero, so it cannot be changed from here.",
      remedy: "Un-reconcile it in Xero first, or take your change back.",
    };
    return { push: null, recreate: null, waits };
  }
  return { push: null, recreate: { ...payment, status: "authorised", isReconciled: false }, waits: null };
}

function allocationPush(allocations: NonNullable<Adopted["allocations"]>, sides: Sides, input: PlanInput): Pick<Outgoing, "push" | "waits"> {
  const { allocate, unallocate } = allocations;
  if (unallocate === null && allocate === null) return { push: null, waits: null };
  if (input.rules.directions[input.kind] === "fromXero") return { push: null, waits: reason("flows_from_xero_only") };
  if (!isPosted(input.kind, sides.xero)) {
    const waits: Reason = { code: "awaits_approval", sentence: "Xero allocates a credit only once it is approved.", remedy: "Approve the credit; then it is allocated by itself." };
    return { push: null, waits };
  }
  const problem = unallocate === null ? allocationProblem(allocate!, sides.xero as Document, input.references) : null;
  if (problem) return { push: null, waits: problem };
  const allocation = unallocate ?? { documentId: allocate!.documentId, amountMinor: allocate!.amountMinor, date: allocate!.date };
  const push: Push = {
    type: "push",
    operation: unallocate ? "unallocate" : "allocate",
    body: sides.xero,
    groups: [
      {
        group: "allocations",
        value: groupValue(input.kind, "allocations", sides.ours),
        before: groupValue(input.kind, "allocations", sides.xero),
        rule: "only-ours-changed",
      },
    ],
    allocation,
  };
  return { push, waits: null };
}

function refusalOf({ refusal }: PlanInput, ours: OursSide, xero: XeroSide): Reason | null {
  return refusal && refusal.revision === ours.revision && refusal.xeroUpdatedAt === xero.updatedAt ? refusal.reason : null;
}

/** What both agree on: Xero's side, with the groups that are not settled as they were. */
function nextBase(unsettled: readonly GroupKey[], sides: Sides, xeroBody: SyncedBody, kind: PlanInput["kind"]): SyncedBody {
  if (unsettled.length === 0) return xeroBody;
  let base = sides.xero;
  for (const group of unsettled) base = takeGroup(kind, group, base, sides.base!);
  return unsettled.every((group) => equalGroup(kind, group, sides.base!, sides.xero)) ? xeroBody : base;
}

/** While an edit against a removal is open, the line's coding and text are as open as the set of lines is. */
function clashing(unsettled: readonly GroupKey[], { removalClash, ours, base }: Sides): GroupKey[] {
  if (!removalClash || base === null || !unsettled.includes("money")) return [];
  const kept = new Set((ours as Document).lines.map((line) => line.id));
  return (base as Document).lines.filter((line) => !kept.has(line.id)).flatMap((line) => [`coding:${line.id}`, `text:${line.id}`]);
}

/**
 * Never agreed before: Xero's side, so that ours counts as the change. But where the direction keeps us from taking Xero's value, it is
 * Xero's that counts as one; else the next plan would send ours over it.
 */
function firstBase(decided: readonly Decided[], sides: Sides, xeroBody: SyncedBody, kind: PlanInput["kind"]): SyncedBody {
  let base = sides.xero;
  for (const one of decided) if (one.outcome === "hold" && one.reason.code === "flows_to_xero_only") base = takeGroup(kind, one.group, base, sides.ours);
  return base === sides.xero ? xeroBody : base;
}

/** A group whose value in Xero differs from base keeps the last time it did not; the others are equal as of now. */
function nextEqualAt(unsettled: readonly GroupKey[], sides: Sides, input: PlanInput): Record<string, number> {
  const next: Record<string, number> = { "*": sides.xeroUpdatedAt };
  for (const group of unsettled) {
    const differs = sides.base === null || !equalGroup(input.kind, group, sides.base, sides.xero);
    // 0: never seen equal.
    if (differs) next[group] = sides.lastEqualAt(group) ?? 0;
  }
  return next;
}

