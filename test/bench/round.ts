import type { Lane } from "../../worker/ports.ts";
import { largeFirm } from "./largeFirm.ts";
import { callsByList, importAll } from "./syncWorld.ts";

const DAY_MS = 86_400_000;
/** Kinds that a usual integration lists every five minutes, a page of 100 each: contacts, invoices, credit notes, payments, bank transactions. */
const USUAL_CALLS = 5 * 288;

/** Calls of an idle day of a large firm, the nightly sweep included, with webhooks dead and alive; and what the sweep reads of the import's bytes. */
export async function run(): Promise<void> {
  const dead = await idleDay(false);
  const alive = await idleDay(true);
  const sweepShare = Math.round((dead.sweepBytes / dead.importBytes) * 1e4) / 1e4;
  console.log(JSON.stringify({
    bench: "round", alive: shown(alive), dead: shown(dead), sweep: { calls: dead.sweepCalls, bytes: dead.sweepBytes, importBytes: dead.importBytes, share: sweepShare },
    tripsInAnIdleRun: dead.leastTrips, mostTripsInARun: Math.max(dead.mostTrips, alive.mostTrips),
    usualCalls: USUAL_CALLS, ratios: { alive: tenths(USUAL_CALLS / alive.total), dead: tenths(USUAL_CALLS / dead.total) },
    reach: { alive: 300, dead: 660, sweepShare: 0.1, mostTripsInARun: 40 },
  }));
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
const shown = ({ total, perKind, bytes }: Idle) => ({ total, perKind, bytes });

interface Idle {
  total: number;
  perKind: Record<string, number>;
  bytes: number;
  importBytes: number;
  sweepCalls: number;
  sweepBytes: number;
  leastTrips: number;
  mostTrips: number;
}

async function idleDay(alive: boolean): Promise<Idle> {
  const read = { bytes: 0, sweepBytes: 0, sweepCalls: 0 };
  let lane: Lane = "poll";
  const world = await largeFirm({
    wrap: (ports) => ({ ...ports, xero: { of: (organisationId, tenantId, asked, session) => ((lane = asked), ports.xero.of(organisationId, tenantId, asked, session)) } }),
    wire: async (request, pass) => {
      const answer = await pass(request);
      const body = await answer.text();
      const bytes = Buffer.byteLength(body);
      read.bytes += bytes;
      if (lane === "sweep") {
        read.sweepBytes += bytes;
        read.sweepCalls += 1;
      }
      return new Response(body, { status: answer.status, headers: answer.headers });
    },
  });
  const { organisationId } = world;
  const heard = () =>
    world.store.commit([], [{ put: "cursor", rows: [{ organisationId, kind: "webhook", lane: "webhook", lastCompletedAt: world.clock.now() }] }]);
  if (alive) await heard();
  await importAll(world);
  const importBytes = read.bytes;
  // The first sweep follows the import at once: it is this day's.
  Object.assign(read, { bytes: 0, sweepBytes: 0, sweepCalls: 0 });
  const from = world.sandbox.log.entries.length;
  const until = world.clock.now() + DAY_MS;
  const trips: number[] = [];
  while (world.clock.now() < until) {
    if (alive) await heard();
    const before = world.counter.roundTrips;
    const { nextDueAt } = await world.runOnce();
    trips.push(world.counter.roundTrips - before);
    world.clock.advance(Math.max(1, nextDueAt - world.clock.now()));
  }
  const perKind = callsByList(world, from);
  const total = Object.values(perKind).reduce((sum, count) => sum + count, 0);
  return { total, perKind, ...read, importBytes, leastTrips: Math.min(...trips), mostTrips: Math.max(...trips) };
}
