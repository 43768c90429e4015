import { loadavg } from "node:os";
import type { BulkLineView, BulkPreviewView, BulkView } from "../../shared/api/bulkShapes.ts";
import { connectByHttp } from "../e2e/kills/connectByHttp.ts";
import { type RestClient, until } from "../e2e/restClient.ts";
import type { Stack } from "../e2e/stack.ts";
import { percentile } from "./percentile.ts";
import { withStack } from "./withStack.ts";

const SUPPLIERS = 30;
const EARLIER_BILLS = 450;
const LINES = 2;
/** As long as the dashboard waits where nothing moves. */
const PATIENCE_MS = 2_000;

/**
 * `npm run bench -- bulk [--bills 2500]`: that many open bills of two lines each, all of them sure, through "Confirm many" over HTTP, as the dashboard
 * asks: looked through page by page, stored at once, written and taken back step by step, at the pace of Xero's 60 calls a minute.
 */
export async function run(args: readonly string[]): Promise<void> {
  const at = args.indexOf("--bills");
  const bills = at < 0 ? 2_500 : Number(args[at + 1]);
  await withStack({ seed: 7, firm: "empty", cronEveryMs: 60_000 }, async (stack) => {
    fillBooks(stack, bills);
    const { api } = await connectByHttp(stack);
    await until("The bills are imported and answered", () => page(api, null), ({ lookedAt, notLookedAt, lines }) => lookedAt + notLookedAt === bills + EARLIER_BILLS && lines.length > 0, 300_000, 2_000);
    const listed = await look(api);
    const body = { lines: listed.lines.map(({ lineId, account, tax, project }) => ({ lineId, accountCode: account?.value ?? null, taxType: tax?.value ?? null, projectId: project?.value ?? null })) };
    const begun = await timed(() => api.send<BulkView>("POST", "/v1/suggestions/bulk", body));
    const written = await finish(stack, api, begun.value.id);
    const undone = await timed(() => api.send<BulkView>("POST", `/v1/suggestions/bulks/${begun.value.id}/undo`));
    const takenBack = await finish(stack, api, begun.value.id);
    console.log(JSON.stringify({
      bench: "bulk", bills, lines: listed.lines.length, list: { pages: listed.times.length, p50Ms: median(listed.times), mostMs: Math.round(Math.max(...listed.times)), seconds: seconds(sum(listed.times)) },
      stored: { ms: Math.round(begun.ms), bodyKb: Math.round(JSON.stringify(body).length / 1_000) }, written, undoAskedMs: Math.round(undone.ms), takenBack, machineLoad: Math.round(loadavg()[0]! * 10) / 10,
    }));
  });
}

/** Suppliers with a past of one account each, and the open bills. */
function fillBooks({ sandbox }: Stack, bills: number): void {
  const { tenantId } = sandbox.organisations[0]!;
  const suppliers = Array.from({ length: SUPPLIERS }, (_, i) => ({ ContactID: sandbox.bookkeeper.createContact({ tenantId, contact: { Name: `Supplier ${i}` } }).id }));
  const lines = (i: number, coding: object) => Array.from({ length: LINES }, (_, n) => ({ Description: `Work of week ${n + 1}`, Quantity: 1, UnitAmount: 100 + (i % 40) + n, ...coding }));
  const bill = (i: number, InvoiceNumber: string, Status: string, coding: object) =>
    sandbox.bookkeeper.createBill({ tenantId, bill: { Contact: suppliers[i % SUPPLIERS]!, InvoiceNumber, Date: "2026-11-20", DueDate: "2026-12-20", LineAmountTypes: "Exclusive", Status, LineItems: lines(i, coding) } as never });
  for (let i = 0; i < EARLIER_BILLS; i += 1) bill(i, `OLD-${i}`, "AUTHORISED", { AccountCode: i % 2 === 0 ? "310" : "429", TaxType: "INPUT" });
  for (let i = 0; i < bills; i += 1) bill(i, `NEW-${i}`, "DRAFT", {});
}

const page = (api: RestClient, cursor: string | null) => api.get<BulkPreviewView>(`/v1/suggestions/bulk${cursor === null ? "" : `?cursor=${cursor}`}`);

async function look(api: RestClient): Promise<{ lines: BulkLineView[]; times: number[] }> {
  const lines: BulkLineView[] = [];
  const times: number[] = [];
  let cursor: string | null = null;
  for (let isLast = false; !isLast; isLast = cursor === null) {
    const began = performance.now();
    const found: BulkPreviewView = await page(api, cursor);
    times.push(performance.now() - began);
    lines.push(...found.lines);
    cursor = found.nextCursor;
  }
  return { lines, times };
}

async function finish({ sandbox }: Stack, api: RestClient, id: string) {
  const [began, calls] = [performance.now(), sandbox.log.entries.length];
  const steps: number[] = [];
  for (let remaining = Infinity; remaining > 0; ) {
    const { value, ms } = await timed(() => api.send<BulkView>("POST", `/v1/suggestions/bulks/${id}/continue`));
    if (value.remaining < remaining) steps.push(ms);
    if (value.remaining === remaining || value.waits !== null) await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    remaining = value.remaining;
  }
  const { states } = await api.get<BulkView>(`/v1/suggestions/bulks/${id}`);
  return { seconds: seconds(performance.now() - began), steps: steps.length, p50Ms: median(steps), mostMs: Math.round(Math.max(...steps)), xeroCalls: sandbox.log.entries.length - calls, states };
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const began = performance.now();
  return { value: await work(), ms: performance.now() - began };
}

const median = (times: readonly number[]): number => Math.round(percentile(times, 0.5));
const sum = (times: readonly number[]): number => times.reduce((all, ms) => all + ms, 0);
const seconds = (ms: number): number => Math.round(ms / 100) / 10;
