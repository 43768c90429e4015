import { loadavg } from "node:os";
import type { HealthView, PageView, RecordView } from "../../shared/api/views.ts";
import type { Document } from "../../shared/records/document.ts";
import { connectByHttp, type Connected } from "../e2e/kills/connectByHttp.ts";
import { until } from "../e2e/restClient.ts";
import type { Stack } from "../e2e/stack.ts";
import { pace } from "./pace.ts";
import { percentile } from "./percentile.ts";
import { withStack } from "./withStack.ts";

const SAMPLES = 20;
const TOGETHER = 24;
const CALL_MS = 50;
/** What the last sample set off, such as Xero's webhook about our own write, has mostly passed. */
const BETWEEN_MS = 250;
/** Asking more often would slow down what is measured. */
const SEEN_EVERY_MS = 50;
const WEBHOOK_EVERY_MS = 20;
const LINE = { description: "Design", quantityE4: 10_000, unitAmountE4: 1_000_000, accountCode: "200", taxType: "OUTPUT" };

/**
 * The real Worker in workerd over HTTP, the stand-in taking 50 ms for each call: from the request that saves an invoice until Xero's books
 * have it, and from a change in Xero until our API shows it. The second includes what the stand-in takes to send a webhook, 50 to 900 ms by its
 * own choice, since Xero promises nothing; so it is given from the webhook's arrival as well. Two organisations take turns, and each is left alone
 * while it has used most of Xero's 60 calls a minute.
 */
export async function run(): Promise<void> {
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 100) / 10;
  await withStack({ seed: 5, cronEveryMs: 60_000, callMs: CALL_MS, webhookEveryMs: WEBHOOK_EVERY_MS }, async (stack) => {
    const started = seconds();
    const first = await connectByHttp(stack);
    const organisations = [first, await first.another(1)];
    for (const { api } of organisations)
      await until("The import is complete", () => api.get<HealthView>("/v1/health"), ({ progress }) => progress.phase === "live", 60_000);
    const imported = seconds();
    const loadBefore = loadavg()[0]!;
    const saved = await saves(stack, organisations);
    const seen = await changes(stack, organisations);
    const together = await savesTogether(first);
    console.log(JSON.stringify({
      bench: "latency", savedHereAcceptedByXero: shown(saved.accepted), saveAnswered: shown(saved.answered), changedInXeroVisibleHere: shown(seen.fromChange),
      deliveredVisibleHere: shown(seen.fromDelivery), savesTogether: together, callMs: CALL_MS, samples: SAMPLES, machineLoad: [loadBefore, loadavg()[0]!].map((load) => Math.round(load * 10) / 10), reachP95Ms: 2_000,
      seconds: { started, imported, measured: seconds() },
    }));
  });
}

const shown = (times: readonly number[]) => ({ p50Ms: Math.round(percentile(times, 0.5)), p95Ms: Math.round(percentile(times, 0.95)), mostMs: Math.round(Math.max(...times)) });

async function saves(stack: Stack, organisations: readonly Connected[]) {
  const clients = await Promise.all(organisations.map(({ api }) => api.get<PageView<RecordView>>("/v1/contacts?limit=20")));
  const accepted: number[] = [];
  const answered: number[] = [];
  for (let n = 0; n < SAMPLES; n += 1) {
    const at = n % organisations.length;
    const { api, tenantId } = organisations[at]!;
    await pace(stack, tenantId);
    const { books } = stack.sandbox.organisations[at]!;
    const reference = `latency ${n}`;
    const { items } = clients[at]!;
    const body = { contactId: items[n % items.length]!.id, reference, status: "draft", date: "2026-11-20", dueDate: "2026-12-20", lines: [LINE] };
    const startedAt = performance.now();
    const saving = api.send("POST", "/v1/invoices", body).then(() => void answered.push(performance.now() - startedAt));
    await until("Xero has the invoice", async () => [...books.invoices.values()].some((invoice) => invoice.reference === reference), (has) => has, 30_000, 5);
    accepted.push(performance.now() - startedAt);
    await saving;
    await pause(BETWEEN_MS);
  }
  return { accepted, answered };
}

/** Many save at the same moment: until the last of them is answered. */
async function savesTogether({ api }: Connected) {
  const { items } = await api.get<PageView<RecordView>>("/v1/contacts?limit=1");
  const startedAt = performance.now();
  const answered = await Promise.all(Array.from({ length: TOGETHER }, async (_, n) => {
    const body = { contactId: items[0]!.id, reference: `together ${n}`, status: "draft", date: "2026-11-20", dueDate: "2026-12-20", lines: [LINE] };
    await api.send("POST", "/v1/invoices", body);
    return performance.now() - startedAt;
  }));
  return { saves: TOGETHER, ...shown(answered) };
}

async function changes(stack: Stack, organisations: readonly Connected[]): Promise<{ fromChange: number[]; fromDelivery: number[] }> {
  const fromChange: number[] = [];
  const fromDelivery: number[] = [];
  const draftsOf = async ({ api }: Connected) =>
    (await api.get<PageView<RecordView>>("/v1/invoices?limit=200")).items.filter(({ sync, body }) => sync?.xeroId != null && (body as Document).reference?.startsWith("latency"));
  const each = SAMPLES / organisations.length;
  const drafts = await Promise.all(organisations.map(async (one) => (await until("The saved invoices are linked", () => draftsOf(one), ({ length }) => length >= each, 30_000)).value));
  for (let n = 0; n < SAMPLES; n += 1) {
    const at = n % organisations.length;
    const { api, tenantId } = organisations[at]!;
    const { id, sync } = drafts[at]![Math.floor(n / organisations.length)]!;
    await pace(stack, tenantId);
    const reference = `changed ${n}`;
    const sent = stack.sandbox.webhooks.deliveries.length;
    const startedAt = performance.now();
    stack.sandbox.bookkeeper.editInvoice({ tenantId, invoiceId: sync!.xeroId!, changes: { Reference: reference } as never });
    const told = until("The webhook is sent", async () => stack.sandbox.webhooks.deliveries.length, (count) => count > sent, 30_000, 5).then(() => performance.now());
    await until("The change is here", () => api.get<RecordView>(`/v1/invoices/${id}`), ({ body }) => (body as Document).reference === reference, 30_000, SEEN_EVERY_MS);
    const seenAt = performance.now();
    fromChange.push(seenAt - startedAt);
    fromDelivery.push(seenAt - (await told));
    await pause(BETWEEN_MS);
  }
  return { fromChange, fromDelivery };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
