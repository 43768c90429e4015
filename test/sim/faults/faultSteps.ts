import { step, type StepKind } from "../steps/step.ts";
import { FAULTS } from "./faults.ts";

/** A fault is a step like any other: it may be left out, moved, kept in a file. */
export const FAULT_STEPS: Readonly<Record<string, StepKind>> = {
  fault: step({
    side: "nobody",
    draw: (dice) => {
      const kind = dice.pick([...FAULTS.keys()]);
      return { kind, ...FAULTS.get(kind)!.draw(dice) };
    },
    run: async (world, params) => {
      const fault = FAULTS.get(params.kind);
      if (fault === undefined) throw new Error(`no fault is called ${params.kind}`);
      await fault.arm(world, params as never);
    },
  }),
};
