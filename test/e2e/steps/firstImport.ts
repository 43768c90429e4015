import type { HealthView, PageView, RecordView } from "../../../shared/api/views.ts";
import { until } from "../restClient.ts";
import { expectThat, type Observed, type StoryWorld } from "../story.ts";

/** The import runs by itself, shows how far it is, survives a crash and doubles nothing. */
export async function firstImport(world: StoryWorld): Promise<Observed> {
  const { stack, api } = world;
  const health = (): Promise<HealthView> => api.get<HealthView>("/v1/health");
  const first = await until("The import has begun", health, ({ progress }) => progress.types.some(({ state }) => state !== "waiting"), 30_000, 50);
  // Crash in the middle: whatever was not finished is done again, whatever was done is not.
  await stack.crashWorker();
  const done = await until("The import is complete", health, ({ progress }) => progress.phase === "live" && progress.types.every(({ state }) => state === "done"), 120_000);
  const { books } = ofTenant(world);
  const counts = {
    contacts: await countAll(world, "contacts"),
    invoices: await countAll(world, "invoices"),
    bills: await countAll(world, "bills"),
    creditNotes: await countAll(world, "credit-notes"),
    payments: await countAll(world, "payments"),
  };
  const invoices = [...books.invoices.values()].filter((invoice) => invoice.status !== "DELETED");
  const expected = {
    contacts: books.contacts.size,
    invoices: invoices.filter(({ type }) => type === "ACCREC").length,
    bills: invoices.filter(({ type }) => type === "ACCPAY").length,
    creditNotes: books.creditNotes.size,
    payments: books.payments.size,
  };
  for (const kind of ["contacts", "invoices", "bills", "creditNotes", "payments"] as const)
    expectThat(counts[kind] === expected[kind], `Every one of Xero's ${kind} is here once.`, { counts, expected });
  expectThat(done.value.progress.types.length >= 8, "Progress is told by type.", done.value.progress);
  return { ...counts, types: done.value.progress.types.map(({ label, done: count }) => `${label}: ${count}`), startedAfterMs: first.ms, importMs: done.ms };
}

export function ofTenant(world: StoryWorld) {
  const organisation = world.stack.sandbox.organisations.find(({ tenantId }) => tenantId === world.tenantId);
  if (organisation === undefined) throw new Error("The connected organisation is not the stand-in's.");
  return organisation;
}

export async function countAll(world: StoryWorld, resource: string): Promise<number> {
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: PageView<RecordView> = await world.api.get(`/v1/${resource}?limit=200${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
    count += page.items.length;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return count;
}
