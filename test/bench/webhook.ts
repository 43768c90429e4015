import { createHmac } from "node:crypto";
import { Hono } from "hono";
import { openStore } from "../../worker/store/open.ts";
import { webhookRoutes } from "../../worker/http/routes/webhook.ts";
import { largeFirm } from "./largeFirm.ts";
import { percentile } from "./percentile.ts";

const EVENTS = 1_000;
const PER_DELIVERY = 5;
const KEY = "webhook-key";

/** 1,000 events in 200 signed deliveries: how fast each is answered, and how many calls fetching what they name takes. */
export async function run(): Promise<void> {
  const world = await largeFirm();
  await world.settle(60_000, 500);
  const db = openStore(world.d1);
  const app = new Hono().route("/", webhookRoutes({ db, config: { xeroWebhookKey: KEY }, clock: world.inner.clock, wake: async () => undefined, later: () => undefined } as never) as never);
  const ids = [...world.sandbox.organisations[0]!.books.invoices.keys()].slice(0, EVENTS);
  const answered: number[] = [];
  for (let from = 0; from < EVENTS; from += PER_DELIVERY) {
    const events = ids.slice(from, from + PER_DELIVERY).map((resourceId) => ({ resourceId, tenantId: world.tenantId, eventCategory: "INVOICE", eventType: "UPDATE", eventDateUtc: "2026-11-23T00:00:00" }));
    const body = JSON.stringify({ events, firstEventSequence: from + 1, lastEventSequence: from + PER_DELIVERY, entropy: `e${from}` });
    const signature = createHmac("sha256", KEY).update(body).digest("base64");
    const startedAt = performance.now();
    const answer = await app.request("https://m.test/webhooks/xero", { method: "POST", body, headers: { "x-xero-signature": signature } });
    answered.push(performance.now() - startedAt);
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
  }
  const before = world.sandbox.log.entries.length;
  const trips = world.counter.roundTrips;
  await world.settle(1_000);
  const calls = world.sandbox.log.entries.slice(before).filter((entry) => entry.path.endsWith("/Invoices") && entry.query.includes("IDs")).length;
  console.log(JSON.stringify({
    bench: "webhook", p99Ms: Math.round(percentile(answered, 0.99) * 100) / 100, calls, events: EVENTS, tripsForAll: world.counter.roundTrips - trips,
    usualCalls: EVENTS, ratio: Math.round(EVENTS / calls), reachMs: 200, reachCalls: 25,
  }));
}
