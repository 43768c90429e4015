import { createHmac } from "node:crypto";
import { strikes } from "../faults/faults.ts";
import { nextBetween, nextGuid, nextSecret, shuffle } from "../random.ts";
import type { PendingEvent, World } from "../world.ts";
import type { QueuedEvent, RetriedDelivery, WebhookDelivery } from "./webhook.ts";

/** Facts §4.3: five seconds to answer; retried at once, then every 15 minutes for 24 hours; what was missed is kept 31 days. */
const answerWithinMs = 5_000;
const retryEveryMs = 15 * 60_000;
const retryForMs = 24 * 3_600_000;
const keptForMs = 31 * 86_400_000;
const maxEventsInDelivery = 50;
const maxDeliveriesKept = 5_000;

export interface WebhookOutbox {
  /** Sends what is due on the clock, retries included. Resolves with the number of POSTs made. */
  pump(): Promise<number>;
  /** Sets or changes where deliveries go and signs them with the key. Xero first sends the intent to receive. */
  subscribe(to: { url: string; key: string; categories?: string[]; validate?: boolean }): Promise<boolean>;
  /** Sends the intent to receive again: several POSTs, some signed wrong. True when all were answered rightly. */
  validate(): Promise<boolean>;
  /** Stops all deliveries; events are not kept. */
  unsubscribe(): void;
  /** After a disabled subscription works again: queues what was missed within 31 days. */
  replay(): number;
  readonly status: "off" | "pending" | "ok" | "disabled";
  /** When the next event or retry falls due. */
  nextDueMs(): number | undefined;
  readonly deliveries: readonly WebhookDelivery[];
}

const resources: Record<string, string> = {
  INVOICE: "Invoices", CONTACT: "Contacts", CREDITNOTE: "CreditNotes", PAYMENT: "Payments", PREPAYMENT: "Prepayments", OVERPAYMENT: "Overpayments",
};

/** Queues the events of an accepted write. */
export function queueEvents(world: World, tenantId: string, events: readonly PendingEvent[], by: string): void {
  const { webhook, assumptions, connections } = world.state;
  if (webhook.status === "off" || events.length === 0 || !connections.some((one) => one.tenantId === tenantId)) return;
  if (by !== "bookkeeper" && assumptions.ownWritesEcho === "no") return;
  const now = world.clock.now();
  for (const event of events) {
    if (!webhook.categories.includes(event.category)) continue;
    if (strikes(world, "webhook-missed", { tenantId, category: event.category })) continue;
    const late = strikes(world, "webhook-delayed", { tenantId, category: event.category });
    const iso = new Date(now).toISOString().replace("Z", "");
    const queued: QueuedEvent = {
      resourceUrl: `https://api.xero.com/api.xro/2.0/${resources[event.category]}/${event.id}`,
      resourceId: event.id,
      tenantId,
      tenantType: "ORGANISATION",
      eventCategory: event.category,
      eventType: event.type,
      // Without a Z (facts §4.2).
      eventDateUtc: iso,
      // CREDITNOTE says Type and Status; the younger categories say when as well (facts §4.1).
      ...(event.data ? { data: event.category === "CREDITNOTE" ? event.data : { ...event.data, UpdatedDateUTCString: iso } } : {}),
      sequence: webhook.nextSequence,
      dueAtMs: now + nextBetween(world.state.random, 50, 900) + (late ? Number(late.with?.["ms"] ?? 3 * 3_600_000) : 0),
    };
    webhook.nextSequence += 1;
    (webhook.status === "ok" ? webhook.events : webhook.missed).push(queued);
  }
}

export function webhookOutbox(world: World): WebhookOutbox {
  return {
    get status() {
      return world.state.webhook.status;
    },
    get deliveries() {
      return world.state.webhook.deliveries;
    },
    nextDueMs() {
      const { events, retries, status } = world.state.webhook;
      if (status !== "ok") return undefined;
      const due = [...events.map((event) => event.dueAtMs), ...retries.map((retry) => retry.nextTryAtMs)];
      return due.length === 0 ? undefined : Math.min(...due);
    },
    pump: () => pump(world),
    async subscribe({ url, key, categories, validate = false }) {
      Object.assign(world.state.webhook, { url, key, status: validate ? "pending" : "ok" });
      if (categories) world.state.webhook.categories = categories;
      return validate ? intentToReceive(world) : true;
    },
    validate: () => intentToReceive(world),
    unsubscribe() {
      world.state.webhook.status = "off";
      world.state.webhook.events = [];
      world.state.webhook.retries = [];
    },
    replay() {
      const { webhook } = world.state;
      const now = world.clock.now();
      const kept = webhook.missed.filter((event) => Date.parse(`${event.eventDateUtc}Z`) + keptForMs > now);
      webhook.missed = [];
      webhook.events.push(...kept.map((event) => ({ ...event, dueAtMs: now })));
      return kept.length;
    },
  };
}

export const signatureOf = (key: string, body: string) => createHmac("sha256", key).update(body).digest("base64");

