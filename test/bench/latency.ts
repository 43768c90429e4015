import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { HealthView, PageView, RecordView } from "../../shared/api/views.ts";
import type { Document } from "../../shared/records/document.ts";
import { connectByHttp, type Connected } from "../e2e/kills/connectByHttp.ts";
import { until } from "../e2e/restClient.ts";
import { type Stack, startStack } from "../e2e/stack.ts";
import { percentile } from "./percentile.ts";

const SAMPLES = 30;
const CALL_MS = 50;
/** Slower than Xero's 60 calls a minute, so that the figure is not about its limit. */
const PACE_MS = 2_000;
/** Asking more often would slow down what is measured. */
const SEEN_EVERY_MS = 100;
const LINE = { description: "Design", quantityE4: 10_000, unitAmountE4: 1_000_000, accountCode: "200", taxType: "OUTPUT" };

/**
 * The real Worker in workerd over HTTP, the stand-in taking 50 ms for each call: from the request that saves an invoice until Xero's books
 * have it, and from a change in Xero until our API shows it. The second includes what the stand-in takes to send a webhook, up to 1.2 s.
 */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "marginalia-latency-"));
  const stack = await startStack({ folder, seed: 5, cronEveryMs: 60_000, callMs: CALL_MS });
  try {
    const connected = await connectByHttp(stack);
    await until("The import is complete", () => connected.api.get<HealthView>("/v1/health"), ({ progress }) => progress.phase === "live", 180_000);
    const pushed = await saves(stack, connected);
    const seen = await changes(stack, connected);
    console.log(JSON.stringify({
      bench: "latency", savedHereAcceptedByXero: shown(pushed), changedInXeroVisibleHere: shown(seen.fromChange), deliveredVisibleHere: shown(seen.fromDelivery), callMs: CALL_MS, samples: SAMPLES, machineLoad: Math.round(loadavg()[0]! * 10) / 10, reachP95Ms: 2_000,
    }));
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const shown = (times: readonly number[]) => ({ p50Ms: Math.round(percentile(times, 0.5)), p95Ms: Math.round(percentile(times, 0.95)), mostMs: Math.round(Math.max(...times)) });

async function saves(stack: Stack, { api }: Connected): Promise<number[]> {
  const clients = await api.get<PageView<RecordView>>("/v1/contacts?limit=20");
  const { books } = stack.sandbox.organisations[0]!;
  const times: number[] = [];
  for (let n = 0; n < SAMPLES; n += 1) {
    const reference = `latency ${n}`;
    const startedAt = performance.now();
    const body = { contactId: clients.items[n % clients.items.length]!.id, reference, status: "draft", date: "2026-11-20", dueDate: "2026-12-20", lines: [LINE] };
    const saved = api.send("POST", "/v1/invoices", body);
    await until("Xero has the invoice", async () => [...books.invoices.values()].some((invoice) => invoice.reference === reference), (has) => has, 30_000, 5);
    times.push(performance.now() - startedAt);
    await saved;
    await pause(PACE_MS);
  }
  return times;
}

async function changes(stack: Stack, { api, tenantId }: Connected): Promise<{ fromChange: number[]; fromDelivery: number[] }> {
  const drafts = (await api.get<PageView<RecordView>>(`/v1/invoices?limit=${SAMPLES}`)).items.filter(({ sync, body }) => sync?.xeroId != null && (body as Document).reference?.startsWith("latency"));
  const fromChange: number[] = [];
  const fromDelivery: number[] = [];
  for (const [n, { id, sync }] of drafts.entries()) {
    const reference = `changed ${n}`;
    const startedAt = performance.now();
    const before = stack.sandbox.webhooks.deliveries.length;
    stack.sandbox.bookkeeper.editInvoice({ tenantId, invoiceId: sync!.xeroId!, changes: { Reference: reference } as never });
    const told = until("The webhook is sent", async () => stack.sandbox.webhooks.deliveries.length, (count) => count > before, 30_000, 5).then(() => performance.now());
    await until("The change is here", () => api.get<RecordView>(`/v1/invoices/${id}`), ({ body }) => (body as Document).reference === reference, 30_000, SEEN_EVERY_MS);
    const at = performance.now();
    fromChange.push(at - startedAt);
    fromDelivery.push(at - (await told));
    await pause(PACE_MS);
  }
  if (drafts.length < SAMPLES) throw new Error(`only ${drafts.length} invoices to change`);
  return { fromChange, fromDelivery };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
