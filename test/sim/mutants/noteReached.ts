import { appendFileSync } from "node:fs";
import { afterAll, expect } from "vitest";

declare global {
  /** Names of planted bugs whose surroundings ran since the last test file ended. */
  var plantedReached: Set<string> | undefined;
}

// Runs before each test file, in one process: what its tests reach is written down when they are done.
const reached = (globalThis.plantedReached ??= new Set<string>());
const startedAt = performance.now();

/** A test file, what it took, and which bugs it comes near. */
export interface Reached {
  file: string;
  ms: number;
  names: string[];
}

afterAll(() => {
  const line: Reached = { file: expect.getState().testPath ?? "", ms: performance.now() - startedAt, names: [...reached] };
  appendFileSync(process.env["PLANTED_REACHED"]!, `${JSON.stringify(line)}\n`);
  reached.clear();
});
