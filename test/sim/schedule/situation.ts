import type { Random } from "../dice.ts";
import { FAULTS } from "../faults/faults.ts";
import { STEPS } from "../steps/steps.ts";
import type { Step } from "../steps/step.ts";
import type { Setting } from "../world/setting.ts";

/** Something that chance alone brings about too seldom: how the firm is set up for it, and what happens. */
export interface Situation {
  setting?: Partial<Setting>;
  steps: (dice: Random) => Step[];
}

/** Steps of a situation; what it does not name is drawn. */
export const situated = {
  of: (dice: Random, name: string, more: Record<string, string | number | boolean> = {}): Step => ({ do: name, ...STEPS[name]!.draw(dice), org: 0, ...more }),
  fault: (dice: Random, kind: string, more: Record<string, string | number> = {}): Step => ({ do: "fault", kind, ...FAULTS.get(kind)!.draw(dice), ...more }),
  round: { do: "round", org: 0 } as Step,
  minutes: (count: number): Step => ({ do: "time passes", seconds: count * 60 }),
  times: <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index)),
};
