import type { SubjectKind } from "./messages.ts";

/** Most records in one question: as many rows as Xero shows on a page. */
export const BATCH_MAX = 200;

export type Batch = readonly { kind: SubjectKind; id: string }[];

export function limitedTo(records: Batch, max = BATCH_MAX): Batch[] {
  const batches: Batch[] = [];
  for (let start = 0; start < records.length; start += max) batches.push(records.slice(start, start + max));
  return batches;
}
