import { readMutants } from "./mutants.ts";
import { unitTestThatSees } from "./unitTestThatSees.ts";

/** Tells of each planted bug whether the unit tests pass with it. @returns how many of the bugs they see. */
export async function checkUnitTests(only: string | undefined): Promise<number> {
  const mutants = readMutants(only);
  let seen = 0;
  for (const mutant of mutants) {
    const by = await unitTestThatSees(mutant);
    if (by !== null) seen += 1;
    process.stdout.write(`${by === null ? "passes" : "SEEN"}  ${mutant.name}${by === null ? "" : ` (${by})`}\n`);
  }
  process.stdout.write(`${mutants.length - seen} of ${mutants.length} planted bugs pass the unit tests\n`);
  return seen;
}
