import { parseArgs } from "node:util";
import { endWithNpm } from "../../scripts/endWithNpm.ts";
import { FAULTS } from "./faults/faults.ts";
import { isCrashTier, runCrashTier } from "./crashTiers.ts";
import { catchMutants } from "./mutants/catchMutants.ts";
import { checkUnitTests } from "./mutants/checkUnitTests.ts";
import type { Judged } from "./runs/judgeSeed.ts";
import { runTwice } from "./runs/judgeSeed.ts";
import { judgeSeeds } from "./runs/judgeSeeds.ts";
import { planRecords } from "./runs/planRecords.ts";
import { PUSH_SCHEDULES, reportOf } from "./runs/report.ts";
import { smallerFailure } from "./runs/smallerFailure.ts";
import { readRegressions } from "./schedule/regressions.ts";

const { values } = parseArgs({
  options: {
    schedules: { type: "string" }, seed: { type: "string" },
    /** Ends at the first failure, and makes nothing smaller. */
    stop: { type: "boolean" },
    /** Plants bugs, one at a time, and says which the schedules see; with `unit`, which the unit tests and the integration tests see. */
    mutants: { type: "boolean" }, unit: { type: "boolean" }, only: { type: "string" },
    /** T3 or T4: crashes of the real thing. */
    tier: { type: "string" },
  },
});
const first = Number(values.seed ?? 1);
const count = Number(values.schedules ?? (values.seed === undefined ? 200 : 1));
/** T0 costs a tenth of a millisecond a record, a schedule of the whole engine a thousand times that. */
const RECORDS_PER_SCHEDULE = values.stop ? 100 : 625;
/** More failures than this are counted, not made smaller. */
const SHRUNK_MAX = 3;
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

/** What was kept, then the planner alone, then the schedules of `count` seeds; the last line is `N passed, M failed`. */
async function main(): Promise<void> {
  let failed = await replay();
  if (failed > 0 && values.stop) return end(0, failed);
  failed += await planAll();
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
async function planAll(): Promise<number> {
  const report = await planRecords(count * RECORDS_PER_SCHEDULE, first);
  for (const { seed, why } of report.failures) tell(`T0 seed ${seed}: ${why}`);
  const edited = Math.round((100 * report.bothSidesEdited) / report.runs);
  tell(`T0: ${report.runs} records, ${report.plans} plans in ${report.seconds.toFixed(1)} s, writes ${report.pushes}, conflicts ${report.conflicts}, proposals ${report.proposals}, both sides edited in ${edited} %`);
  return report.failures.length;
}

/** Of forty planted bugs a push's schedules may miss two. */
const MISSED_MOST = 2 / 40;

async function plantBugs(): Promise<void> {
  if (values.unit) process.exitCode = (await checkUnitTests(values.only)) === 0 ? 0 : 1;
  else {
    const { planted, missed } = await catchMutants(Number(values.schedules ?? PUSH_SCHEDULES), values.only);
    process.exitCode = missed <= planted * MISSED_MOST ? 0 : 1;
  }
}

endWithNpm();
if (values.mutants) await plantBugs();
else if (isCrashTier(values.tier)) process.exitCode = runCrashTier(values.tier, Number(values.schedules ?? 25), first);
else await main();
