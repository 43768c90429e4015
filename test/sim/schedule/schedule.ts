import type { Step } from "../steps/step.ts";
import type { Setting } from "../world/setting.ts";

/** One schedule, whole: whatever a run does follows from this. JSON, so that it can be shrunk, kept and read. */
export interface Schedule {
  /** Seeds the stand-in's and our own ids. */
  seed: number;
  setting: Setting;
  steps: readonly Step[];
}
