import type { BulkView } from "../../../shared/api/bulkShapes.ts";

/** When this page first saw a confirmation being written, or taken back, and how much was left then. */
export interface Pace {
  id: string;
  undoneAt: number | null;
  at: number;
  remaining: number;
}

/** Less than this says nothing about how fast it goes. */
const TOLD_AFTER_MS = 3_000;

/** The pace to measure from: another confirmation, or the same turned round, is measured anew. */
export function paceOf(known: Pace | null, { id, undoneAt, remaining }: BulkView, now: number): Pace {
  return known !== null && known.id === id && known.undoneAt === undoneAt ? known : { id, undoneAt, at: now, remaining };
}

/** About how long the rest takes at the pace so far, in ms; null while that cannot be told. `now`: when `bulk` was seen. */
export function timeLeft(pace: Pace | null, bulk: BulkView, now: number): number | null {
  if (pace === null || pace.id !== bulk.id || pace.undoneAt !== bulk.undoneAt) return null;
  const done = pace.remaining - bulk.remaining;
  return done <= 0 || now - pace.at < TOLD_AFTER_MS ? null : ((now - pace.at) / done) * bulk.remaining;
}
