import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { engineWorld } from "../sim/engineWorld.ts";
import { callsByList } from "./syncWorld.ts";

/**
 * The first import of a large firm: calls, bytes and time. Heap is what is alive at the widest moment, right before a page's batch is
 * committed, over what the stand-in itself holds. Beside it, what one page of 100 and one GET for each document (the usual
 * integration) would have asked.
 */
export async function run(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const heapNow = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  let bytes = 0;
  let before = 0;
  let peak = 0;
  const world = await engineWorld({
    firm: "large",
    wrap: (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        commit: (guards, changes) => {
          if (changes.length > 3) peak = Math.max(peak, heapNow());
          return ports.store.commit(guards, changes);
        },
      },
    }),
    wire: async (request, pass) => {
      const answer = await pass(request);
      const body = await answer.text();
      bytes += Buffer.byteLength(body);
      return new Response(body, { status: answer.status, headers: answer.headers });
    },
  });
  before = heapNow();
  const startedAt = performance.now();
  await world.settle();
  const seconds = (performance.now() - startedAt) / 1_000;
  const links = await world.rows("link");
  const byKind = Object.fromEntries([...Map.groupBy(links, (link) => link["kind"])].map(([kind, rows]) => [kind, rows.length]));
  const calls = world.sandbox.log.entries.length;
  const documents = links.filter((link) => link["kind"] !== "contact").length;
  const usual = Math.ceil(links.length / 100) + documents;
  console.log(JSON.stringify({ bench: "import", calls, bytes, seconds: Math.round(seconds * 10) / 10, heapMiB: Math.round((peak - before) / 2 ** 20), byKind, byList: callsByList(world, 0), usualCalls: usual, ratio: Math.round(usual / calls) }));
}
