import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Mutant } from "./mutants.ts";
import type { Reached } from "./noteReached.ts";
import { takesProbe, withProbes } from "./probes.ts";
import { failingUnitTests, inRoot } from "./unitTests.ts";

/** Test files that can see one bug, the quickest first. */
export interface NearTests {
  /** Of the parts: they never start the stand-in. */
  unit: readonly string[];
  /** A test file that starts the stand-in of Xero tests the parts together: it is an integration test, wherever it lies. */
  integration: readonly string[];
}

/** A probe like those of the bugs, where the stand-in starts. */
const STAND_IN: Mutant = { name: "the stand-in", file: "test/sandbox/sandbox.ts", find: "const clock = options.clock ?? virtualClock();", replace: "" };

/**
 * Which test files run the code around each bug: the others cannot see it. One run of all of them, without any bug.
 * A bug that stands in no block is left to all of them.
 */
export async function unitTestsNear(mutants: readonly Mutant[]): Promise<(mutant: Mutant) => NearTests> {
  const isWatched = (mutant: Mutant): boolean => takesProbe(readFileSync(inRoot(mutant.file), "utf8"), mutant);
  const byFile = Map.groupBy([STAND_IN, ...mutants], ({ file }) => file);
  const folder = mkdtempSync(join(tmpdir(), "planted-"));
  process.env["PLANTED_REACHED"] = join(folder, "reached");
  try {
    const failed = await failingUnitTests({ setup: inRoot("test/sim/mutants/noteReached.ts"), stop: false, change: (source, file) => withProbes(source, byFile.get(file) ?? []) });
    for (const { file, name } of failed) process.stdout.write(`left out, because it fails without any bug: ${file}: ${name}\n`);
    const broken = new Set(failed.map(({ file }) => inRoot(file)));
    const all = readFileSync(process.env["PLANTED_REACHED"], "utf8").trim().split("\n").map((line) => JSON.parse(line) as Reached).filter(({ file }) => !broken.has(file)).toSorted((a, b) => a.ms - b.ms);
    return (mutant) => {
      const near = isWatched(mutant) ? all.filter(({ names }) => names.includes(mutant.name)) : all;
      const starts = ({ names }: Reached): boolean => names.includes(STAND_IN.name);
      return { unit: near.filter((one) => !starts(one)).map(({ file }) => file), integration: near.filter(starts).map(({ file }) => file) };
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
