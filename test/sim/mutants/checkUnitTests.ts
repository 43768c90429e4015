import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Mutant, readMutants } from "./mutants.ts";
import { unitTestsNear } from "./unitTestsNear.ts";

/** A bug that makes a test run on for ever is seen as well. */
const LONGEST_MS = 15 * 60_000;

/** Tells of each planted bug whether the unit tests pass with it, one bug at a time. @returns how many of the bugs they see. */
export async function checkUnitTests(only: string | undefined): Promise<number> {
  const mutants = readMutants(only);
  const startedAt = performance.now();
  const filesNear = await unitTestsNear(mutants);
  const seconds = (since: number): string => `${String(Math.round((performance.now() - since) / 1_000)).padStart(4)} s`;
  process.stdout.write(`all unit tests once, without any bug: ${seconds(startedAt).trim()}\n`);
  let seen = 0;
  for (const mutant of mutants) {
    const begunAt = performance.now();
    const files = filesNear(mutant);
    const by = await testThatSees(mutant, files);
    if (by !== null) seen += 1;
    process.stdout.write(`${by === null ? "passes" : "SEEN  "}  ${mutant.name.padEnd(40)} ${String(files.length).padStart(3)} test files ${seconds(begunAt)}${by === null ? "" : `  ${by.slice(0, 160)}`}\n`);
  }
  process.stdout.write(`${mutants.length - seen} of ${mutants.length} planted bugs pass the unit tests\n`);
  return seen;
}

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
