import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Mutant, readMutants } from "./mutants.ts";
import type { Sought } from "./seek.ts";

/** A bug that makes the engine run on for ever is caught as well. */
const LONGEST_MS = 15 * 60_000;
/** Processes at a time; one bug, one process. */
const AT_ONCE = 2;
const HERE = (name: string): string => fileURLToPath(new URL(name, import.meta.url).href);

/** Plants each bug in a process of its own and runs the schedules of `count` seeds until one sees it. Tells of each. */
export async function catchMutants(count: number, only: string | undefined): Promise<{ planted: number; missed: number }> {
  const waiting = readMutants(only);
  const total = waiting.length;
  const missed: string[] = [];
  const work = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const startedAt = performance.now();
      const { caught, schedules } = await sought(mutant, count);
      if (caught === null) missed.push(mutant.name);
      const seconds = `${Math.round((performance.now() - startedAt) / 1_000)} s`;
      process.stdout.write(`${caught === null ? "MISSED" : "caught"}  ${mutant.name.padEnd(44)} ${String(schedules).padStart(4)} schedules ${seconds.padStart(6)}${caught === null ? "" : `  ${caught.by}: ${caught.sentence.slice(0, 110)}`}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  process.stdout.write(`${total - missed.length} of ${total} planted bugs caught within ${count} schedules each${missed.length === 0 ? "" : `; missed: ${missed.join(", ")}`}\n`);
  return { planted: total, missed: missed.length };
}

async function sought(mutant: Mutant, count: number): Promise<Sought> {
  const child = spawn(
    process.execPath,
    ["--import", HERE("../../../scripts/axiosAlias.mjs"), "--import", HERE("./apply.mjs"), HERE("./seek.ts"), String(count), mutant.file],
    { env: { ...process.env, MUTANT: mutant.name }, stdio: ["ignore", "pipe", "pipe"], timeout: LONGEST_MS },
  );
  let said = "";
  let complaint = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.once("close", (_, by) => resolve(by)));
  const line = said.trim().split("\n").at(-1) ?? "";
  if (line.startsWith("{")) return JSON.parse(line) as Sought;
  if (signal !== null) return { caught: { by: "time", sentence: `it did not end within ${LONGEST_MS / 60_000} minutes` }, schedules: 0 };
  // Its text is gone from the source, or it does not load: that proves nothing, and has to be mended.
  throw new Error(`${mutant.name} could not be planted: ${complaint.slice(0, 600)}`);
}
