import type { Document } from "../../../shared/records/document.ts";
import type { SimView } from "./view.ts";

/** A line keeps its LineItemID whatever is changed in it: one that is made anew in Xero loses what hangs on it there. */
export function lineIdentity({ world }: SimView): string[] {
  const found: string[] = [];
  for (const [recordId, bodies] of world.histories.records) {
    const known = new Map<string, string>();
    for (const text of bodies) {
      const { lines = [] } = JSON.parse(text) as Partial<Document>;
      for (const { id, xeroLineId } of Array.isArray(lines) ? lines : []) {
        if (xeroLineId === null) continue;
        const before = known.get(id);
        if (before !== undefined && before !== xeroLineId) found.push(`line ${id} of ${recordId} was ${before} in Xero and is ${xeroLineId} now`);
        known.set(id, xeroLineId);
      }
    }
  }
  return found;
}
