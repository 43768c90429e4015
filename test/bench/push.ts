import { engineWorld } from "../sim/engineWorld.ts";
import { contactBody, invoiceBody } from "../sim/bodies.ts";
import { callsByList } from "./syncWorld.ts";
import type { Actor } from "../../shared/records/record.ts";

const INVOICES = 1_000;
const CLIENTS = 40;
const PAT: Actor = { type: "member", id: "m1", name: "Pat" };

/** Calls to push 1,000 new invoices to clients that are new as well. */
export async function run(): Promise<void> {
  const world = await engineWorld();
  await world.settle();
  const from = world.sandbox.log.entries.length;
  const save = (kind: "contact" | "invoice", n: number, body: Parameters<typeof world.engine.saveRecord>[0]["body"]) =>
    world.engine.saveRecord({ organisationId: world.organisationId, recordId: idOf(n), kind, body, expectedRevision: null, actor: PAT });
  for (let n = 1; n <= CLIENTS; n += 1) await save("contact", n, contactBody(`Client ${n}`));
  for (let n = 1; n <= INVOICES; n += 1) await save("invoice", CLIENTS + n, invoiceBody(idOf(1 + (n % CLIENTS)), 1 + (n % 9)));
  await world.settle();
  const writes = world.sandbox.log.entries.slice(from).filter((entry) => entry.method !== "GET");
  const made = world.sandbox.organisations[0]!.books.invoices.size;
  console.log(JSON.stringify({ bench: "push", calls: writes.length, reads: callsByList(world, from), made, usualCalls: INVOICES * 2 + CLIENTS, reach: 20 + Math.ceil(CLIENTS / 50) }));
}

const idOf = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
