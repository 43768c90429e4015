import type { HealthView, PageView, RecordView } from "../../../shared/api/views.ts";
import type { Document } from "../../../shared/records/document.ts";
import type { Contact } from "../../../shared/records/contact.ts";
import type { Stack } from "../stack.ts";
import type { RestClient } from "../restClient.ts";

/** States in which a record may rest: agreed, ended, or waiting for a person who is told why. */
const RESTS = new Set(["in_step", "ended", "conflict", "proposal", "waiting", "refused"]);

/** Sentences about whatever differs between the two sides; empty when they agree. */
export async function disagreements(stack: Stack, api: RestClient): Promise<string[]> {
  const { books } = stack.sandbox.organisations[0]!;
  const found: string[] = [];
  const [contacts, invoices, bills, payments] = [await all(api, "contacts"), await all(api, "invoices"), await all(api, "bills"), await all(api, "payments")];
  const records = [...contacts, ...invoices, ...bills, ...payments];
  for (const { kind, id, sync } of records) if (sync !== null && !RESTS.has(sync.state)) found.push(`${kind} ${id} rests as ${sync.state}`);

  const linked = Map.groupBy(records.filter(({ sync }) => sync?.xeroId != null), ({ sync }) => sync!.xeroId!);
  for (const [xeroId, of] of linked) if (of.length > 1) found.push(`${of.length} records are linked to ${xeroId}`);
  for (const id of [...books.contacts.keys(), ...books.invoices.keys(), ...books.payments.keys()])
    if (!linked.has(id)) found.push(`${id} is in Xero and no record of ours`);

  const names = [...books.contacts.values()].map(({ name }) => name);
  const references = [...books.invoices.values()].flatMap(({ reference }) => (reference?.startsWith("ref ") ? [reference] : []));
  for (const [what, twins] of Map.groupBy([...names, ...references], (name) => name)) if (twins.length > 1) found.push(`Xero has "${what}" ${twins.length} times`);

  for (const { sync, body, kind, id } of records) {
    if (sync?.state !== "in_step" || sync.xeroId === null) continue;
    const document = books.invoices.get(sync.xeroId);
    if (document !== undefined && (document.totalMinor !== (body as Document).totalMinor || document.dueDate !== (body as Document).dueDate || document.status.toLowerCase() !== (body as Document).status))
      found.push(`${kind} ${id} is in step, but ${(body as Document).status} ${(body as Document).totalMinor} here and ${document.status} ${document.totalMinor} in Xero`);
    const contact = books.contacts.get(sync.xeroId);
    if (contact !== undefined && (contact.name !== (body as Contact).name || (contact.emailAddress || null) !== (body as Contact).email))
      found.push(`contact ${id} is in step, but differs: ${contact.name} ${contact.emailAddress}`);
  }
  return found;
}

export async function isAtRest(api: RestClient): Promise<boolean> {
  const { counts, progress } = await api.get<HealthView>("/v1/health");
  return progress.phase === "live" && counts.pending === 0;
}

async function all(api: RestClient, resource: string): Promise<RecordView[]> {
  const items: RecordView[] = [];
  let cursor: string | null = null;
  do {
    const page: PageView<RecordView> = await api.get(`/v1/${resource}?limit=200${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}
