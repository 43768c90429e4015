import { violations } from "../invariants/invariants.ts";
import { viewOf } from "../invariants/view.ts";
import type { SimWorld, Violation } from "../world/simWorld.ts";
import { XERO_USERS } from "../world/template.ts";
import { WEBHOOK_KEY } from "../world/stored.ts";
import { signatureOf } from "../../sandbox/webhooks/outbox.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Past the life of Xero's keys; past every cadence; past the next night's sweep. */
const KEYS_FORGOTTEN_MS = 10 * MINUTE_MS;
const ALL_POLLED_MS = 6 * HOUR_MS + 5 * MINUTE_MS;
const NEXT_NIGHT_MS = 25 * HOUR_MS;

/** Faults are over: everything must agree or say why not, and looking again must change nothing. */
export async function comeToRest(world: SimWorld): Promise<Violation[]> {
  const { sandbox, clock, organisations } = world;
  heal(world);
  for (const { id, tenantId } of organisations)
    if (!(await isConnected(world, id, tenantId))) {
      world.disconnectedFrom.delete(tenantId);
      await world.connect(id);
    }
  for (const ms of [KEYS_FORGOTTEN_MS, ALL_POLLED_MS]) {
    clock.advance(ms);
    for (const { id } of organisations) if (!(await world.settle(id))) return [{ invariant: "liveness", sentence: `organisation ${id} did not come to rest` }];
  }
  if (world.problems.length > 0) return world.problems;
  const found = [...(await violations(await viewOf(world), "step")), ...(await violations(await viewOf(world), "rest"))];
  if (found.length > 0) return found;
  return lookAgain(world, sandbox.log.changes({ by: sandbox.apps[0]!.clientId }).length);
}

/** What was delivered comes again, in new envelopes; a night passes and everything is swept: nothing may be written. */
async function lookAgain(world: SimWorld, writes: number): Promise<Violation[]> {
  const { sandbox, clock, organisations, stored } = world;
  for (const delivery of world.delivered.slice(-20)) {
    const body = (await delivery.clone().text()).replace(/"entropy":"/, '"entropy":"again');
    await stored.takeDelivery(new Request(delivery.url, { method: "POST", body, headers: { "x-xero-signature": signatureOf(WEBHOOK_KEY, body) } }), world.now(), () => undefined);
  }
  clock.advance(NEXT_NIGHT_MS);
  for (const { id } of organisations) if (!(await world.settle(id))) return [{ invariant: "liveness", sentence: `organisation ${id} did not come to rest again` }];
  if (sandbox.log.changes({ by: sandbox.apps[0]!.clientId }).length !== writes) return [{ invariant: "idempotence", sentence: "replayed webhooks and a second full look wrote to Xero" }];
  return [...world.problems, ...(await violations(await viewOf(world), "rest"))];
}

function heal(world: SimWorld): void {
  const { skewMs } = world.sandbox.world.state.faults;
  world.sandbox.faults.disarm();
  world.sandbox.world.state.faults.skewMs = skewMs;
  world.breakage.armed = [];
  world.wire.armed = [];
  world.sendTwice = false;
  for (const [index, user] of world.sandbox.users.entries()) for (const { tenantId } of world.organisations) user.roles[tenantId] = index === 0 ? "FINANCIALADVISER" : "STANDARD";
}

/** Connected here, and everyone who is to serve it still reaches it in Xero; else an admin has to connect it again. */
async function isConnected(world: SimWorld, id: string, tenantId: string): Promise<boolean> {
  const connection = world.sandbox.connections.find((one) => one.tenantId === tenantId);
  const userIds = new Map(XERO_USERS.map((name, index) => [name as string, world.sandbox.users[index]!.userId]));
  const serving = await world.stored.usersServing(id);
  const [row] = (await world.stored.rows("organisation")).filter((one) => one.id === id);
  return row?.state === "connected" && serving.length > 0 && serving.every((name) => connection?.userIds.includes(userIds.get(name)!) === true);
}
