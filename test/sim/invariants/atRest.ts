import type { Ports } from "../../../worker/ports.ts";
import type { TableName } from "../../../worker/store/port.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Violation } from "../world/simWorld.ts";
import { leftovers } from "./boundedness.ts";
import { conflictHonesty } from "./conflictHonesty.ts";
import { convergence } from "./convergence.ts";
import { duplicates, unlinkedCreations } from "./duplicates.ts";
import { money } from "./money.ts";
import { storedSecrets } from "./secrets.ts";
import { silentWrites, unnamedWrites } from "./silentWrites.ts";
import { type View, viewThrough } from "./view.ts";

/** The invariants that need nothing but rows and books: any world can be asked about them once it is at rest. */
const CHECKS: readonly (readonly [invariant: string, check: (view: View) => string[] | Promise<string[]>])[] = [
  ["convergence", convergence], ["no duplicate", duplicates], ["no duplicate", unlinkedCreations], ["no silent write", silentWrites], ["no silent write", unnamedWrites],
  ["money conservation", money], ["conflict honesty", conflictHonesty], ["boundedness", leftovers], ["secrets", storedSecrets],
];

/** A world with one organisation, such as tests of the engine have. */
export interface OneOrganisation {
  organisationId: string;
  tenantId: string;
  sandbox: Sandbox;
  readonly inner: Ports;
  rows(from: TableName): Promise<unknown[]>;
}

export async function violationsAtRest(world: OneOrganisation): Promise<Violation[]> {
  const organisation = { id: world.organisationId, tenantId: world.tenantId, books: world.sandbox.organisations[0]!.books };
  const view = await viewThrough({ sandbox: world.sandbox, organisations: [organisation], looking: () => world.inner }, async (table) =>
    // These two are no organisation's own.
    (table === "inbox" || table === "organisation" ? [] : await world.rows(table)) as never);
  return violationsIn(view);
}

async function violationsIn(view: View): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const [invariant, check] of CHECKS) for (const sentence of await check(view)) found.push({ invariant, sentence });
  return found;
}
