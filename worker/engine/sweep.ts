import { READING, SWEEP_EVERY_MS, XERO_LIMITS } from "../../shared/limits.ts";
import { parseXeroInstant } from "../../shared/dates.ts";
import { parseMinor } from "../../shared/money.ts";
import type { Change, Row } from "../store/port.ts";
import type { XeroElement } from "../xero/readAnswer.ts";
import { waitAfter } from "./poll.ts";
import { mayGoOn, type Run } from "./run.ts";

/** The sweep under way: which page, and what it has found so far. Kept in the cursor after every page. */
interface Sweeping {
  startedAt: number;
  page: number;
  compared: number;
  equal: number;
  repaired: number;
  /** Documents that Xero has and we do not: fetched, so that they are met. */
  unknown: number;
  xeroTotalMinor: number;
}

const LANE = "sweep";
const KIND = "invoice";
/** One in thirty nights every document has been read in full; see READING.fullReadEveryDays. */
const DAY_MS = 86_400_000;

/** Daily; and at once after connecting again, when every link is proven by id and total. */
export function sweepDue(cursors: readonly Row<"cursor">[], now: number, connectedAt: number | null): boolean {
  const imported = cursors.some((cursor) => cursor.kind === KIND && cursor.lane === "poll" && cursor.completedThrough !== null);
  const own = cursors.find((cursor) => cursor.kind === KIND && cursor.lane === LANE);
  return imported && (own === undefined || own.running !== null || (own.dueAt ?? 0) <= now || (connectedAt ?? 0) > (own.lastCompletedAt ?? 0));
}

/**
 * Compares every sales invoice and bill with Xero by status, total and time of change, in light rows without lines; reads the ones that
 * differ, and a thirtieth of all, in full. Ends with a proof: what was compared, and what came of it.
 */
export async function sweep(run: Run, cursors: readonly Row<"cursor">[]): Promise<number | null> {
  const own = cursors.find((cursor) => cursor.kind === KIND && cursor.lane === LANE);
  let state = (own?.running as Sweeping | null) ?? { startedAt: run.now(), page: 1, compared: 0, equal: 0, repaired: 0, unknown: 0, xeroTotalMinor: 0 };
  while (mayGoOn(run) && state.page <= READING.pagesPerSweep) {
    run.calls.left -= 1;
    const page = await run.xero("sweep").list(KIND, { page: state.page, pageSize: XERO_LIMITS.pageSize, summaryOnly: true });
    if (!page.ok) return waitAfter(run, page.error);
    const last = state.page >= (page.value.pageCount ?? state.page);
    const compared = await compare(run, page.value.elements, state);
    state = { ...compared.state, page: state.page + 1 };
    const changes: Change[] = [...compared.changes, cursorChange(run, state, last)];
    if (last) changes.push(await proofChange(run, state));
    if ((await run.ports.store.commit([{ fence: run.fence ?? 0, organisationId: run.organisation.id }], changes)) === "stale") return run.now();
    if (last) return null;
  }
  return run.now();
}

async function compare(run: Run, elements: readonly XeroElement[], before: Sweeping): Promise<{ state: Sweeping; changes: Change[] }> {
  const organisationId = run.organisation.id;
  const ids = elements.map((element) => String(element["InvoiceID"]));
  const [links] = await run.ports.store.read({ from: "link", where: { organisationId, kind: { in: ["invoice", "bill"] }, xeroId: { in: ids } }, limit: ids.length + 1 });
  const [bodies] = await run.ports.store.read({ from: "record", where: { organisationId, id: { in: links.map((link) => link.recordId) } }, limit: ids.length + 1 });
  const linkOf = new Map(links.map((link) => [link.xeroId, link]));
  const recordOf = new Map(bodies.map((record) => [record.id, record]));
  const state = { ...before };
  const fetch: string[] = [];
  const night = Math.floor(before.startedAt / DAY_MS) % READING.fullReadEveryDays;
  for (const [index, element] of elements.entries()) {
    const xeroId = ids[index]!;
    const link = linkOf.get(xeroId);
    const total = parseMinor(element["Total"] ?? 0, String(element["CurrencyCode"] ?? run.facts.baseCurrency)) ?? 0;
    state.xeroTotalMinor += total;
    if (link === undefined) {
      state.unknown += 1;
      fetch.push(xeroId);
      continue;
    }
    state.compared += 1;
    const record = recordOf.get(link.recordId);
    const body = record === undefined ? null : (JSON.parse(record.body) as { amountDueMinor: number; currency: string });
    const due = parseMinor(element["AmountDue"] ?? 0, body?.currency ?? run.facts.baseCurrency);
    const moved = (parseXeroInstant(element["UpdatedDateUTC"]) ?? 0) !== (link.xeroUpdatedAt ?? 0);
    const differs = moved || (record !== undefined && link.state === "in_step" && (record.totalMinor !== total || body?.amountDueMinor !== due));
    if (differs) state.repaired += 1;
    else state.equal += 1;
    if (differs || slice(xeroId) === night) fetch.push(xeroId);
  }
  const now = run.now();
  const rows = fetch.map((xeroId) => ({ organisationId, kind: "invoice" as const, xeroId, askedAt: now, lane: "poll" as const, attempts: 0, notBeforeAt: now }));
  const changes: Change[] = rows.length === 0 ? [] : [{ insertNew: "lookAgain", rows }];
  const seen = links.map((link) => link.id);
  if (seen.length > 0) changes.push({ update: "link", where: { organisationId, id: { in: seen } }, set: { comparedAt: now } });
  return { state, changes };
}

/** Which night of the month reads this document in full. */
function slice(xeroId: string): number {
  return Number.parseInt(xeroId.replaceAll("-", "").slice(0, 8), 16) % READING.fullReadEveryDays;
}

function cursorChange(run: Run, state: Sweeping, last: boolean): Change {
  const now = run.now();
  return {
    put: "cursor",
    rows: [{
      organisationId: run.organisation.id, kind: KIND, lane: LANE, running: last ? null : state,
      dueAt: last ? now + SWEEP_EVERY_MS : now, lastCompletedAt: last ? now : null, lastCount: last ? state.compared + state.unknown : null,
    }],
  };
}

async function proofChange(run: Run, state: Sweeping): Promise<Change> {
  const totals = await run.ports.store.totals(run.organisation.id);
  const countOf = (wanted: string): number => totals.reduce((sum, row) => sum + (row.state === wanted ? row.count : 0), 0);
  const kinds = Object.fromEntries(
    [...Map.groupBy(totals, (row) => row.kind)].map(([kind, rows]) => [
      kind, { count: rows.reduce((sum, row) => sum + row.count, 0), totalMinor: rows.reduce((sum, row) => sum + row.totalMinor, 0) },
    ]),
  );
  const result = {
    compared: state.compared, equal: state.equal, repaired: state.repaired + state.unknown, inConflict: countOf("conflict"),
    waiting: countOf("waiting") + countOf("pending"), differs: state.repaired, kinds, xeroTotalMinor: state.xeroTotalMinor,
  };
  return { insert: "proof", rows: [{ organisationId: run.organisation.id, id: run.ports.ids.uuid(), startedAt: state.startedAt, endedAt: run.now(), result }] };
}
