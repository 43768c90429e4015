import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type PlannerReport, runPlanner } from "../planner/runPlanner.ts";

/** Fewer records than this are planned sooner than a thread has loaded. */
const WORTH_THREADS = 5_000;
const THREADS_MAX = 4;

/** T0 on all cores: the same records, whoever plans them. */
export async function planRecords(count: number, seed: number): Promise<PlannerReport> {
  const threads = count < WORTH_THREADS ? 1 : Math.min(THREADS_MAX, availableParallelism());
  if (threads === 1) return runPlanner({ count, seed });
  const share = Math.ceil(count / threads);
  const parts = Array.from({ length: threads }, (_, index) => ({ seed, from: index * share, count: Math.min(share, count - index * share) }));
  const reports = await Promise.all(parts.map(inThread));
  const sum = (key: "runs" | "plans" | "conflicts" | "proposals" | "pushes" | "bothSidesEdited"): number => reports.reduce((total, report) => total + report[key], 0);
  return {
    runs: sum("runs"), plans: sum("plans"), conflicts: sum("conflicts"), proposals: sum("proposals"), pushes: sum("pushes"), bothSidesEdited: sum("bothSidesEdited"),
    failures: reports.flatMap((report) => report.failures), seconds: Math.max(...reports.map((report) => report.seconds)),
  };
}

function inThread(workerData: { seed: number; from: number; count: number }): Promise<PlannerReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(new URL("./planWorker.ts", import.meta.url).href), { workerData });
    worker.on("message", resolve);
    worker.on("error", reject);
  });
}
