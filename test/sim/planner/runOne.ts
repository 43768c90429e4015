import { PLANNING } from "../../../shared/limits.ts";
import { plan, type Plan } from "../../../shared/planning/plan.ts";
import { answer } from "./answer.ts";
import { carryOut } from "./carryOut.ts";
import { check, checkHonesty, expect } from "./checks.ts";
import { editOurs, editXero, answerQuestions } from "./edits.ts";
import { type World, begin } from "./plannerWorld.ts";

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

const isOpen = ({ input }: World) => input.conflicts.length > 0 || input.proposals.length > 0;

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

function untilQuiet(world: World): void {
  for (let round = 0; round < PLANNING.roundsToFixpoint; round += 1) {
    answer(world);
    const planned = planOnce(world);
    if (planned.actions.every((action) => action.type === "wait") && world.sent === null) return;
  }
  throw new Error(`not quiet after ${PLANNING.roundsToFixpoint} rounds`);
}
