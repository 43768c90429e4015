import type { SimView } from "./view.ts";

const PER_MINUTE = 60;
const MINUTE_MS = 60_000;

/** Never more than 60 calls a minute, never one before Retry-After: Xero never has to refuse us of itself. */
export function budget(view: SimView): string[] {
  const { world } = view;
  const found: string[] = [];
  for (const { status, faults, path, tenantId } of world.sandbox.log.entries) if (status === 429 && faults.length === 0) found.push(`Xero had to refuse a call to ${path} of ${tenantId}`);
  for (const [tenantId, passed] of Map.groupBy(world.wire.passed, ({ meant }) => meant)) {
    if (tenantId === null) continue;
    let blockedFrom = 0;
    let blockedUntil = 0;
    for (const [index, one] of passed.entries()) {
      // A clock that stepped back or ahead measures nothing across the step.
      if (one.at >= blockedFrom && one.at < blockedUntil) found.push(`a call to ${one.path} left ${blockedUntil - one.at} ms before Retry-After was over`);
      // A process that died over the answer cannot know what it said.
      if (one.heard && one.status === 429 && one.retryAfterMs !== null) [blockedFrom, blockedUntil] = [one.at, one.at + one.retryAfterMs];
      const first = passed[index - PER_MINUTE];
      if (first !== undefined && one.at >= first.at && one.at - first.at < MINUTE_MS) found.push(`more than ${PER_MINUTE} calls left within a minute`);
    }
  }
  return found;
}
