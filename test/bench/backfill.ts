import { loadavg } from "node:os";
import type { HealthView, PageView, RecordView } from "../../shared/api/views.ts";
import { connectByHttp, type Connected } from "../e2e/kills/connectByHttp.ts";
import { type RestClient, until } from "../e2e/restClient.ts";
import type { Stack } from "../e2e/stack.ts";
import { withStack } from "./withStack.ts";

const LOOK_EVERY_MS = 250;
const LONGEST_MS = 480_000;

interface Look {
  atMs: number;
  kind: string;
  done: number;
  expected: number | null;
  perMinute: number | null;
  secondsLeft: number | null;
}

/**
 * The first import of a large firm by the real Worker, whose process is killed (SIGKILL) in the middle: what its progress says, where it
 * goes on, whether people can work meanwhile, and whether everything is there once. Fails when anything is missing or doubled.
 */
export async function run(): Promise<void> {
  await withStack({ seed: 9, cronEveryMs: 1_000, firm: "large" }, async (stack) => {
    const connected = await connectByHttp(stack);
    console.log(JSON.stringify({ bench: "backfill", ...(await backfill(stack, connected)), machineLoad: Math.round(loadavg()[0]! * 10) / 10 }));
  });
}

async function backfill(stack: Stack, { api }: Connected) {
  const startedAt = performance.now();
  const looks: Look[] = [];
  const look = async (): Promise<HealthView["progress"]> => {
    const { progress } = await api.get<HealthView>("/v1/health");
    const type = progress.types.find(({ state }) => state === "running");
    if (type !== undefined)
      looks.push({
        atMs: Math.round(performance.now() - startedAt), kind: type.kind, done: type.done, expected: type.expected, perMinute: type.perMinute,
        secondsLeft: progress.etaAt === null ? null : Math.round((progress.etaAt - stack.sandbox.clock.now()) / 1_000),
      });
    return progress;
  };
  await until("A third of the documents is read", look, ({ types }) => types.some(({ kind, done, expected, state }) => kind === "invoice" && state === "running" && expected !== null && done > expected / 3), LONGEST_MS, LOOK_EVERY_MS);
  const killed = looks.at(-1)!;
  const killedAt = performance.now();
  await stack.crashWorker();
  const backAfterMs = Math.round(performance.now() - killedAt);
  const from = looks.length;
  await until("The import goes on", look, ({ types }) => types.some(({ state }) => state === "running"), LONGEST_MS, 50);
  const resumed = looks[from]!;
  // A person works meanwhile: what was read is there, and what is saved is kept.
  const workedAt = performance.now();
  const page = await api.get<PageView<RecordView>>("/v1/invoices?limit=50");
  await api.send("POST", "/v1/contacts", { name: "Made while the books were read", isCustomer: true });
  const worked = { listed: page.items.length, ms: Math.round(performance.now() - workedAt) };
  await until("The import is complete", look, ({ phase }) => phase === "live", LONGEST_MS, LOOK_EVERY_MS);
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const { books } = stack.sandbox.organisations[0]!;
  const linked = [...(await xeroIds(api, "invoices")), ...(await xeroIds(api, "bills"))];
  const payments = await xeroIds(api, "payments");
  const documents = [...books.invoices.values()].filter((invoice) => invoice.status !== "DELETED");
  const missing = [...documents.map(({ id }) => id), ...books.payments.keys()].filter((id) => !linked.includes(id) && !payments.includes(id)).length;
  const doubled = linked.length + payments.length - new Set([...linked, ...payments]).size;
  if (missing > 0 || doubled > 0) throw new Error(`${missing} are missing, ${doubled} are doubled`);
  return { documents: linked.length, payments: payments.length, missing, doubled, seconds, killed, backAfterMs, resumed, worked, lastLooks: looks.slice(-3) };
}

async function xeroIds(api: RestClient, resource: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: PageView<RecordView> = await api.get(`/v1/${resource}?limit=200${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
    for (const { sync } of page.items) if (sync?.xeroId != null) ids.push(sync.xeroId);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}
