import { BULK } from "../../../shared/limits.ts";
import { unfinishedBulks } from "../../store/reads/bulks.ts";
import { findOrganisation } from "../../store/reads/organisations.ts";
import { type BulkDeps, continueBulk } from "./continueBulk.ts";

/** An open page begins a step every few seconds: where nobody has for so long, the page is closed. */
const QUIET_MS = 30_000;

/**
 * Goes on with what people confirmed, or took back, whose page is closed by now: some steps of each, in the name of whoever clicked. What nobody finished
 * within a day, and what somebody confirmed who may not any more, waits for a person.
 */
export async function continueUnfinished(deps: BulkDeps, now: number): Promise<void> {
  const bulks = await unfinishedBulks(deps.db, { since: now - BULK.goesOnForMs, quietSince: now - QUIET_MS, limit: BULK.confirmationsPerCron });
  let steps = BULK.stepsPerCron;
  for (const { organisationId, id, by, undoneBy } of bulks) {
    const organisation = await findOrganisation(deps.db, { id: organisationId });
    // One that Xero's limits hold back takes nothing on, and leaves the steps to the next.
    while (organisation?.state === "connected" && steps > 0 && (await continueBulk(deps, { organisation, bulkId: id, actor: undoneBy ?? by })) > 0) steps -= 1;
  }
}
