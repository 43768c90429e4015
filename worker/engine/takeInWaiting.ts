import type { Raw } from "../../shared/mapping/mapped.ts";
import type { Run } from "./run.ts";
import { NOT_SHOWN_YET, takeIn } from "./takeIn.ts";

/** Taken in again at once; of more the oldest. */
const WAITING_MAX = 200;

/**
 * Payments that were read before the credit that they refund, which has a poll of its own, hours apart from theirs. They lie aside as Xero sent
 * them last, and Xero does not send them again unless they change, so they are tried again from there.
 */
export async function takeInWaiting(run: Run): Promise<void> {
  const organisationId = run.organisation.id;
  const [waiting] = await run.ports.store.read({
    from: "quarantine", where: { organisationId, kind: "payment", releasedAt: null, reason: { holdsAny: [NOT_SHOWN_YET] } }, orderBy: ["at"], limit: WAITING_MAX,
  });
  if (waiting.length === 0) return;
  await takeIn(run, "payment", waiting.map(({ body }) => JSON.parse(body) as Raw), { askedAt: Math.min(...waiting.map(({ at }) => at)) });
}
