import { parentPort, workerData } from "node:worker_threads";
import { runPlanner } from "../planner/runPlanner.ts";

/** One thread's share of T0's records. */
parentPort!.postMessage(runPlanner(workerData as { count: number; seed: number; from: number }));
