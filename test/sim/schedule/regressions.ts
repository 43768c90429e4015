import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Violation } from "../world/simWorld.ts";
import type { Schedule } from "./schedule.ts";

const FOLDER = fileURLToPath(new URL("../regressions/", import.meta.url).href);

/** A schedule that failed once, as small as it could be made. */
export interface Regression {
  name: string;
  /** What did not hold then. */
  failed: Violation;
  schedule: Schedule;
}

/** All that were ever kept, to be run before anything new. */
export function readRegressions(): Regression[] {
  return readdirSync(FOLDER).filter((file) => file.endsWith(".json")).toSorted()
    .map((file) => ({ ...(JSON.parse(readFileSync(FOLDER + file, "utf8")) as Omit<Regression, "name">), name: file.replace(/\.json$/, "") }));
}

/** Keeps one under its name. @returns its path from the project's root. */
export function keepRegression({ name, failed, schedule }: Regression): string {
  mkdirSync(FOLDER, { recursive: true });
  const { steps, ...rest } = schedule;
  const head = JSON.stringify({ failed, schedule: rest }, null, 2).replace(/\n {2}\}\n\}$/, "");
  const lines = steps.map((step) => `      ${JSON.stringify(step)}`).join(",\n");
  writeFileSync(`${FOLDER}${name}.json`, `${head},\n    "steps": [\n${lines}\n    ]\n  }\n}\n`);
  return `test/sim/regressions/${name}.json`;
}
