import { API, RUN } from "../../../shared/limits.ts";
import type { SimView, View } from "./view.ts";

/** Writes that a schedule's edits can explain, with every repetition that faults ask for; past it something goes round in circles. */
const WRITES_PER_EDIT = 8;
const WRITES_ANYWAY = 60;

/** Inbox, intents, tries, calls and writes stay under their caps. */
export function boundedness(view: SimView): string[] {
  const { world, rows } = view;
  const found: string[] = [];
  if (world.largestRun > RUN.callsPerRun + RUN.roundsPerLink) found.push(`a run made ${world.largestRun} calls`);
  for (const [linkId, intents] of Map.groupBy(rows.intent.filter(({ state }) => state === "ready" || state === "sent" || state === "unknown"), (intent) => intent.linkId)) if (intents.length > 1) found.push(`link ${linkId} has ${intents.length} open intents`);
  for (const { id, attempts } of rows.outEvent) if (attempts > API.outEventAttempts) found.push(`event ${id} was tried ${attempts} times`);
  const open = rows.inbox.filter(({ handledAt }) => handledAt === null).length;
  if (open > RUN.inboxRowsPerRun) found.push(`${open} deliveries wait`);
  const writes = world.sandbox.log.entries.filter(({ method, tenantId, changes }) => tenantId !== undefined && method !== "GET" && changes.length > 0).length;
  const most = WRITES_ANYWAY + WRITES_PER_EDIT * (world.edits.ours + world.edits.xero);
  if (writes > most) found.push(`${writes} writes for ${world.edits.ours + world.edits.xero} edits`);
  return found;
}

/** At rest nothing is on its way any more. */
export function leftovers(view: View): string[] {
  const calls = view.rows.call.filter(({ state }) => state === "sent" || state === "unknown").map(({ path, state }) => `a call to ${path} is still ${state}`);
  const intents = view.rows.intent.filter(({ state }) => state === "sent" || state === "unknown").map(({ kind, operation, state }) => `the ${operation} of a ${kind} is still ${state}`);
  const inbox = view.rows.inbox.filter(({ handledAt }) => handledAt === null).map(({ id }) => `delivery ${id} was never looked at`);
  return [...calls, ...intents, ...inbox];
}
