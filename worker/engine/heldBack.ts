import { reason } from "../../shared/planning/reason.ts";
import type { Reason } from "../../shared/planning/reasons.ts";
import type { XeroError } from "../xero/xeroError.ts";
import { commitBatch, emptyBatch } from "./batch.ts";
import type { Run } from "./run.ts";

/** Shorter waits are over before anyone could read about them. */
const SHOWN_FROM_MS = 10_000;

/** Writes that Xero, or our share of its limits, does not take now: their records say so until they are sent. */
export async function heldBack(run: Run, linkIds: readonly string[], error: XeroError): Promise<void> {
  const why = reasonFor(error);
  if (why === null || linkIds.length === 0) return;
  const batch = emptyBatch();
  batch.before.push({ update: "link", where: { organisationId: run.organisation.id, id: { in: linkIds }, state: "pending" }, set: { state: "waiting", reason: why } });
  await commitBatch(run, batch);
}

function reasonFor(error: XeroError): Reason | null {
  if (error.kind === "Unauthorised" || error.kind === "Forbidden") return reason("sign_in_needed");
  return error.kind === "RateLimited" && error.retryAfterMs >= SHOWN_FROM_MS ? reason("rate_limited") : null;
}
