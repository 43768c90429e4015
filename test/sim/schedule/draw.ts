import { ENDS_CONNECTION, FAULTS } from "../faults/faults.ts";
import { type Random, randomFrom } from "../dice.ts";
import { type Assumptions, assumptionTable } from "../../sandbox/assumptions.ts";
import { STEPS } from "../steps/steps.ts";
import { PLAIN_SETTING, type Setting } from "../world/setting.ts";
import type { Step } from "../steps/step.ts";
import { situationOf } from "./aimed.ts";
import type { Schedule } from "./schedule.ts";

/** Edits and acts of people in one schedule, beside rounds and faults. */
const ACTS = 15;
/** How often each thing is done; the rest follows from what is there. */
const WEIGHTS: Readonly<Record<string, number>> = {
  "new client here": 3, "edit client here": 4, "archive client here": 1,
  "new document here": 8, "edit document here": 10,
  "payment here": 4, "change payment here": 2, "allocate here": 3, "code a cost here": 3,
  "new project here": 2, "person or rate here": 1, "service or price here": 1, "time here": 2,
  "decide a conflict": 4, "decide a proposal": 3, "retry or give up": 2,
  "new contact in Xero": 2, "edit contact in Xero": 5, "archive or merge in Xero": 2, "edits around a poll": 3,
  "new document in Xero": 6, "edit document in Xero": 8, "act on document in Xero": 8, "change settings in Xero": 2,
  "both edit one document": 6, "both edit one client": 3,
  cron: 3, "deliveries come": 2, "time passes": 4, disconnect: 1,
};
const NAMES = Object.entries(WEIGHTS).flatMap(([name, weight]) => Array.from({ length: weight }, () => name));
/** A creation whose answer is lost, and what time does to it: within the life of Xero's key, at its edge, and past it. */
const LOST = ["answer-lost-after-commit", "gateway-timeout-after-commit", "error-after-commit", "truncated-json", "empty-body-after-commit", "html-after-commit", "timeout-before-commit", "gateway-timeout-before-commit", "crash-before-answer", "idempotency-store-down"] as const;

/** Every so many seeds bring about one situation that chance brings about too seldom. */
const AIMED_EVERY = 4;
export const isAimed = (seed: number): boolean => seed % AIMED_EVERY === 0;
/** Kinds whose moment seldom comes; they are drawn twice as often. */
const SELDOM = /^(webhook-|tenant-|batch-|invoice-deleted|contacts-merged)/;

/** The schedule of a seed. `masked` faults are left out of it. */
export function drawSchedule(seed: number, masked: readonly string[] = []): Schedule {
  const dice = randomFrom(seed * 2_654_435_761 + 97);
  if (isAimed(seed)) return aimedSchedule(dice, seed);
  // A random part of the faults is off in each seed, so that rare ones meet each other.
  const share = dice.pick([15, 30, 60]);
  const faults = [...FAULTS.keys()].filter((kind) => dice.chance(share) && !masked.includes(kind)).flatMap((kind) => (SELDOM.test(kind) ? [kind, kind] : [kind]));
  const setting = {
    smallPages: dice.chance(50), imported: dice.chance(90), webhooks: dice.chance(80), createStatus: dice.chance(70) ? ("draft" as const) : ("authorised" as const),
    unpaidUnsentFlow: dice.chance(25), createOnApproval: dice.chance(15), projectTracking: dice.chance(30), eventsOut: dice.chance(75), otherwise: otherwiseOf(seed),
  };
  const steps: Step[] = [...toMeetOver(dice)];
  for (let act = 0; act < ACTS; act += 1) {
    if (dice.chance(8)) {
      steps.push(...lostCreation(dice, masked));
      continue;
    }
    if (faults.length > 0) for (let count = dice.below(5); count > 0; count -= 1) steps.push(...aFault(dice, dice.pick(faults)));
    const name = dice.pick(NAMES);
    steps.push(drawn(dice, name));
    if (name === "disconnect" && dice.chance(70)) steps.push(drawn(dice, "time passes"), { do: "connect", org: 0 }, { do: "connect", org: 1 });
    for (let rounds = Math.max(0, dice.below(4) - 1); rounds > 0; rounds -= 1) steps.push(drawn(dice, dice.chance(20) ? "deliveries come" : "round"));
  }
  return { seed, setting, steps };
}

/** Each of what nobody knows about Xero the other way in a third of the seeds. */
function otherwiseOf(seed: number): Setting["otherwise"] {
  const dice = randomFrom(seed * 40_503 + 11);
  return (Object.keys(assumptionTable) as (keyof Assumptions)[]).filter(() => dice.chance(33));
}

function aimedSchedule(dice: Random, seed: number): Schedule {
  const { setting, steps } = situationOf(seed / AIMED_EVERY);
  const plain = { ...PLAIN_SETTING, webhooks: dice.chance(70), createStatus: dice.chance(50) ? ("draft" as const) : ("authorised" as const), ...setting };
  return { seed, setting: plain, steps: [...toMeetOver(dice), ...steps(dice)] };
}

function drawn(dice: Random, name: string): Step {
  return { do: name, ...STEPS[name]!.draw(dice) };
}

/** Independent records never exercise a merge: two clients, three documents and rounds that bring them to both sides. */
function toMeetOver(dice: Random): Step[] {
  const at = <T extends Step>(one: T): Step => ({ ...one, org: 0 });
  const document = (): Step => at(drawn(dice, "new document here"));
  return [
    at(drawn(dice, "new client here")), at(drawn(dice, "new client here")), at({ ...drawn(dice, "new project here") }),
    { ...document(), kind: "invoice", approved: false }, { ...document(), kind: "invoice" }, document(),
    { do: "round", org: 0 }, { do: "round", org: 0 }, { do: "round", org: 1 },
  ];
}

function aFault(dice: Random, kind: string): Step[] {
  const armed: Step = { do: "fault", kind, ...FAULTS.get(kind)!.draw(dice) };
  if (kind.startsWith("webhook-") && dice.chance(70)) return [armed, { do: "deliveries come" }];
  if (!ENDS_CONNECTION.has(kind)) return [armed];
  return dice.chance(70) ? [armed, { do: "round", org: 0 }, { do: "round", org: 1 }, { do: "connect", org: 0 }, { do: "connect", org: 1 }] : [armed];
}

function lostCreation(dice: Random, masked: readonly string[]): Step[] {
  const kinds = LOST.filter((kind) => !masked.includes(kind));
  const lost = (): Step[] => {
    if (kinds.length === 0) return [];
    const kind = dice.pick(kinds);
    return [{ do: "fault", kind, ...FAULTS.get(kind)!.draw(dice), after: dice.below(2), method: "PUT" }];
  };
  return [
    { ...drawn(dice, "new client here"), org: 0 }, { ...drawn(dice, "new document here"), org: 0 }, ...lost(), { do: "round", org: 0 },
    { do: "time passes", seconds: dice.pick([1, 100, 300, 430, 900]) }, ...(dice.chance(40) ? lost() : []), { do: "round", org: 0 },
  ];
}
