import { parseArgs } from "node:util";
import { FAULTS } from "./faults/faults.ts";
import { catchMutants } from "./mutants/catchMutants.ts";
import { runPlanner } from "./planner.ts";
import type { Judged } from "./runs/judgeSeed.ts";
import { runTwice } from "./runs/judgeSeed.ts";
import { judgeSeeds } from "./runs/judgeSeeds.ts";
import { reportOf } from "./runs/report.ts";
import { smallerFailure } from "./runs/smallerFailure.ts";
import { readRegressions } from "./schedule/regressions.ts";

const { values } = parseArgs({
  options: {
    schedules: { type: "string" }, seed: { type: "string" },
    /** Ends at the first failure, and makes nothing smaller. */
    stop: { type: "boolean" },
    mutants: { type: "boolean" }, only: { type: "string" },
  },
});
const first = Number(values.seed ?? 1);
const count = Number(values.schedules ?? (values.seed === undefined ? 200 : 1));
/** T0 costs a tenth of a millisecond a record, a schedule of the whole engine a thousand times that. */
const RECORDS_PER_SCHEDULE = 100;
/** More failures than this are counted, not made smaller. */
const SHRUNK_MAX = 3;
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

/** What was kept, then the planner alone, then the schedules of `count` seeds; the last line is `N passed, M failed`. */
async function main(): Promise<void> {
  let failed = await replay();
  if (failed > 0 && values.stop) return end(0, failed);
  failed += planRecords();
  if (failed > 0 && values.stop) return end(0, failed);
  const startedAt = performance.now();
  const judged: Judged[] = [];
  const broken: Judged[] = [];
  await judgeSeeds(Array.from({ length: count }, (_, index) => first + index), (one) => {
    judged.push(one);
    if (one.ran.violations.length === 0) return true;
    broken.push(one);
    tell(`seed ${one.seed}: ${one.ran.violations.map(({ invariant, sentence }) => `${invariant}: ${sentence}`).join("\n  ")}`);
    tell(`  replay: npm run sim -- --seed ${one.seed}`);
    return values.stop !== true;
  });
  if (values.stop !== true) for (const one of broken.slice(0, SHRUNK_MAX)) tell(await smallerFailure(one, one.ran.violations[0]!));
  const { lines, hollow } = reportOf(judged, [...FAULTS.keys()], (performance.now() - startedAt) / 1_000);
  for (const line of [...lines, ...hollow]) tell(line);
  end(judged.length - broken.length, failed + broken.length + hollow.length);
}

function end(passed: number, failed: number): void {
  tell(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Schedules that failed once. Answers how many fail again. */
async function replay(): Promise<number> {
  const kept = readRegressions();
  let failed = 0;
  for (const { name, schedule } of kept) {
    const { violations } = await runTwice(schedule, "T2");
    if (violations.length === 0) continue;
    failed += 1;
    tell(`${name}: ${violations[0]!.invariant}: ${violations[0]!.sentence}`);
  }
  tell(`regressions: ${kept.length} replayed, ${failed} failed again`);
  return failed;
}

/** T0: the planner alone, record by record. Answers how many failed. */
function planRecords(): number {
  const report = runPlanner({ count: count * RECORDS_PER_SCHEDULE, seed: first });
  for (const { seed, why } of report.failures) tell(`T0 seed ${seed}: ${why}`);
  const edited = Math.round((100 * report.bothSidesEdited) / report.runs);
  tell(`T0: ${report.runs} records, ${report.plans} plans in ${report.seconds.toFixed(1)} s, writes ${report.pushes}, conflicts ${report.conflicts}, proposals ${report.proposals}, both sides edited in ${edited} %`);
  return report.failures.length;
}

// At least 38 of the planted bugs are to be seen within a push's schedules.
const MISSED_AT_MOST = 5;

if (values.mutants) process.exitCode = catchMutants(Number(values.schedules ?? 25), values.only) > MISSED_AT_MOST ? 1 : 0;
else await main();
