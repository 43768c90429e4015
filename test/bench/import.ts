import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { largeFirm, LARGE_FIRM } from "./largeFirm.ts";
import { callsByList, importAll } from "./syncWorld.ts";

/** What the figure is about: documents, payments, contacts, chart, taxes, tracking, and the organisation itself. The other kinds come after. */
const NAMED_LISTS = ["Organisation", "Accounts", "TaxRates", "TrackingCategories", "Contacts", "Invoices", "Payments"];

/**
 * The first import of a large firm: calls, bytes and time. Heap is what is alive at the widest moment, right before a page's batch is
 * committed, over what the stand-in itself holds. Beside it, what the usual integration asks: pages of 100, and one GET for each
 * document where it follows up on what it was told of.
 */
export async function run(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const heapNow = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  let bytes = 0;
  let peak = 0;
  let collecting = 0;
  const world = await largeFirm({
    wrap: (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        commit: (guards, changes) => {
          const from = performance.now();
          if (changes.length > 3) peak = Math.max(peak, heapNow());
          collecting += performance.now() - from;
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
  const before = heapNow();
  const from = world.sandbox.log.entries.length;
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  collecting = 0;
  const trips = await importAll(world);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - startedAt - collecting) / 1_000;
  const links = await world.rows("link");
  const byKind = Object.fromEntries([...Map.groupBy(links, (link) => link["kind"])].map(([kind, rows]) => [kind, rows.length]));
  const byList = callsByList(world, from);
  const calls = NAMED_LISTS.reduce((sum, list) => sum + (byList[list] ?? 0), 0);
  const rows = LARGE_FIRM.contacts + LARGE_FIRM.invoices + LARGE_FIRM.payments;
  const pagesOf100 = Math.ceil(LARGE_FIRM.contacts / 100) + Math.ceil(LARGE_FIRM.invoices / 100) + Math.ceil(LARGE_FIRM.payments / 100);
  const usual = { pagesOf100, oneGetEach: rows };
  console.log(JSON.stringify({
    bench: "import", calls, callsOfAllKinds: world.sandbox.log.entries.length - from, bytes, seconds: tenths(seconds), heapMiB: Math.round((peak - before) / 2 ** 20), processorSeconds: tenths((user + system) / 1e6),
    lines: LARGE_FIRM.invoices * LARGE_FIRM.linesEach, byKind, byList, runs: trips.length, mostTripsInARun: Math.max(...trips),
    tripsPerDocument: Math.round((trips.reduce((sum, count) => sum + count, 0) / links.length) * 1e4) / 1e4,
    usual, ratios: { pagesOf100: tenths(pagesOf100 / calls), oneGetEach: tenths(rows / calls) }, reach: { calls: 30, heapMiB: 64, mostTripsInARun: 40, tripsPerDocument: 6 },
  }));
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
