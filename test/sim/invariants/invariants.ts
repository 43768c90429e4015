import type { Violation } from "../world/simWorld.ts";
import { boundedness, leftovers } from "./boundedness.ts";
import { budget } from "./budget.ts";
import { conflictHonesty } from "./conflictHonesty.ts";
import { convergence } from "./convergence.ts";
import { duplicates, unlinkedCreations } from "./duplicates.ts";
import { isolation } from "./isolation.ts";
import { lineIdentity } from "./lineIdentity.ts";
import { lostUpdates } from "./lostUpdates.ts";
import { money } from "./money.ts";
import { monotoneBase } from "./monotoneBase.ts";
import { secrets, storedSecrets } from "./secrets.ts";
import { silentWrites, unnamedWrites } from "./silentWrites.ts";
import type { SimView } from "./view.ts";

export interface Invariant {
  name: string;
  /** After every step; at rest, when faults are over; or of whole runs, which their driver compares. */
  when: "step" | "rest" | "run";
  check: (view: SimView) => string[] | Promise<string[]>;
}

const byDriver = (): string[] => [];

/**
 * What must hold, whatever happens. Thirteen names; some are checked in two ways.
 * `liveness` is the driver's: no error that nobody planned, and rest within three rounds.
 */
export const INVARIANTS: readonly Invariant[] = [
  { name: "convergence", when: "rest", check: convergence },
  { name: "no lost update", when: "rest", check: lostUpdates },
  { name: "no lost update", when: "rest", check: lineIdentity },
  { name: "no duplicate", when: "step", check: duplicates },
  { name: "no duplicate", when: "rest", check: unlinkedCreations },
  { name: "no silent write", when: "step", check: silentWrites },
  { name: "no silent write", when: "rest", check: unnamedWrites },
  { name: "money conservation", when: "step", check: money },
  { name: "isolation", when: "step", check: isolation },
  { name: "budget", when: "step", check: budget },
  { name: "monotone base", when: "step", check: monotoneBase },
  { name: "conflict honesty", when: "step", check: conflictHonesty },
  { name: "idempotence", when: "run", check: byDriver },
  { name: "boundedness", when: "step", check: boundedness },
  { name: "boundedness", when: "rest", check: leftovers },
  { name: "determinism", when: "run", check: byDriver },
  { name: "secrets", when: "step", check: secrets },
  { name: "secrets", when: "rest", check: storedSecrets },
];

/** Everything that does not hold now. */
export async function violations(view: SimView, when: "step" | "rest"): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { name, when: at, check } of INVARIANTS)
    if (at === when) for (const sentence of await check(view)) found.push({ invariant: name, sentence });
  return found;
}