async function pump(world: World): Promise<number> {
  const { webhook } = world.state;
  if (webhook.status !== "ok" || webhook.url === undefined || webhook.key === undefined) return 0;
  const now = world.clock.now();
  let made = 0;
  const due = webhook.events.filter((event) => event.dueAtMs <= now);
  webhook.events = webhook.events.filter((event) => event.dueAtMs > now);
  for (let from = 0; from < due.length; from += maxEventsInDelivery) {
    made += await deliverNew(world, due.slice(from, from + maxEventsInDelivery));
  }
  const retries = webhook.retries.filter((retry) => retry.nextTryAtMs <= now);
  webhook.retries = webhook.retries.filter((retry) => retry.nextTryAtMs > now);
  for (const retry of retries) {
    made += 1;
    await deliver(world, retry);
  }
  return made;
}

async function deliverNew(world: World, events: QueuedEvent[]): Promise<number> {
  const now = world.clock.now();
  if (strikes(world, "webhook-sequence-gap", {})) world.state.webhook.nextSequence += nextBetween(world.state.random, 1, 20);
  const ordered = strikes(world, "webhook-reordered", {}) ? shuffle(world.state.random, [...events]) : events;
  const foreign = strikes(world, "webhook-unknown-tenant", {});
  const strange = strikes(world, "webhook-unknown-category", {});
  const body = deliveryBody(
    world,
    ordered.map((event) => ({ ...event, ...(foreign ? { tenantId: nextGuid(world.state.random) } : {}), ...(strange ? { eventCategory: "TREASURECHEST" } : {}) })),
  );
  const signature = signatureOf(world.state.webhook.key ?? "", body);
  const fresh = (): RetriedDelivery => ({ body, signature, firstTriedAtMs: now, nextTryAtMs: now, attempts: 0 });
  let made = 1;
  if (strikes(world, "webhook-bad-signature", {})) {
    made += 1;
    await post(world, body, signatureOf("not the key", body), events.length, 1);
  }
  await deliver(world, fresh());
  if (strikes(world, "webhook-duplicated", {})) {
    made += 1;
    await deliver(world, fresh());
  }
  return made;
}

function deliveryBody(world: World, events: readonly QueuedEvent[]): string {
  const sequences = events.map((event) => event.sequence);
  return JSON.stringify({
    events: events.map(({ sequence: _sequence, dueAtMs: _dueAtMs, ...event }) => event),
    firstEventSequence: sequences.length === 0 ? 0 : Math.min(...sequences),
    lastEventSequence: sequences.length === 0 ? 0 : Math.max(...sequences),
    entropy: nextSecret(world.state.random, 20).toUpperCase(),
  });
}

async function deliver(world: World, delivery: RetriedDelivery): Promise<void> {
  const { webhook, assumptions } = world.state;
  const events = (JSON.parse(delivery.body) as { events: QueuedEvent[] }).events;
  const status = await post(world, delivery.body, delivery.signature, events.length, delivery.attempts + 1);
  if (isReceived(status, assumptions.webhookSuccess)) return;
  const now = world.clock.now();
  const attempts = delivery.attempts + 1;
  if (now - delivery.firstTriedAtMs >= retryForMs) {
    // Given up after a day: the subscription is disabled and what it missed is kept (facts §4.3).
    webhook.status = "disabled";
    webhook.missed.push(...events.map((event) => ({ ...event, sequence: 0, dueAtMs: now })), ...webhook.events);
    for (const retry of webhook.retries) webhook.missed.push(...(JSON.parse(retry.body) as { events: QueuedEvent[] }).events);
    webhook.retries = [];
    webhook.events = [];
    return;
  }
  webhook.retries.push({ ...delivery, attempts, nextTryAtMs: attempts === 1 ? now : now + retryEveryMs });
}

const isReceived = (status: number | "no answer", rule: "any 2xx" | "200 only") => status !== "no answer" && (rule === "200 only" ? status === 200 : status >= 200 && status < 300);

async function post(world: World, body: string, signature: string, events: number, attempt: number): Promise<number | "no answer"> {
  const { webhook } = world.state;
  const startedAtMs = world.clock.now();
  let status: number | "no answer";
  try {
    const response = await world.deliverWebhook(
      new Request(webhook.url as string, { method: "POST", headers: { "content-type": "application/json", "x-xero-signature": signature, "user-agent": "Xero-Webhooks" }, body, redirect: "manual" }),
    );
    // A cookie or a body makes Xero call it a failure (facts §4.3).
    const isClean = response.headers.get("set-cookie") === null;
    status = isClean && world.clock.now() - startedAtMs <= answerWithinMs ? response.status : "no answer";
    await response.body?.cancel();
  } catch {
    status = "no answer";
  }
  webhook.deliveries.push({ atMs: startedAtMs, body, signature, status, events, attempt });
  if (webhook.deliveries.length > maxDeliveriesKept) webhook.deliveries.splice(0, maxDeliveriesKept / 2);
  return status;
}

async function intentToReceive(world: World): Promise<boolean> {
  const { webhook } = world.state;
  if (webhook.url === undefined || webhook.key === undefined) return false;
  const wasDisabled = webhook.status === "disabled";
  webhook.status = "pending";
  for (const isGood of [true, false, true, false]) {
    const body = deliveryBody(world, []);
    const status = await post(world, body, isGood ? signatureOf(webhook.key, body) : signatureOf("not the key", body), 0, 1);
    const right = isGood ? isReceived(status, world.state.assumptions.webhookSuccess) : status === 401;
    if (!right) return false;
  }
  webhook.status = "ok";
  if (wasDisabled) webhookOutbox(world).replay();
  return true;
}
