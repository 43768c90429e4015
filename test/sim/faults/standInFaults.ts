import { faultKinds, type FaultKindName } from "../../sandbox/faults/kinds.ts";
import type { Random } from "../dice.ts";
import { activeContactsOf, inXero } from "../steps/inXero.ts";
import { chosen, type Param } from "../steps/step.ts";
import type { SimWorld } from "../world/simWorld.ts";

/** Xero's clock runs ahead of ours, or steps back from where it was. */
const XERO_SKEW_MS = [60_000, 240_000, 600_000, -2_000, -60_000, -240_000] as const;
/** It steps back by less than polls overlap: what is stamped before that is first seen by the sweep of a night. */
const XERO_BACK_MOST_MS = 270_000;
/** Reads are nearly all there is; a fault that waits for a write may wait for long. */
const METHODS = ["PUT", "POST", "GET", "GET", "", ""] as const;
/** Kinds that ask for a write: a read of theirs would prove nothing. */
const OF_WRITES: ReadonlySet<string> = new Set(["batch-element-invalid", "tax-adjusted", "idempotency-store-down"]);

export function drawStandInFault(dice: Random, kind: FaultKindName): Record<string, Param> {
  const { at } = faultKinds[kind];
  return {
    after: kind.startsWith("refresh") ? 0 : dice.below(at === "request" || at === "answer" || at === "books" ? 3 : 1),
    method: at === "webhook" || at === "standing" || kind.startsWith("refresh") || OF_WRITES.has(kind) ? "" : dice.pick(METHODS),
    ms: kind === "clock-skew" ? dice.pick(XERO_SKEW_MS) : kind === "slow-answer" ? dice.pick([4_000, 25_000, 70_000]) : dice.pick([600_000, 7_200_000]),
    which: dice.below(1_000),
  };
}

function skewAfter(ms: number, skewMs: number, furthestMs: number): number {
  return ms > 0 ? Math.max(ms, skewMs) : Math.max(skewMs + ms, furthestMs - XERO_BACK_MOST_MS);
}

/** Arms one fault of the stand-in, and brings about what it strikes where schedules seldom do. */
export function armStandInFault(world: SimWorld, kind: FaultKindName, { after, method, ms, which }: { after: number; method: string; ms: number; which: number }): void {
  const { sandbox } = world;
  const { skewMs } = sandbox.world.state.faults;
  if (kind === "clock-skew") world.xeroAheadMs = Math.max(world.xeroAheadMs, skewMs, ms);
  const isWebhook = faultKinds[kind].at === "webhook";
  sandbox.faults.arm({
    kind, with: { ms: kind === "clock-skew" ? skewAfter(ms, skewMs, world.xeroAheadMs) : ms, retryAfterSeconds: kind === "rate-limited-day" ? 600 : 20 },
    ...(kind === "same-second" ? {} : { times: 1 }),
    ...(after > 0 && !isWebhook ? { after } : {}),
    ...(method === "" ? {} : { match: { method } }),
  });
  // It stands from now on and strikes every stamp, so it counts once.
  if (kind === "same-second") world.fire(kind);
  const organisation = world.organisations[0]!;
  const { tenantId } = organisation;
  const contact = chosen(activeContactsOf(organisation), which);
  if (contact === null) return;
  if (isWebhook) inXero(world, () => sandbox.bookkeeper.editContact({ tenantId, contactId: contact.id, changes: { LastName: `Event ${which}` } as never }));
  if (kind === "contact-unarchived") inXero(world, () => sandbox.bookkeeper.archive({ tenantId, contactId: contact.id }));
  if (kind.startsWith("refresh")) world.endTokens();
}
