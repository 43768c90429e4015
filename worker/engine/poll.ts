import { BARRED_ACTION_MS, CADENCE_MS, READING, XERO_LIMITS } from "../../shared/limits.ts";
import type { XeroListKind } from "../../shared/mapping/fromXero.ts";
import { REFERENCE_KINDS, type ReferenceKind } from "../../shared/records/kinds.ts";
import { parseXeroInstant } from "../../shared/dates.ts";
import type { Change, Insert, Row } from "../store/port.ts";
import type { XeroElement } from "../xero/readAnswer.ts";
import { commitBatch, emptyBatch } from "./batch.ts";
import { actionChanges, organisationChanges, settingsChanges } from "./readSettings.ts";
import { mayGoOn, readSettings, type Run } from "./run.ts";
import { takeIn } from "./takeIn.ts";
import { takeInWaiting } from "./takeInWaiting.ts";
import { untoldChanges } from "./webhookGaps.ts";
import type { XeroError } from "../xero/xeroError.ts";

export type PolledKind = keyof typeof CADENCE_MS;

/** First import: settings before contacts before documents before what pays and credits them, so that few references are unknown. */
export const POLL_ORDER: readonly PolledKind[] = [
  "organisation", "action", "account", "tax_rate", "tracking_category", "item", "contact", "invoice", "credit_note", "payment",
  "bank_transaction", "overpayment", "prepayment", "quote",
];

/** A sweep under way: everything changed since `since`, in order of change. Kept in cursor.running after every page. */
interface Sweep {
  startedAt: number;
  /** Where this sweep began; null reads everything. */
  since: number | null;
  /** Rows are asked for from here: it follows the newest change seen, so that rows which move while pages are read are not skipped. */
  from: number | null;
  page: number;
  highest: number;
  pages: number;
  count: number;
  expected: number | null;
}

export interface Polled {
  done: boolean;
  waitUntil: number | null;
  error: XeroError | null;
}

/** Reads one kind page by page until the sweep is done or the run's calls are used up. The cursor moves with the last page alone. */
export async function poll(run: Run, kind: PolledKind, cursor: Row<"cursor"> | null): Promise<Polled> {
  const importing = cursor?.completedThrough === null || cursor === null;
  let sweep = (cursor?.running as Sweep | null) ?? startSweep(run, cursor);
  while (mayGoOn(run)) {
    run.calls.left -= 1;
    const askedAt = run.now();
    const page = await run.xero(importing ? "backfill" : "poll").list(kind, {
      page: sweep.page, pageSize: XERO_LIMITS.pageSize, ...(sweep.from === null ? {} : { modifiedSince: sweep.from }),
    });
    // A failed read concludes nothing; the sweep goes on from here when it can.
    if (!page.ok) return { done: false, waitUntil: waitAfter(run, page.error), error: page.error };
    const { elements, itemCount, pageCount } = page.value;
    const last = elements.length === 0 || (pageCount === null ? isShort(kind, elements) : sweep.page >= pageCount) || sweep.pages + 1 >= READING.pagesPerSweep;
    sweep = advance(sweep, elements, itemCount);
    const row = cursorRow(run, kind, cursor, sweep, last);
    if (!(await takePage({ run, kind, elements, row, askedAt, lastPollAt: cursor?.lastCompletedAt ?? null }))) return { done: false, waitUntil: run.now(), error: null };
    if (last && kind === "contact") run.contactsRead = true;
    if (last) return { done: true, waitUntil: null, error: null };
  }
  return { done: false, waitUntil: run.now(), error: null };
}

function startSweep(run: Run, cursor: Row<"cursor"> | null): Sweep {
  const since = cursor?.completedThrough == null ? null : Math.max(0, cursor.completedThrough - READING.overlapMs);
  return { startedAt: run.now(), since, from: since, page: 1, highest: cursor?.completedThrough ?? 0, pages: 0, count: 0, expected: null };
}

/** Quotes have no page count and pages of 100. */
function isShort(kind: PolledKind, elements: readonly unknown[]): boolean {
  return kind !== "quote" || elements.length < XERO_LIMITS.quotesPerPage;
}

