import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Mutant, readMutants } from "./mutants.ts";
import { type NearTests, unitTestsNear } from "./unitTestsNear.ts";

/** A bug that makes a test run on for ever is seen as well. */
const LONGEST_MS = 15 * 60_000;

/** The quick ones first. What the unit tests see is to be known: mutants.json says it. */
const SORTS: readonly (keyof NearTests)[] = ["unit", "integration"];

/**
 * Tells of each planted bug whether the unit tests pass with it, then the same of the integration tests, one bug at a time.
 *
 * @returns of how many bugs the unit tests say something else than mutants.json.
 */
export async function checkUnitTests(only: string | undefined): Promise<number> {
  const mutants = readMutants(only);
  const startedAt = performance.now();
  const near = await unitTestsNear(mutants);
  process.stdout.write(`all of these tests once, without any bug: ${seconds(startedAt).trim()}\n`);
  let otherwise = 0;
  for (const sort of SORTS) {
    let pass = 0;
    for (const mutant of mutants) {
      const begunAt = performance.now();
      const files = near(mutant)[sort];
      const by = files.length === 0 ? null : await testThatSees(mutant, files);
      if (by === null) pass += 1;
      const asRecorded = sort !== "unit" || (by === null) === (mutant.seenByUnitTests === undefined);
      if (!asRecorded) otherwise += 1;
      const said = `${by === null ? "" : `  ${by.slice(0, 160)}`}${asRecorded ? "" : `  (mutants.json says otherwise)`}`;
      process.stdout.write(`${by === null ? "passes" : "SEEN  "}  ${mutant.name.padEnd(40)} ${String(files.length).padStart(3)} ${sort} test files near ${seconds(begunAt)}${said}\n`);
    }
    process.stdout.write(`${pass} of ${mutants.length} planted bugs pass the ${sort} tests\n`);
  }
  return otherwise;
}

const seconds = (since: number): string => `${String(Math.round((performance.now() - since) / 1_000)).padStart(4)} s`;

async function testThatSees({ name }: Mutant, files: readonly string[]): Promise<string | null> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("./seenHere.ts", import.meta.url).href), JSON.stringify({ name, files })], { stdio: ["ignore", "pipe", "pipe"], timeout: LONGEST_MS, killSignal: "SIGKILL" });
  let said = "";
  let complaint = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.once("close", (_, by) => resolve(by)));
  if (signal !== null) return `they did not end within ${LONGEST_MS / 60_000} minutes`;
  const line = said.trim().split("\n").at(-1) ?? "";
  if (line === "null" || line.startsWith('"')) return JSON.parse(line) as string | null;
  throw new Error(`${name} could not be planted: ${complaint.slice(0, 600)}`);
}
