import { type Search, seek, type Sought } from "./seek.ts";

/** One search in this process; its last line of output is the answer. */
const search = JSON.parse(process.argv[2]!) as Search;
try {
  process.stdout.write(`${JSON.stringify(await seek(search))}\n`);
} catch (error) {
  // A bug that breaks the run itself is seen as well.
  process.stdout.write(`${JSON.stringify({ caught: { seed: null, by: "error", sentence: String(error) }, schedules: 0 } satisfies Sought)}\n`);
}
