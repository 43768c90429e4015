import { coverageOf } from "../schedule/coverage.ts";
import type { Ran } from "../schedule/ran.ts";
import { assumptionTable } from "../../sandbox/assumptions.ts";
import { drawSchedule } from "../schedule/draw.ts";
import type { Judged } from "./judgeSeed.ts";

/** From here on a run has to show that it is not hollow: a push's worth. */
export const PUSH_SCHEDULES = 320;
const FIRINGS_MIN = 20;
const BOTH_SIDES_MIN_PERCENT = 30;
/** Schedules that each switch of the stand-in has to stand in either way, in a run that is judged. */
const EITHER_WAY_MIN = 20;
/** Pairs without a meeting that are named. */
const MISSING_SHOWN = 5;

export interface Report {
  lines: readonly string[];
  /** Sentences about what makes the run hollow; each counts as a failure. */
  hollow: readonly string[];
}

/** The last lines of a run: what was done and what fired, so that nobody has to believe that it was not nothing. */
export function reportOf(judged: readonly Judged[], kinds: readonly string[], seconds: number): Report {
  const all = judged.map(({ ran }) => ran);
  const sql = judged.filter(({ again }) => again === "T2");
  const inMemory = firings(all);
  const inSql = firings(sql.map(({ ran }) => ran));
  const { pairs, covered, missing } = coverageOf(kinds, all.map(({ fired }) => fired));
  const bothSides = percent(all.filter((ran) => ran.bothSides).length, all.length);
  const fewest = kinds.filter((kind) => (inMemory.get(kind) ?? 0) < FIRINGS_MIN);
  const ways = eitherWay(judged);
  const lines = [
    `T1: ${all.length} schedules, each run twice, in ${seconds.toFixed(1)} s: ${figures(all)}`,
    `T2: ${sql.length} of them a second time on SQL, with the same trace: ${figures(sql.map(({ ran }) => ran))}`,
    `faults: ${kinds.filter((kind) => inMemory.has(kind)).length} of ${kinds.length} kinds fired, ${[...inMemory.values()].reduce((sum, times) => sum + times, 0)} times; firings by kind, T1 and T2:`,
    ...columns(kinds.map((kind) => `${kind} ${inMemory.get(kind) ?? 0}/${inSql.get(kind) ?? 0}`)),
    `pairs of fault kinds that met in one schedule: ${covered} of ${pairs} (${percent(covered, pairs).toFixed(1)} %)${missing.length === 0 ? "" : `; not yet ${missing.slice(0, MISSING_SHOWN).map((pair) => pair.join(" with ")).join(", ")}${missing.length > MISSING_SHOWN ? ", …" : ""}`}`,
  ];
  lines.push(`what nobody knows about Xero: ${ways.length} switches, each either way in at least ${Math.min(...ways.map(({ least }) => least))} of the schedules`);
  if (all.length < PUSH_SCHEDULES) return { lines: [...lines, `${all.length} schedules are too few to judge whether enough fired (from ${PUSH_SCHEDULES} on each kind has to ${FIRINGS_MIN} times)`], hollow: [] };
  const hollow = fewest.map((kind) => `${kind} fired ${inMemory.get(kind) ?? 0} times, not ${FIRINGS_MIN}`);
  hollow.push(...ways.filter(({ least }) => least < EITHER_WAY_MIN).map(({ name, least }) => `${name} stood one way in only ${least} schedules`));
  if (bothSides < BOTH_SIDES_MIN_PERCENT) hollow.push(`only ${bothSides.toFixed(0)} % of the schedules have edits on both sides`);
  return { lines, hollow };
}

/** In how many schedules each of the stand-in's switches stood the way in which it stood less often. */
function eitherWay(judged: readonly Judged[]): { name: string; least: number }[] {
  const otherwise = judged.map(({ seed }) => drawSchedule(seed).setting.otherwise);
  return Object.keys(assumptionTable).map((name) => {
    const times = otherwise.filter((names) => (names as readonly string[]).includes(name)).length;
    return { name, least: Math.min(times, judged.length - times) };
  });
}

function figures(all: readonly Ran[]): string {
  if (all.length === 0) return "none";
  const writes = all.reduce((sum, ran) => sum + ran.writes, 0);
  const conflicts = all.reduce((sum, ran) => sum + ran.conflicts, 0);
  return `median operations ${median(all.map((ran) => ran.operations))}, writes accepted ${writes}, conflicts opened ${conflicts}, edits on both sides in ${percent(all.filter((ran) => ran.bothSides).length, all.length).toFixed(0)} %`;
}

function firings(all: readonly Ran[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { fired } of all) for (const [kind, times] of fired) sums.set(kind, (sums.get(kind) ?? 0) + times);
  return sums;
}

/** Four to a line. */
function columns(cells: readonly string[]): string[] {
  const width = Math.max(...cells.map((cell) => cell.length)) + 2;
  return Array.from({ length: Math.ceil(cells.length / 4) }, (_, row) => `  ${cells.slice(row * 4, row * 4 + 4).map((cell) => cell.padEnd(width)).join("")}`.trimEnd());
}

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
