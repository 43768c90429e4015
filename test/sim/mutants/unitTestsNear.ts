import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Mutant } from "./mutants.ts";
import type { Reached } from "./noteReached.ts";
import { withProbes } from "./probes.ts";
import { failingUnitTests, inRoot } from "./unitTests.ts";

/**
 * Which unit test files run the code around each bug, the quickest first: the others cannot see it. One run of all of them, without any bug.
 * A bug that none comes near, or that stands in no block, is left to all of them.
 */
export async function unitTestsNear(mutants: readonly Mutant[]): Promise<(mutant: Mutant) => readonly string[]> {
  const byFile = Map.groupBy(mutants, ({ file }) => file);
  const folder = mkdtempSync(join(tmpdir(), "planted-"));
  process.env["PLANTED_REACHED"] = join(folder, "reached");
  try {
    const failed = await failingUnitTests({ setup: inRoot("test/sim/mutants/noteReached.ts"), stop: false, change: (source, file) => withProbes(source, byFile.get(file) ?? []) });
    for (const { file, name } of failed) process.stdout.write(`left out, because it fails without any bug: ${file}: ${name}\n`);
    const broken = new Set(failed.map(({ file }) => inRoot(file)));
    const all = readFileSync(process.env["PLANTED_REACHED"], "utf8").trim().split("\n").map((line) => JSON.parse(line) as Reached).filter(({ file }) => !broken.has(file)).toSorted((a, b) => a.ms - b.ms);
    return ({ name }) => {
      const near = all.filter(({ names }) => names.includes(name));
      return (near.length === 0 ? all : near).map(({ file }) => file);
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
