import { READING, XERO_LIMITS } from "../../shared/limits.ts";
import type { Unresolved } from "../../shared/mapping/mapped.ts";
import { mayGoOn, type Run } from "./run.ts";
import { takeIn } from "./takeIn.ts";

/**
 * Reads contacts and invoices that others refer to and that we have not met: archived ones, and those made since the last poll.
 * Other kinds come with their own poll.
 *
 * @returns whether anything was taken in; "unfinished" when this run may not go on.
 */
export async function fetchMissing(run: Run, needs: readonly Unresolved["needs"][]): Promise<boolean | "unfinished"> {
  let any = false;
  for (const kind of ["contact", "invoice"] as const) {
    const ids = [...new Set(needs.filter((need) => need.kind === kind).map((need) => need.xeroId))].slice(0, READING.pagesPerSweep);
    for (let from = 0; from < ids.length; from += XERO_LIMITS.idsPerCall) {
      if (!mayGoOn(run)) return "unfinished";
      run.calls.left -= 1;
      const askedAt = run.now();
      const page = await run.xero("poll").list(kind, { ids: ids.slice(from, from + XERO_LIMITS.idsPerCall), page: 1 });
      if (!page.ok) return any;
      any = (await takeIn(run, kind, page.value.elements, { askedAt, mayFetch: kind === "invoice" })) === "taken" || any;
    }
  }
  return any;
}
