import { StoreBroken, type Moment, type Struck } from "../world/breakage.ts";
import type { Random } from "../dice.ts";
import type { SimWorld } from "../world/simWorld.ts";
import { save } from "../steps/ours.ts";
import { oneOfOurs } from "../steps/ours.ts";
import { withFirstLine } from "../steps/documents.ts";
import type { Contact } from "../../../shared/records/contact.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { Param } from "../steps/step.ts";

export interface OwnFaultKind {
  at: Moment;
  about: string;
  /** Moments of its sort that may pass before it strikes. */
  within: number;
  /** Makes the moment come. */
  first?: (world: SimWorld) => Promise<void>;
  strike: (struck: Struck, world: SimWorld, params: { value: number }) => Promise<unknown>;
}

const LEASE_IS_OVER_MS = 61_000;
const STEP_MS = 10 * 60_000;

const d1 = (text: string): never => {
  throw new StoreBroken(`D1_ERROR: ${text}`);
};

/** A second holder of the lease does a whole round while the first is held up; then the first goes on, without knowing. */
async function anotherRound({ organisationId, pass }: Struck, world: SimWorld): Promise<unknown> {
  await world.round(organisationId);
  return pass();
}

/** The person edits again while a run carries out what he edited before. */
async function editMeanwhile({ organisationId, pass }: Struck, world: SimWorld, { value }: { value: number }): Promise<unknown> {
  const organisation = world.organisations.find((one) => one.id === organisationId)!;
  const document = await oneOfOurs<Document>(world, organisation, "invoice", value, (body) => body.status === "draft");
  if (document !== null && value % 2 === 0) await save(world, organisation, { kind: "invoice", id: document.row.id, body: withFirstLine(document.body, { quantityE4: (1 + (value % 7)) * 10_000 }), before: document.row });
  const contact = await oneOfOurs<Contact>(world, organisation, "contact", value, (body) => body.status === "active");
  if (contact !== null && value % 2 === 1) await save(world, organisation, { kind: "contact", id: contact.row.id, body: { ...contact.body, email: `meanwhile${value}@example.com` }, before: contact.row });
  return pass();
}

/** What goes wrong with our own process, its database, its clock and its leases, between any two awaits of the engine. */
export const OWN_FAULTS = {
  "crash-at-read": { at: "read", about: "The process dies before it has read", within: 40, strike: async ({ die }) => die() },
  "crash-before-commit": { at: "commit", about: "The process dies; nothing was committed", within: 14, strike: async ({ die }) => die() },
  "crash-after-commit": { at: "commit", about: "The process dies; D1 has committed and nobody heard", within: 14, strike: async ({ pass, die }) => (await pass(), die()) },
  "crash-before-send": { at: "send", about: "The process dies before a request leaves", within: 8, strike: async ({ die }) => die() },
  "crash-before-answer": { at: "send", about: "The process dies when Xero has done what was asked", within: 8, strike: async ({ pass, die }) => (await pass(), die()) },
  "d1-error-at-read": { at: "read", about: "D1 fails a read", within: 40, strike: async () => d1("internal error") },
  "d1-error-before-commit": { at: "commit", about: "D1 fails a commit", within: 14, strike: async () => d1("internal error") },
  "d1-error-after-commit": { at: "commit", about: "D1 commits, then the connection breaks", within: 14, strike: async ({ pass }) => (await pass(), d1("Network connection lost.")) },
  "d1-reset": { at: "commit", about: "D1 is moved: its storage was reset under the request", within: 14, strike: async () => d1("D1 DB storage caused object to be reset.") },
  "d1-constraint": { at: "commit", about: "Another writer was faster: a guard or a unique key fails", within: 14, strike: async () => "stale" },
  "rows-in-another-order": {
    at: "read", about: "A select without an order answers in another one", within: 40,
    strike: async ({ pass, selects }) => ((await pass()) as unknown[][]).map((rows, index) => (selects[index]?.orderBy === undefined && rows.length < (selects[index]?.limit ?? 0) ? rows.toReversed() : rows)),
  },
  "edit-meanwhile": { at: "commit", about: "A person edits while his earlier edit is in flight", within: 14, strike: editMeanwhile },
  "delivery-meanwhile": { at: "commit", about: "Webhooks arrive while a round runs", within: 14, strike: async ({ pass }, world) => (await world.pump(), pass()) },
  "lease-lost": { at: "commit", about: "A round is held up until its lease is over and another round ran", within: 14, strike: async (struck, world) => (world.clock.advance(LEASE_IS_OVER_MS), anotherRound(struck, world)) },
  "gate-evicted": { at: "commit", about: "The gate's object is evicted under a round, which runs on beside the next one", within: 14, strike: async (struck, world) => (world.evictGates(), anotherRound(struck, world)) },
  "rounds-overlap": { at: "read", about: "The alarm rings while a round runs", within: 40, strike: anotherRound },
  "keeper-evicted": { at: "send", about: "The keeper's memory is gone", within: 2, strike: async ({ pass }, world) => (world.keepers.clear(), pass()) },
  "refresh-raced": {
    at: "refresh", about: "Two keepers of one user refresh at once", within: 1, first: async (world) => world.endTokens(),
    strike: async ({ organisationId: xeroUserId, pass }, world) => (await world.refreshElsewhere(xeroUserId), pass()),
  },
  "clock-steps-forward": { at: "read", about: "The machine's clock jumps ten minutes ahead", within: 40, strike: async ({ pass }, world) => (world.stepClock(STEP_MS), pass()) },
  "clock-steps-back": { at: "read", about: "The machine's clock jumps ten minutes back", within: 40, strike: async ({ pass }, world) => (world.stepClock(-STEP_MS), pass()) },
  "events-address-down": { at: "notify", about: "The firm's own address takes no events", within: 1, strike: async () => false },
} as const satisfies Record<string, OwnFaultKind>;

export function drawOwnFault(dice: Random, kind: keyof typeof OWN_FAULTS): Record<string, Param> {
  return { after: dice.below(OWN_FAULTS[kind].within), value: dice.below(1_000) };
}

export async function armOwnFault(world: SimWorld, kind: keyof typeof OWN_FAULTS, { after, value }: { after: number; value: number }): Promise<void> {
  const fault: OwnFaultKind = OWN_FAULTS[kind];
  await fault.first?.(world);
  world.breakage.armed.push({ kind, at: fault.at, after, strike: (struck) => fault.strike(struck, world, { value }) });
}
