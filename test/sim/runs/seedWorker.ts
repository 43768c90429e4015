import { parentPort, workerData } from "node:worker_threads";
import { judgeSeed } from "./judgeSeed.ts";

/** One thread's share of the seeds, told one by one. */
const { seeds } = workerData as { seeds: readonly number[] };
for (const seed of seeds) parentPort!.postMessage(await judgeSeed(seed));
