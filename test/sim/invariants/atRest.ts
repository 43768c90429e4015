import type { Violation } from "../world/simWorld.ts";
import { leftovers } from "./boundedness.ts";
import { conflictHonesty } from "./conflictHonesty.ts";
import { convergence } from "./convergence.ts";
import { duplicates, unlinkedCreations } from "./duplicates.ts";
import { money } from "./money.ts";
import { storedSecrets } from "./secrets.ts";
import { silentWrites, unnamedWrites } from "./silentWrites.ts";
import type { View } from "./view.ts";

/** The invariants that need nothing but rows and books: any world can be asked about them once it is at rest. */
const CHECKS: readonly (readonly [invariant: string, check: (view: View) => string[] | Promise<string[]>])[] = [
  ["convergence", convergence], ["no duplicate", duplicates], ["no duplicate", unlinkedCreations], ["no silent write", silentWrites], ["no silent write", unnamedWrites],
  ["money conservation", money], ["conflict honesty", conflictHonesty], ["boundedness", leftovers], ["secrets", storedSecrets],
];

export async function violationsAtRest(view: View): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const [invariant, check] of CHECKS) for (const sentence of await check(view)) found.push({ invariant, sentence });
  return found;
}
