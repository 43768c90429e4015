import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface Mutant {
  name: string;
  file: string;
  find: string;
  replace: string;
}

/** A mutant that makes the engine run on for ever is caught as well. */
const LONGEST_MS = 120_000;

/** Runs the schedules once for each planted bug, in a process of its own, until one fails. @returns how many bugs no schedule saw. */
export function catchMutants(schedules: number, only: string | undefined): number {
  const all = JSON.parse(readFileSync(fileURLToPath(new URL("./mutants.json", import.meta.url).href), "utf8")) as Mutant[];
  const chosen = all.filter((mutant) => only === undefined || mutant.name.includes(only));
  const missed: string[] = [];
  for (const mutant of chosen) {
    const startedAt = performance.now();
    const ran = spawnSync(
      process.execPath,
      ["--import", "./scripts/axiosAlias.mjs", "--import", "./test/sim/mutants/apply.mjs", "test/sim/main.ts", "--schedules", String(schedules), "--stop"],
      { env: { ...process.env, MUTANT: mutant.name }, encoding: "utf8", timeout: LONGEST_MS },
    );
    const caught = ran.status !== 0;
    if (!caught) missed.push(mutant.name);
    const why = /^seed (\d+): ([^:\n]+)/m.exec(ran.stdout);
    process.stdout.write(`${caught ? "caught" : "MISSED"}  ${mutant.name}${why === null ? "" : ` (seed ${why[1]}: ${why[2]})`} ${((performance.now() - startedAt) / 1_000).toFixed(0)} s\n`);
    if (caught && why === null && ran.error === undefined) process.stdout.write(`${ran.stderr.split("\n").find((line) => line.includes("Error")) ?? ""}\n`);
  }
  process.stdout.write(`${chosen.length - missed.length} of ${chosen.length} planted bugs caught within ${schedules} schedules each\n`);
  return missed.length;
}
