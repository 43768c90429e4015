import { engineWorld } from "../sim/engineWorld.ts";
import { contactBody, invoiceBody } from "../sim/bodies.ts";
import { XERO_LIMITS } from "../../shared/limits.ts";
import { callsByList } from "./syncWorld.ts";
import type { Actor } from "../../shared/records/record.ts";

const INVOICES = 1_000;
const CLIENTS = 40;
const PAT: Actor = { type: "member", id: "m1", name: "Pat" };

/** All calls, look-ups and polls that fall into it included, to push 1,000 new invoices to clients that are new as well. */
export async function run(): Promise<void> {
  const world = await engineWorld();
  await world.settle();
  // The first sweep follows the import; it is no part of a push.
  await world.settle();
  const from = world.sandbox.log.entries.length;
  const save = (kind: "contact" | "invoice", n: number, body: Parameters<typeof world.engine.saveRecord>[0]["body"]) =>
    world.engine.saveRecord({ organisationId: world.organisationId, recordId: idOf(n), kind, body, expectedRevision: null, actor: PAT });
  for (let n = 1; n <= CLIENTS; n += 1) await save("contact", n, contactBody(`Client ${n}`));
  for (let n = 1; n <= INVOICES; n += 1) await save("invoice", CLIENTS + n, invoiceBody(idOf(1 + (n % CLIENTS)), 1 + (n % 9)));
  const trips: number[] = [];
  for (let run = 0; run < 100; run += 1) {
    const before = world.counter.roundTrips;
    const { nextDueAt } = await world.runOnce();
    trips.push(world.counter.roundTrips - before);
    if (nextDueAt > world.clock.now() + 60_000) break;
    world.clock.advance(Math.max(1, nextDueAt - world.clock.now()));
  }
  const calls = world.sandbox.log.entries.slice(from);
  const writes = calls.filter((entry) => entry.method !== "GET").length;
  const made = world.sandbox.organisations[0]!.books.invoices.size;
  if (made !== INVOICES) throw new Error(`${made} invoices were made`);
  const usualCalls = INVOICES * 2 + CLIENTS * 2;
  console.log(JSON.stringify({
    bench: "push", calls: calls.length, writes, lookUps: calls.length - writes, byList: callsByList(world, from), made, runs: trips.length, mostTripsInARun: Math.max(...trips),
    tripsPerDocument: Math.round((trips.reduce((sum, count) => sum + count, 0) / (INVOICES + CLIENTS)) * 1e3) / 1e3,
    usualCalls, ratio: Math.round(usualCalls / calls.length), reach: { calls: 20 + Math.ceil(CLIENTS / XERO_LIMITS.elementsPerWrite), mostTripsInARun: 40, tripsPerDocument: 6 },
  }));
}

const idOf = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
