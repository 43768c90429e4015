import type { Violation } from "../world/simWorld.ts";

/** What one schedule came to. */
export interface Ran {
  /** Edits of people on both sides. */
  operations: number;
  bothSides: boolean;
  conflicts: number;
  /** Writes that Xero accepted from us. */
  writes: number;
  fired: ReadonlyMap<string, number>;
  violations: readonly Violation[];
  /** A hash over everything that happened, equal for equal schedules. */
  trace: string;
}
