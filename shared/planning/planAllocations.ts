import type { Allocation, Document } from "../records/document.ts";

/** Allocations of a credit as a set: each is made or taken away on its own, never edited, so there is nothing to fight over. */
export interface AllocationPlan {
  /** Ours afterwards; the same list when nothing changed. */
  allocations: readonly Allocation[];
  allocate: Allocation | null;
  unallocate: { xeroId: string } | null;
}

export function planAllocations(ours: Document, xero: Document, base: Document | null): AllocationPlan {
  const agreed = new Set(base?.allocations.map((allocation) => allocation.xeroId));
  const waiting = ours.allocations.filter((allocation) => allocation.xeroId === null);
  const known = new Set(ours.allocations.map((allocation) => allocation.xeroId));
  const next: Allocation[] = [];
  let unallocate: AllocationPlan["unallocate"] = null;
  for (const theirs of xero.allocations) {
    const mine = waiting.findIndex((own) => own.documentId === theirs.documentId && own.amountMinor === theirs.amountMinor && own.date === theirs.date);
    if (known.has(theirs.xeroId)) next.push(theirs);
    // Ours that was waiting to be made, and now is there.
    else if (mine >= 0) next.push(...waiting.splice(mine, 1).map(() => theirs));
    else if (agreed.has(theirs.xeroId) && theirs.xeroId !== null) unallocate ??= { xeroId: theirs.xeroId };
    else next.push(theirs);
  }
  const allocations = [...next, ...waiting];
  const same = allocations.length === ours.allocations.length && allocations.every((one, index) => equal(one, ours.allocations[index]!));
  return { allocations: same ? ours.allocations : allocations, allocate: waiting[0] ?? null, unallocate };
}

function equal(a: Allocation, b: Allocation): boolean {
  return a.xeroId === b.xeroId && a.documentId === b.documentId && a.amountMinor === b.amountMinor && a.date === b.date;
}