/**
 * The next page begins at the newest change seen, not at a page number: a row that changes while pages are read moves to the end, and
 * every row behind it moves one place forward, over the edge of the page that was just read. Rows of that second come twice.
 */
function advance(sweep: Sweep, elements: readonly XeroElement[], itemCount: number | null): Sweep {
  const times = elements.map((element) => parseXeroInstant(element["UpdatedDateUTC"]) ?? 0);
  const inOrder = times.every((at, index) => index === 0 || at >= times[index - 1]!);
  const newest = Math.max(sweep.highest, ...times);
  const from = Math.floor(newest / 1_000) * 1_000 - 1_000;
  const moves = inOrder && times.length > 0 && from > (sweep.from ?? 0);
  return {
    ...sweep,
    from: moves ? from : sweep.from,
    page: moves ? 1 : sweep.page + 1,
    highest: newest,
    pages: sweep.pages + 1,
    count: sweep.count + elements.length,
    expected: sweep.expected ?? itemCount,
  };
}

function cursorRow(run: Run, kind: PolledKind, cursor: Row<"cursor"> | null, sweep: Sweep, last: boolean): Insert<"cursor"> {
  const now = run.now();
  const cadence = CADENCE_MS[kind];
  const everyMs = kind === "action" && (run.facts.barredActions ?? []).length > 0 ? BARRED_ACTION_MS : cadence[run.webhooksAlive ? 1 : 0];
  return {
    organisationId: run.organisation.id, kind, lane: "poll",
    // Settings without times are always read whole; a mark that they were read is all there is to keep.
    completedThrough: last ? Math.max(sweep.highest, 1) : (cursor?.completedThrough ?? null),
    running: last ? null : sweep,
    dueAt: last ? now + everyMs : (cursor?.dueAt ?? now),
    lastCompletedAt: last ? now : (cursor?.lastCompletedAt ?? null),
    lastCount: last ? sweep.count : (cursor?.lastCount ?? null),
  };
}

/** What payments may refund. A payment's own poll tries them too, since a run may end between the two. */
const REFUNDED: ReadonlySet<PolledKind> = new Set(["credit_note", "overpayment", "prepayment"]);

interface Page {
  run: Run;
  kind: PolledKind;
  elements: readonly XeroElement[];
  row: Insert<"cursor">;
  askedAt: number;
  lastPollAt: number | null;
}

async function takePage({ run, kind, elements, row, askedAt, lastPollAt }: Page): Promise<boolean> {
  const cursor: Change = { put: "cursor", rows: [row] };
  const read = READERS[kind] ?? (isReference(kind) ? (run: Run, elements: readonly XeroElement[]) => settingsChanges(run, kind, elements) : null);
  if (read === null) {
    const taken = await takeIn(run, kind as XeroListKind, elements, { askedAt, with: [cursor], untold: (count) => untoldChanges({ run, kind, lastPollAt, count }) });
    if (taken === "taken" && (kind === "payment" || (REFUNDED.has(kind) && elements.length > 0))) await takeInWaiting(run);
    return taken === "taken";
  }
  const changes = await read(run, elements);
  const batch = emptyBatch();
  batch.before.push(...changes, cursor);
  const committed = (await commitBatch(run, batch)) === "committed";
  if (committed && changes.length > 0) await readSettings(run);
  return committed;
}

const READERS: Partial<Record<PolledKind, (run: Run, elements: readonly XeroElement[]) => Change[]>> = { organisation: organisationChanges, action: actionChanges };

function isReference(kind: PolledKind): kind is ReferenceKind {
  return (REFERENCE_KINDS as readonly string[]).includes(kind);
}

/** When a failed call may be tried again. */
export function waitAfter(run: Run, error: XeroError): number {
  if (error.kind === "RateLimited") return run.now() + error.retryAfterMs;
  return run.now() + (error.kind === "Unauthorised" || error.kind === "Forbidden" ? 15 * 60_000 : 30_000);
}
