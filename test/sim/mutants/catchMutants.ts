import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { drawSchedule } from "../schedule/draw.ts";
import { runSchedule } from "../schedule/runSchedule.ts";
import { type Mutant, readMutants } from "./mutants.ts";
import type { Search, Sought } from "./seek.ts";

/** A bug that makes the engine run on for ever is caught as well. */
const LONGEST_MS = 15 * 60_000;
/** Processes at a time; one bug, one process. */
const AT_ONCE = 2;
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url).href);

/** Plants each bug in a process of its own and runs the schedules of `count` seeds until one sees it. Tells of each. */
export async function catchMutants(count: number, only: string | undefined): Promise<{ planted: number; missed: number }> {
  const waiting = readMutants(only);
  const planted = waiting.length;
  const missed: string[] = [];
  /** Seeds that fail without any bug. */
  const skip: number[] = [];
  const work = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const startedAt = performance.now();
      let sought = await searchFor(mutant, { count, file: mutant.file, skip });
      for (let seed = sought.caught?.seed; seed != null && !(await isSound(seed, skip)); seed = sought.caught?.seed) sought = await searchFor(mutant, { count, file: mutant.file, skip });
      if (sought.caught === null) missed.push(mutant.name);
      process.stdout.write(`${row(mutant, sought, performance.now() - startedAt)}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (skip.length > 0) process.stdout.write(`left out, because they fail without any bug: seeds ${skip.join(", ")}\n`);
  process.stdout.write(`${planted - missed.length} of ${planted} planted bugs caught within ${count} schedules each${missed.length === 0 ? "" : `; missed: ${missed.join(", ")}`}\n`);
  return { planted, missed: missed.length };
}

function row({ name }: Mutant, { caught, schedules }: Sought, ms: number): string {
  const how = caught === null ? "" : `  ${caught.seed === null ? "" : `seed ${caught.seed}, `}${caught.by}: ${caught.sentence.slice(0, 100)}`;
  return `${caught === null ? "MISSED" : "caught"}  ${name.padEnd(40)} ${String(schedules).padStart(4)} schedules ${String(Math.round(ms / 1_000)).padStart(4)} s${how}`;
}

/** Whether the schedule holds without any bug; one that does not is noted. */
async function isSound(seed: number, skip: number[]): Promise<boolean> {
  if (skip.includes(seed)) return false;
  const holds = (await runSchedule(drawSchedule(seed), { tier: "T1", everyStep: true })).violations.length === 0;
  if (!holds) skip.push(seed);
  return holds;
}

async function searchFor(mutant: Mutant, search: Search): Promise<Sought> {
  const child = spawn(
    process.execPath,
    ["--import", here("../../../scripts/axiosAlias.mjs"), "--import", here("./apply.mjs"), here("./seekHere.ts"), JSON.stringify(search)],
    { env: { ...process.env, MUTANT: mutant.name }, stdio: ["ignore", "pipe", "pipe"], timeout: LONGEST_MS },
  );
  let said = "";
  let complaint = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.once("close", (_, by) => resolve(by)));
  const line = said.trim().split("\n").at(-1) ?? "";
  if (line.startsWith("{")) return JSON.parse(line) as Sought;
  if (signal !== null) return { caught: { seed: null, by: "time", sentence: `it did not end within ${LONGEST_MS / 60_000} minutes` }, schedules: 0 };
  // Its text is gone from the source, or it does not load: that proves nothing, and has to be mended.
  throw new Error(`${mutant.name} could not be planted: ${complaint.slice(0, 600)}`);
}
