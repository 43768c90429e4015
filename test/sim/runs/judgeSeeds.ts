import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type Judged, judgeSeed } from "./judgeSeed.ts";

/** A thread takes a second to load; fewer seeds than this are run where we are. */
const WORTH_THREADS = 16;
/** The pace of each thread is its own, so all seeds are run, but told in the order in which they end. */
const THREADS_MAX = 4;

/** Runs the seeds on all cores. `tell` hears of each; when it answers false, no more are run. */
export async function judgeSeeds(seeds: readonly number[], tell: (judged: Judged) => boolean): Promise<void> {
  if (seeds.length < WORTH_THREADS) {
    for (const seed of seeds) if (!tell(await judgeSeed(seed))) return;
    return;
  }
  const threads = Math.min(THREADS_MAX, availableParallelism());
  const workers = Array.from({ length: threads }, (_, index) =>
    new Worker(fileURLToPath(new URL("./seedWorker.ts", import.meta.url).href), { workerData: { seeds: seeds.filter((_seed, at) => at % threads === index) } }));
  await new Promise<void>((resolve, reject) => {
    let running = threads;
    for (const worker of workers) {
      worker.on("message", (judged: Judged) => {
        if (!tell(judged)) resolve();
      });
      worker.on("error", reject);
      worker.on("exit", () => {
        running -= 1;
        if (running === 0) resolve();
      });
    }
  }).finally(() => Promise.all(workers.map((worker) => worker.terminate())));
}
