import { expect } from "vitest";
import { promise } from "../../promise.ts";
import { runPlanner } from "./runPlanner.ts";

promise(
  ["OP-29", "AX-02", "SM-10"],
  "2,000 seeded records edited on both sides",
  "whatever both sides do to a record, planning ends, both sides are equal or a question is open, and nothing a person typed is lost",
  () => {
    const report = runPlanner({ count: 2_000, seed: 2026 });
    expect(report.failures).toEqual([]);
    // Not hollow: most records were edited on both sides, and questions did come up.
    expect(report.bothSidesEdited).toBeGreaterThan(report.runs / 2);
    expect(report.conflicts).toBeGreaterThan(100);
    expect(report.proposals).toBeGreaterThan(200);
  },
  30_000,
);
